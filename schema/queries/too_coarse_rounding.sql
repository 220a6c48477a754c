-- Finds an agreement in another currency than a card for which a version of the card rounds too coarsely: calls are rounded behind
-- the conversion, so decimals fewer than those of the agreement's currency would turn small charges into nothing.
--
-- Parameters: version_id integer.
-- Result: at most one row: the partner, both currencies, the decimals of its minor unit and those of the rate.

SELECT partner.code AS partner_code, card.currency AS card_currency, agreement.currency AS agreement_currency, minor_digits,
    decimals
FROM card_version AS version
    JOIN rate_card AS card ON card.id = version.card_id
    JOIN card_assignment AS assignment ON assignment.card_id = card.id
        AND assignment.effective && tstzrange(version.effective_from, NULL)
    JOIN agreement ON agreement.entity_id = assignment.entity_id AND agreement.partner_id = assignment.partner_id
        AND agreement.currency <> card.currency
    JOIN currency ON currency.code = agreement.currency
    JOIN partner ON partner.id = agreement.partner_id
    CROSS JOIN LATERAL (
        SELECT min(rounding_decimals) AS decimals FROM rate WHERE version_id = version.id AND NOT blocked) AS rounding
WHERE version.id = :'version_id'::integer AND decimals < minor_digits
ORDER BY partner.code
LIMIT 1;

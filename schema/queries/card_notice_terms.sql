-- What notice of changes the terms ask for that partners whom a card prices have on the day of the deck.
--
-- Parameters: card_id integer; received_at timestamptz: when the deck was received.
-- Reads: rate_card, card_assignment, partner, agreement_terms.
-- Result: one row for each partner and kind of change for which days are agreed on, by partner, then kind; the earliest
--     start, in UTC microseconds and as text, is the beginning of the day so many days after that of the receipt, in the
--     card's zone.

SELECT partner.code AS partner, term.kind, term.days, (extract(epoch FROM earliest.at) * 1000000)::bigint AS earliest_micros,
    to_char(earliest.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS earliest
FROM rate_card AS card
JOIN (
    SELECT DISTINCT card_id, entity_id, partner_id
    FROM card_assignment
    WHERE coalesce(upper(effective), 'infinity') > :'received_at'::timestamptz
) AS assigned ON assigned.card_id = card.id
JOIN partner ON partner.id = assigned.partner_id
CROSS JOIN LATERAL terms_on(assigned.entity_id, assigned.partner_id, card.side,
    (:'received_at'::timestamptz AT TIME ZONE card.zone)::date) AS terms
CROSS JOIN LATERAL (VALUES
    ('new', terms.notice_new_days), ('increase', terms.notice_increase_days),
    ('decrease', terms.notice_decrease_days), ('blocked', terms.notice_blocked_days),
    ('closed', terms.notice_closed_days)) AS term (kind, days)
CROSS JOIN LATERAL (SELECT
    ((:'received_at'::timestamptz AT TIME ZONE card.zone)::date + term.days)::timestamp AT TIME ZONE card.zone AS at) AS earliest
WHERE card.id = :'card_id'::integer AND term.days IS NOT NULL
ORDER BY partner.code, term.kind;

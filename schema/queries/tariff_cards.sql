-- The cards of versions, with what the price of a call depends on beside their rates.
--
-- Parameters: version_ids integer[].
-- Reads: card_version, rate_card.
-- Rows expected: one for each version.

SELECT version.id AS version_id, card.id AS card_id, card.currency, card.zone
FROM card_version AS version
JOIN rate_card AS card ON card.id = version.card_id
WHERE version.id = ANY (:'version_ids'::integer[])
ORDER BY version.id;

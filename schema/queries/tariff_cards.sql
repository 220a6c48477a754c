-- The cards of versions, with what the price of a call depends on beside their rates.
--
-- Parameters: version_ids integer[].
-- Reads: card_version, rate_card, time_band_set, origin_prefix.
-- Rows expected: one for each version; has_bands and has_origins are false where there are surely none for its card.

SELECT version.id AS version_id, card.id AS card_id, card.currency, card.zone,
    EXISTS (SELECT FROM time_band_set AS bands WHERE bands.card_id = card.id) AS has_bands,
    EXISTS (SELECT FROM origin_prefix AS origin WHERE origin.entity_id = card.entity_id) AS has_origins
FROM card_version AS version
JOIN rate_card AS card ON card.id = version.card_id
WHERE version.id = ANY (:'version_ids'::integer[])
ORDER BY version.id;

-- Time bands and origins that rates of a card version name and that the card does not have: no call is of them.
--
-- Parameters: version_id integer.
-- Reads: rate, card_version, rate_card, time_band_set, time_band, origin_prefix.
-- Rows expected: one for each name.

WITH card AS (
    SELECT card.id, card.entity_id,
        (SELECT own.card_id FROM origin_prefix AS own WHERE own.card_id = card.id LIMIT 1) AS origin_card_id
    FROM card_version AS version
    JOIN rate_card AS card ON card.id = version.card_id
    WHERE version.id = :'version_id'::integer
), named AS (
    SELECT DISTINCT time_band, origin
    FROM rate
    WHERE version_id = :'version_id'::integer AND (time_band IS NOT NULL OR origin IS NOT NULL)
)
SELECT DISTINCT 'time band' AS kind, time_band AS name
FROM named
WHERE time_band IS NOT NULL AND NOT EXISTS (
    SELECT FROM card
    JOIN time_band_set AS band_set ON band_set.card_id = card.id AND band_set.withdrawn_at IS NULL
    JOIN time_band AS band ON band.set_id = band_set.id AND band.name = named.time_band)
UNION ALL
SELECT DISTINCT 'origin', origin
FROM named
WHERE origin IS NOT NULL AND NOT EXISTS (
    SELECT FROM card
    JOIN origin_prefix AS member ON member.entity_id = card.entity_id
        AND member.card_id IS NOT DISTINCT FROM card.origin_card_id AND member.origin = named.origin)
ORDER BY kind DESC, name;

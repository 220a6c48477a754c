-- A card's names for destinations and what they are in the master list, by name.
--
-- Parameters: card_id integer; unreviewed boolean: only those that nobody has reviewed.
-- Reads: card_destination, destination_mapping, destination.
-- Rows expected: one for each name; those of decks older than the mapping have no destination yet.

SELECT own.name, destination.name AS destination, mapping.method, mapping.prefixes, mapping.matched,
    CASE WHEN mapping.reviewed_at IS NULL THEN 'no' ELSE 'yes' END AS reviewed, mapping.reviewed_by,
    to_char(mapping.reviewed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS reviewed_at
FROM card_destination AS own
LEFT JOIN destination_mapping AS mapping ON mapping.card_destination_id = own.id
LEFT JOIN destination ON destination.id = mapping.destination_id
WHERE own.card_id = :'card_id'::integer AND (NOT :'unreviewed'::boolean OR mapping.reviewed_at IS NULL)
ORDER BY own.name COLLATE "C";

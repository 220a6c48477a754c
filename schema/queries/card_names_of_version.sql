-- A card's own names for destinations, by their ids.
--
-- Parameters: version_id integer: a version of the card.
-- Reads: card_version, card_destination.
-- Rows expected: one for each name that the card has ever used.

SELECT own.id, own.name
FROM card_version AS version
JOIN card_destination AS own ON own.card_id = version.card_id
WHERE version.id = :'version_id'::integer;

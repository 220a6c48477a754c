-- Adds the destinations that the master list does not know, by the names of a card.
--
-- Parameters: none.
-- Reads: incoming_name (stage_names.sql), destination. Writes: destination.
-- Lock: the caller's, one addition at a time, or a name that two cards have makes one wait for the other unseen. A second run
--     finds the names there and adds none.
-- Runs inside an act.
-- Rows expected: none.

-- name: add_destinations
-- What the master list knows neither by a prefix nor by name is a destination by the card's own name.
INSERT INTO destination (name)
SELECT incoming.name
FROM incoming_name AS incoming
GROUP BY incoming.name
HAVING count(incoming.destination_id) = 0 AND NOT EXISTS (
    SELECT FROM destination WHERE plain_name(destination.name) = plain_name(incoming.name))
ORDER BY incoming.name
ON CONFLICT (name) DO NOTHING;

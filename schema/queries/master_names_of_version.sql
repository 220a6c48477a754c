-- The master destinations of a version's rates, by their ids.
--
-- Parameters: version_id integer.
-- Reads: rate, destination.
-- Rows expected: one for each destination.

SELECT destination.id, destination.name
FROM (SELECT DISTINCT destination_id FROM rate WHERE version_id = :'version_id'::integer) AS used
JOIN destination ON destination.id = used.destination_id;

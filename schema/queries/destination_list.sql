-- Prefixes of the master list with their destinations, by prefix.
--
-- Parameters: code text: only those that begin a number, or that belong to a destination of that name; null = all.
-- Reads: destination_prefix, destination.
-- Rows expected: one for each prefix.

SELECT destination_prefix.prefix, destination.name AS destination
FROM destination_prefix
JOIN destination ON destination.id = destination_prefix.destination_id
WHERE :'code'::text IS NULL OR starts_with(:'code'::text, destination_prefix.prefix) OR destination.name = :'code'::text
ORDER BY destination_prefix.prefix;

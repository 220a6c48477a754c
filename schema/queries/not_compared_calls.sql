-- How many calls of files could not be compared with their cost, because they are charged and paid for in different
-- currencies.
--
-- Parameters: file_ids integer[].
-- Result: one row per file that has chunks.

SELECT file_id, COALESCE(sum(not_compared), 0)::bigint AS calls
FROM chunk
WHERE file_id = ANY (:'file_ids'::integer[])
GROUP BY file_id
ORDER BY file_id;

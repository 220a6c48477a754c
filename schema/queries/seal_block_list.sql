-- Blocks of sealed records, the newest first.
--
-- Parameters: row_limit integer.
-- Reads: seal_block.
-- Rows expected: at most row_limit.

SELECT number, to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS sealed_at, journals, entries, acts, events,
    encode(hash, 'hex') AS hash
FROM seal_block
ORDER BY number DESC
LIMIT :'row_limit'::integer;

-- The longest calls of a file.
--
-- Parameters: file_id integer; count integer: rows at most.
-- Result: one row per call, the longest first, with its address; seconds exactly.

SELECT to_char(start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || '/' || chunk_id || '/' || ordinal AS address,
    trim_scale(longest.duration_ns / 1000000000.0)::text AS seconds, called::text AS called,
    customer.code AS customer, supplier.code AS supplier
FROM chunk
    JOIN call_longest AS longest ON longest.chunk_id = chunk.id
    LEFT JOIN partner AS customer ON customer.id = customer_id
    LEFT JOIN partner AS supplier ON supplier.id = supplier_id
WHERE chunk.file_id = :'file_id'::integer
ORDER BY longest.duration_ns DESC, chunk_id, ordinal
LIMIT :'count'::integer;

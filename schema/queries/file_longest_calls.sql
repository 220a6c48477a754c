-- The longest calls of files.
--
-- Parameters: file_ids integer[]; count integer: rows of a file at most.
-- Result: one row per call, of each file the longest first, with its address; seconds exactly.

SELECT file_id, to_char(start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || '/' || chunk_id || '/' || ordinal AS address,
    trim_scale(duration_ns / 1000000000.0)::text AS seconds, called::text AS called,
    customer.code AS customer, supplier.code AS supplier
FROM (
    SELECT chunk.file_id, longest.*,
        row_number() OVER (PARTITION BY chunk.file_id ORDER BY longest.duration_ns DESC, chunk_id, ordinal) AS place
    FROM chunk JOIN call_longest AS longest ON longest.chunk_id = chunk.id
    WHERE chunk.file_id = ANY (:'file_ids'::integer[])
) AS call
    LEFT JOIN partner AS customer ON customer.id = customer_id
    LEFT JOIN partner AS supplier ON supplier.id = supplier_id
WHERE place <= :'count'::integer
ORDER BY file_id, place;

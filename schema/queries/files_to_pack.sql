-- Lists received files that can be packed: closed for some days, and loaded under no other row that is not.
--
-- Parameters: days integer: since they were closed.
-- Result: one row per content, those closed first before: its SHA-256, and where the chunks of the file that was loaded of it first
-- begin in its text, ascending.

SELECT sha256, (
        SELECT array_to_string(array_agg(byte_offset ORDER BY byte_offset), ',')
        FROM chunk WHERE file_id = min(cdr_file.id)) AS chunk_offsets
FROM cdr_file
WHERE kind = 'received'
GROUP BY sha256
HAVING bool_and(state = 'closed' AND closed_at <= clock_timestamp() - :'days'::integer * interval '1 day')
ORDER BY min(closed_at), sha256;

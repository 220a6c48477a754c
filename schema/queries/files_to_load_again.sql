-- Lists the files that an undo took back with the one that was asked for and that are not loaded again to their end.
--
-- Parameters: file_id integer: the file that was asked for.
-- Result: one row per file, in the order in which they were loaded first; how each was loaded.

SELECT cdr_file.id AS file_id, cdr_file.name, true AS is_again, true AS is_finished, sha256, layout_definition,
    cdr_file.tariff_hash, cdr_file.bytes, compression, chunk_bytes,
    (extract(epoch FROM starts_from) * 1000000)::bigint AS starts_from_micros,
    (extract(epoch FROM starts_until) * 1000000)::bigint AS starts_until_micros, longest_call_s, rejected_percent_max,
    rejected_least, (extract(epoch FROM stated_at) * 1000000)::bigint AS stated_at_micros
FROM cdr_file
WHERE undone_for_id = :'file_id'::integer AND id <> :'file_id'::integer AND NOT EXISTS (
    SELECT FROM cdr_file AS again WHERE again.source_file_id = cdr_file.id AND again.chunks IS NOT NULL)
ORDER BY cdr_file.id;

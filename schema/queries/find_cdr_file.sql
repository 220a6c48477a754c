-- Finds the file of an entity that has a content and is not undone, with what of it is in the database. The same content may be loaded as
-- that of several instants: then one that is not finished comes first, else the last.
--
-- Parameters: entity_id smallint, sha256 bytea, stated_at_micros bigint: the instant of which it speaks, in microseconds
-- since 1970 UTC; null = whatever it is.
-- Result: at most one row; next_* say where the first chunk that is not in begins, fx_* by which exchange rates the last one
-- was rated, null without any chunk; rows_read and rejected are those of the chunks that are in.

SELECT cdr_file.id AS file_id, cdr_file.name, cdr_file.state, cdr_file.chunks, layout, layout_definition,
    cdr_file.tariff_hash, chunk_bytes, switch.code AS switch_code, received_at,
    (extract(epoch FROM starts_from) * 1000000)::bigint AS starts_from_micros,
    (extract(epoch FROM starts_until) * 1000000)::bigint AS starts_until_micros, longest_call_s, rejected_percent_max,
    rejected_least, act.id AS act_id, act.outcome = 'begun' AS is_act_under_way,
    (extract(epoch FROM stated_at) * 1000000)::bigint AS stated_at_micros,
    COALESCE((SELECT sum(rows_read) FROM chunk WHERE file_id = cdr_file.id), 0) AS rows_read,
    COALESCE((SELECT sum(rejected) FROM chunk WHERE file_id = cdr_file.id), 0) AS rejected,
    last_chunk.number + 1 AS next_number, last_chunk.byte_offset + last_chunk.byte_count AS next_offset,
    last_chunk.first_line + last_chunk.line_count AS next_line,
    last_chunk.fx_revision, last_chunk.fx_days_max
FROM cdr_file
    JOIN switch ON switch.id = cdr_file.switch_id
    JOIN act ON act.id = cdr_file.act_id
    LEFT JOIN LATERAL (
        SELECT * FROM chunk WHERE file_id = cdr_file.id ORDER BY number DESC LIMIT 1
    ) AS last_chunk ON true
WHERE cdr_file.entity_id = :'entity_id'::smallint AND sha256 = :'sha256'::bytea AND undo_act_id IS NULL
    AND (:'stated_at_micros'::bigint IS NULL
        OR stated_at = TIMESTAMPTZ 'epoch' + :'stated_at_micros'::bigint * INTERVAL '1 microsecond')
ORDER BY cdr_file.chunks IS NOT NULL, cdr_file.id DESC
LIMIT 1;

-- Lists files and batches with their accounts: rows read = rated + unrated + duplicates + rejected.
--
-- Parameters: file_ids integer[] (null = all).
-- Result: one row per file, the last received first; seconds as nanoseconds; undone_* are null where it counts, again_file_id
-- is the file as which it was loaded again. The state of a file that was taken back is undone, or undoing until that has ended.

SELECT cdr_file.id AS file_id, cdr_file.name, cdr_file.kind,
    CASE WHEN cdr_file.undo_act_id IS NULL THEN cdr_file.state WHEN cdr_file.undone_at IS NULL THEN 'undoing' ELSE 'undone' END AS state,
    entity.code AS entity_code,
    switch.code AS switch_code, cdr_file.layout, cdr_file.compression, cdr_file.bytes, encode(sha256, 'hex') AS sha256,
    to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS received_at,
    to_char(stated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS stated_at,
    to_char(closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS closed_at, close_number,
    cdr_file.chunks, cdr_file.source_file_id, cdr_file.undone_for_id, actor.name AS undone_by, undo.reason AS undone_because,
    to_char(undo.begun_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS undone_at, again.file_id AS again_file_id,
    account.*
FROM cdr_file
    JOIN entity ON entity.id = cdr_file.entity_id
    JOIN switch ON switch.id = cdr_file.switch_id
    LEFT JOIN act AS undo ON undo.id = cdr_file.undo_act_id
    LEFT JOIN actor ON actor.id = undo.actor_id
    LEFT JOIN (
        SELECT id AS file_id, source_file_id AS undone_file_id FROM cdr_file WHERE kind = 'received'
    ) AS again ON again.undone_file_id = cdr_file.id
    CROSS JOIN LATERAL (
        SELECT count(*) AS chunks_in, COALESCE(sum(rows_read), 0) AS rows_read, COALESCE(sum(rated), 0) AS rated,
            COALESCE(sum(unrated), 0) AS unrated, COALESCE(sum(duplicates), 0) AS duplicates,
            COALESCE(sum(stale), 0) AS stale, COALESCE(sum(changed), 0) AS changed, COALESCE(sum(rejected), 0) AS rejected,
            COALESCE(sum(rejected_bytes), 0) AS rejected_bytes, COALESCE(sum(call_rows), 0) AS call_rows,
            COALESCE(sum(duration_ns + reversed_ns - unrated_ns), 0) AS rated_ns,
            COALESCE(sum(unrated_ns), 0) AS unrated_ns, COALESCE(sum(duplicate_ns), 0) AS duplicate_ns,
            COALESCE(sum(reversed_ns), 0) AS reversed_ns
        FROM chunk WHERE file_id = cdr_file.id
    ) AS account
WHERE :'file_ids'::integer[] IS NULL OR cdr_file.id = ANY (:'file_ids'::integer[])
ORDER BY cdr_file.id DESC;

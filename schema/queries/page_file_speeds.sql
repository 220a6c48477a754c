-- How fast the newest files of an entity were loaded: records a second from receipt to the last chunk, of files that one act loaded
-- to their end.
-- Owner: CallStore.
--
-- Parameters: entity_id smallint; row_limit integer.
-- Result: at most row_limit files, the oldest of them first.

SELECT *
FROM (
    SELECT cdr_file.id AS file_id, cdr_file.name, rows_read, seconds_ms,
        -- Less than a millisecond counts as one.
        div(rows_read * 1000::numeric, GREATEST(seconds_ms, 1))::bigint AS rows_a_second
    FROM cdr_file
        CROSS JOIN LATERAL (
            SELECT sum(chunk.rows_read)::bigint AS rows_read, bool_and(chunk.act_id = cdr_file.act_id) AS is_of_one_act,
                (EXTRACT(EPOCH FROM max(committed_at) - received_at) * 1000)::bigint AS seconds_ms
            FROM chunk
            WHERE file_id = cdr_file.id) AS loaded
    WHERE entity_id = :'entity_id'::smallint AND kind = 'received' AND chunks IS NOT NULL AND loaded.rows_read > 0
        AND is_of_one_act
    ORDER BY cdr_file.id DESC
    LIMIT :'row_limit'::integer
) AS newest
ORDER BY file_id;

-- Lists the sides of calls that wait for a price, the last stored first.
--
-- Parameters: reason text (null = any), file_id integer (null = any), entity_id smallint (null = any), row_limit bigint (null = all).
-- Result: one row per side, with the address of its call.

SELECT to_char(suspense.start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || '/' || suspense.chunk_id || '/' || suspense.ordinal
        AS address,
    suspense.side, suspense.reason, suspense_account.account_value, suspense.called,
    to_char(suspense.start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS start_at,
    trim_scale(suspense.duration_ns / 1000000000.0)::text AS seconds, cdr_file.id AS file_id, cdr_file.name AS file_name
FROM suspense
    JOIN suspense_account USING (chunk_id, ordinal, side)
    JOIN chunk ON chunk.id = suspense.chunk_id
    JOIN cdr_file ON cdr_file.id = chunk.file_id
    LEFT JOIN suspense_resolution AS resolution
        ON resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
            AND resolution.side = suspense.side
WHERE resolution.chunk_id IS NULL
    AND (:'reason'::text IS NULL OR suspense.reason = :'reason'::text)
    AND (:'file_id'::integer IS NULL OR cdr_file.id = :'file_id'::integer)
    AND (:'entity_id'::smallint IS NULL OR suspense.entity_id = :'entity_id'::smallint)
ORDER BY suspense.chunk_id DESC, suspense.ordinal DESC, suspense.side
LIMIT :'row_limit'::bigint;

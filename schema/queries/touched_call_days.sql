-- Lists the UTC days on which calls of files start, and the partitions that their loads wrote to.
--
-- Parameters: file_ids integer[].
-- Result: one row per day, ascending, with the quoted name of the partition that has it; null where none has.

SELECT day, quote_ident(partition.name) AS partition
FROM (
    SELECT DISTINCT (replaced_or_new.start_at AT TIME ZONE 'UTC')::date AS day
    FROM (
        SELECT to_timestamp(start_hour::bigint * 3600) AS start_at
        FROM chunk JOIN call_mark ON chunk_id = chunk.id
        WHERE file_id = ANY (:'file_ids'::integer[])
        UNION ALL
        -- Chunks without new marks may hold changed calls.
        SELECT unnest(ARRAY[min_start_at, max_start_at]) FROM chunk WHERE file_id = ANY (:'file_ids'::integer[])
    ) AS replaced_or_new
    WHERE start_at IS NOT NULL
) AS touched
    LEFT JOIN call_partitions() AS partition ON first_on <= day AND day < until_on
ORDER BY day;

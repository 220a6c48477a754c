-- What became of the records of an entity's files, by the UTC day on which the files were received.
-- Owner: CallStore.
--
-- Parameters: entity_id smallint; days integer: so many up to today.
-- Result: one row per day with files that were received, by day; records.

SELECT (received_at AT TIME ZONE 'UTC')::date AS received_on, count(DISTINCT cdr_file.id) AS files, sum(rated)::bigint AS rated,
    sum(unrated)::bigint AS unrated, sum(duplicates)::bigint AS duplicates, sum(rejected)::bigint AS rejected
FROM cdr_file JOIN chunk ON file_id = cdr_file.id
WHERE entity_id = :'entity_id'::smallint AND kind = 'received'
    AND received_at >= ((clock_timestamp() AT TIME ZONE 'UTC')::date - (:'days'::integer - 1)) AT TIME ZONE 'UTC'
GROUP BY 1
ORDER BY 1;

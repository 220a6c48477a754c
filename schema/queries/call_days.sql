-- Lists the UTC days on which calls start that a search may find, by the manifests of their chunks: the last day first.
--
-- Parameters: chunk_ids integer[] (null = all); from_micros, until_micros bigint: starts in microseconds since 1970 UTC, half open
-- (null = any).
-- Result: one row per day that has a partition, with about how many rows it has.

WITH span AS (
    SELECT TIMESTAMPTZ 'epoch' + :'from_micros'::bigint * INTERVAL '1 microsecond' AS from_at,
        TIMESTAMPTZ 'epoch' + (:'until_micros'::bigint - 1) * INTERVAL '1 microsecond' AS last_at
), day AS (
    SELECT DISTINCT generate_series(
        (GREATEST(min_start_at, from_at) AT TIME ZONE 'UTC')::date, (LEAST(max_start_at, last_at) AT TIME ZONE 'UTC')::date,
        INTERVAL '1 day')::date AS day
    FROM chunk CROSS JOIN span
    WHERE min_start_at IS NOT NULL AND (from_at IS NULL OR max_start_at >= from_at)
        AND (last_at IS NULL OR min_start_at <= last_at)
        AND (:'chunk_ids'::integer[] IS NULL OR id = ANY (:'chunk_ids'::integer[]))
), partition AS (
    SELECT day, to_regclass('public.call_' || to_char(day, 'YYYYMMDD')) AS relation FROM day
)
-- A row takes about 170 bytes.
SELECT day - DATE '1970-01-01' AS day, pg_relation_size(relation) / 170 AS rows
FROM partition
WHERE relation IS NOT NULL
ORDER BY day DESC;

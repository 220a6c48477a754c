-- Destinations whose volume on a billing day of files that are loaded and not closed is a multiple of what the days before it
-- brought, all files counted.
--
-- Parameters: file_ids integer[]; days integer: days before that are compared; factor integer: times their mean from which
-- volume is sudden; minutes_min integer: minutes of a day below which it never is.
-- Result: one row per file, destination and day, of each file the largest multiple first; minutes, and the daily mean over
-- those of the days before on which there was any usage; factor_tenths null where the destination had none. compared_days
-- counts the days of the file with usage on three of the days before (on all of them, where they are fewer), for others are
-- not compared; a row of each file tells it, without a destination. Reads the usage of the files and the volume of their days
-- and those before them once, however many files there are and whatever else is stored.

WITH delta AS MATERIALIZED (
    -- Taken out of their blocks and summed before anything else: rows that are sorted or joined would carry the whole block.
    SELECT file_id, entity_id, billing_on, COALESCE(destination_id, 0) AS destination_id,
        bigint_sum(duration_s) * 1000000000::numeric + sum(duration_rest_ns) AS duration_ns
    FROM (
        SELECT file_id, entity_id, billing_on, destination_id, duration_s, duration_rest_ns
        FROM usage_delta_block CROSS JOIN LATERAL usage_items(items)
        WHERE side = 's'
        OFFSET 0
    ) AS item
    GROUP BY file_id, entity_id, billing_on, COALESCE(destination_id, 0)
), concerned AS MATERIALIZED (
    SELECT file_id, entity_id, billing_on, destination_id FROM delta WHERE file_id = ANY (:'file_ids'::integer[])
), file_day AS MATERIALIZED (
    SELECT DISTINCT file_id, entity_id, billing_on FROM concerned
), day AS MATERIALIZED (
    SELECT DISTINCT entity_id, billing_on FROM file_day
), read_day AS (
    -- Not all from the first to the last: one call with a wrong clock would make that all days there are.
    SELECT DISTINCT entity_id, billing_on - back AS billing_on
    FROM day CROSS JOIN generate_series(0, :'days'::integer) AS back
), volume AS MATERIALIZED (
    SELECT entity_id, billing_on, destination_id, duration_ns FROM read_day JOIN daily_volume USING (entity_id, billing_on)
    UNION ALL
    -- What is loaded and not closed, these files among it.
    SELECT entity_id, billing_on, destination_id, sum(duration_ns)
    FROM read_day JOIN delta USING (entity_id, billing_on)
    GROUP BY entity_id, billing_on, destination_id
), used_day AS (
    SELECT DISTINCT entity_id, billing_on FROM volume
), history AS MATERIALIZED (
    SELECT entity_id, day.billing_on, count(*) AS days
    FROM day JOIN used_day USING (entity_id)
    WHERE used_day.billing_on >= day.billing_on - :'days'::integer AND used_day.billing_on < day.billing_on
    GROUP BY entity_id, day.billing_on
    -- One day, perhaps not a whole one, is no measure.
    HAVING count(*) >= LEAST(:'days'::integer, 3)
), marked AS (
    -- Not a join of the two: the planner knows of neither how large it is, and compared each row with each.
    SELECT entity_id, billing_on, destination_id, sum(duration_ns) AS duration_ns,
        array_agg(file_id) FILTER (WHERE file_id IS NOT NULL) AS file_ids
    FROM (
        SELECT entity_id, billing_on, destination_id, duration_ns, NULL::integer AS file_id FROM volume
        UNION ALL
        SELECT entity_id, billing_on, destination_id, 0, file_id FROM concerned) AS both_of_them
    GROUP BY entity_id, billing_on, destination_id
), daily AS (
    SELECT entity_id, billing_on, destination_id, duration_ns, file_ids,
        COALESCE(sum(duration_ns) OVER before, 0) AS before_ns
    FROM marked
    WINDOW before AS (PARTITION BY entity_id, destination_id ORDER BY billing_on - DATE '2000-01-01'
        RANGE BETWEEN :'days'::integer PRECEDING AND 1 PRECEDING)
), sudden AS (
    SELECT destination_id, billing_on, duration_ns, before_ns / history.days AS mean_ns, file_ids
    FROM daily JOIN history USING (entity_id, billing_on)
    WHERE file_ids IS NOT NULL AND duration_ns >= :'minutes_min'::numeric * 60000000000
        AND duration_ns > before_ns / history.days * :'factor'::integer
)
SELECT file_id, NULL AS destination, NULL::text AS billing_on, NULL::bigint AS minutes, NULL::bigint AS mean_minutes,
    NULL::bigint AS factor_tenths, count(history.days) AS compared_days
FROM file_day LEFT JOIN history USING (entity_id, billing_on)
GROUP BY file_id
UNION ALL
(SELECT file_id, COALESCE(destination.name, '(none)'), billing_on::text, round(duration_ns / 60000000000)::bigint,
    round(mean_ns / 60000000000)::bigint, round(duration_ns * 10 / NULLIF(mean_ns, 0))::bigint, NULL
FROM sudden
    CROSS JOIN LATERAL unnest(file_ids) AS file_id
    LEFT JOIN destination ON destination.id = destination_id
ORDER BY file_id, duration_ns / NULLIF(mean_ns, 0) DESC NULLS FIRST, duration_ns DESC, destination.name, billing_on);

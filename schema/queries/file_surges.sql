-- Destinations whose volume on a billing day of a file that is loaded and not closed is a multiple of what the days before it brought, all files counted.
--
-- Parameters: file_id integer; days integer: days before that are compared; factor integer: times their mean from which
-- volume is sudden; minutes_min integer: minutes of a day below which it never is.
-- Result: one row per destination and day, the largest multiple first; minutes, and the daily mean over those of the days
-- before on which there was any usage; factor_tenths null where the destination had none. compared_days counts the days
-- of the file with usage on three of the days before (on all of them, where they are fewer), for others are not compared;
-- the first row always tells it, without a destination. Reads the usage of the file and the volume of its days and those
-- before them, whatever else is stored.

WITH concerned AS MATERIALIZED (
    SELECT entity_id, billing_on, COALESCE(destination_id, 0) AS destination_id
    FROM usage_delta
    WHERE file_id = :'file_id'::integer AND side = 's'
    GROUP BY entity_id, billing_on, COALESCE(destination_id, 0)
), file_day AS (
    SELECT DISTINCT entity_id, billing_on FROM concerned
), read_day AS (
    -- Not all from the first to the last: one call with a wrong clock would make that all days there are.
    SELECT DISTINCT entity_id, billing_on - back AS billing_on
    FROM file_day CROSS JOIN generate_series(0, :'days'::integer) AS back
), volume AS MATERIALIZED (
    SELECT entity_id, billing_on, destination_id, duration_ns FROM read_day JOIN daily_volume USING (entity_id, billing_on)
    UNION ALL
    -- What is loaded and not closed, this file among it.
    SELECT entity_id, billing_on, COALESCE(destination_id, 0), sum(duration_ns)
    FROM read_day JOIN usage_delta USING (entity_id, billing_on)
    WHERE side = 's'
    GROUP BY entity_id, billing_on, COALESCE(destination_id, 0)
), used_day AS (
    SELECT DISTINCT entity_id, billing_on FROM volume
), history AS (
    SELECT entity_id, file_day.billing_on, count(*) AS days
    FROM file_day JOIN used_day USING (entity_id)
    WHERE used_day.billing_on >= file_day.billing_on - :'days'::integer AND used_day.billing_on < file_day.billing_on
    GROUP BY entity_id, file_day.billing_on
    -- One day, perhaps not a whole one, is no measure.
    HAVING count(*) >= LEAST(:'days'::integer, 3)
), marked AS (
    -- Not a join of the two: the planner knows of neither how large it is, and compared each row with each.
    SELECT entity_id, billing_on, destination_id, sum(duration_ns) AS duration_ns, bool_or(is_concerned) AS is_concerned
    FROM (
        SELECT entity_id, billing_on, destination_id, duration_ns, false AS is_concerned FROM volume
        UNION ALL
        SELECT entity_id, billing_on, destination_id, 0, true FROM concerned) AS both_of_them
    GROUP BY entity_id, billing_on, destination_id
), daily AS (
    SELECT entity_id, billing_on, destination_id, duration_ns, is_concerned,
        COALESCE(sum(duration_ns) OVER before, 0) AS before_ns
    FROM marked
    WINDOW before AS (PARTITION BY entity_id, destination_id ORDER BY billing_on - DATE '2000-01-01'
        RANGE BETWEEN :'days'::integer PRECEDING AND 1 PRECEDING)
), compared AS (
    SELECT destination_id, billing_on, duration_ns, before_ns / history.days AS mean_ns
    FROM daily JOIN history USING (entity_id, billing_on)
    WHERE is_concerned AND duration_ns >= :'minutes_min'::numeric * 60000000000
)
SELECT NULL AS destination, NULL::text AS billing_on, NULL::bigint AS minutes, NULL::bigint AS mean_minutes,
    NULL::bigint AS factor_tenths, (SELECT count(*) FROM history) AS compared_days
UNION ALL
(SELECT COALESCE(destination.name, '(none)'), billing_on::text, round(duration_ns / 60000000000)::bigint,
    round(mean_ns / 60000000000)::bigint, round(duration_ns * 10 / NULLIF(mean_ns, 0))::bigint, NULL
FROM compared LEFT JOIN destination ON destination.id = destination_id
WHERE duration_ns > mean_ns * :'factor'::integer
ORDER BY duration_ns / NULLIF(mean_ns, 0) DESC NULLS FIRST, duration_ns DESC, destination.name, billing_on);

-- Destinations whose volume on a billing day of a file is a multiple of what the days before it brought, all files counted.
--
-- Parameters: file_id integer; days integer: days before that are compared; factor integer: times their mean from which
-- volume is sudden; minutes_min integer: minutes of a day below which it never is.
-- Result: one row per destination and day, the largest multiple first; minutes, and the daily mean over those of the days
-- before on which there was any usage; factor_tenths null where the destination had none. compared_days counts the days
-- of the file with usage on three of the days before (on all of them, where they are fewer), for others are not compared;
-- the first row always tells it, without a destination.

WITH file_day AS (
    SELECT DISTINCT entity_id, billing_on FROM usage WHERE file_id = :'file_id'::integer AND side = 's'
), span AS (
    SELECT min(billing_on) - :'days'::integer AS first_on, max(billing_on) AS last_on FROM file_day
), daily AS (
    SELECT destination_id, billing_on, sum(duration_ns) AS duration_ns
    FROM usage
    WHERE side = 's' AND billing_on >= (SELECT first_on FROM span) AND billing_on <= (SELECT last_on FROM span)
        AND entity_id IN (SELECT entity_id FROM file_day)
    GROUP BY destination_id, billing_on
), used_day AS (
    SELECT DISTINCT billing_on FROM daily
), history AS (
    SELECT file_day.billing_on, count(used_day.billing_on) AS days
    FROM file_day LEFT JOIN used_day ON used_day.billing_on >= file_day.billing_on - :'days'::integer
        AND used_day.billing_on < file_day.billing_on
    GROUP BY file_day.billing_on
    -- One day, perhaps not a whole one, is no measure.
    HAVING count(used_day.billing_on) >= LEAST(:'days'::integer, 3)
), concerned AS (
    SELECT DISTINCT destination_id, billing_on FROM usage WHERE file_id = :'file_id'::integer AND side = 's'
), compared AS (
    SELECT daily.destination_id, daily.billing_on, daily.duration_ns,
        COALESCE((SELECT sum(earlier.duration_ns) FROM daily AS earlier
            WHERE earlier.destination_id IS NOT DISTINCT FROM daily.destination_id
                AND earlier.billing_on >= daily.billing_on - :'days'::integer
                AND earlier.billing_on < daily.billing_on), 0) / history.days AS mean_ns
    FROM daily
        JOIN concerned ON concerned.destination_id IS NOT DISTINCT FROM daily.destination_id
            AND concerned.billing_on = daily.billing_on
        JOIN history ON history.billing_on = daily.billing_on
    WHERE daily.duration_ns >= :'minutes_min'::numeric * 60000000000
)
SELECT NULL AS destination, NULL::text AS billing_on, NULL::bigint AS minutes, NULL::bigint AS mean_minutes,
    NULL::bigint AS factor_tenths, (SELECT count(*) FROM history) AS compared_days
UNION ALL
(SELECT COALESCE(destination.name, '(none)'), billing_on::text, round(duration_ns / 60000000000)::bigint,
    round(mean_ns / 60000000000)::bigint, round(duration_ns * 10 / NULLIF(mean_ns, 0))::bigint, NULL
FROM compared LEFT JOIN destination ON destination.id = destination_id
WHERE duration_ns > mean_ns * :'factor'::integer
ORDER BY duration_ns / NULLIF(mean_ns, 0) DESC NULLS FIRST, duration_ns DESC, destination.name, billing_on);

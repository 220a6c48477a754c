-- Routes (supplier and destination) of files that are loaded and not closed, by the usage of the buy side: attempts, answered
-- calls, talk time, post-dial delay. Calls to customers' numbers (inbound) go along no route of ours.
--
-- Parameters: file_ids integer[]; attempts_min integer: routes with fewer are left out; count integer: rows of a file at most.
-- Result: one row per file and route, of each file most attempts first; asr_tenths in tenths of a percent, acd_s in seconds,
-- null without an answered call; pdd_ms the mean of the known delays in milliseconds, null without any; pdd_calls and
-- pdd_unknown count the calls whose delay is known, and those whose is not although the file has a column of it.

WITH route AS (
    SELECT file_id, partner_id, destination_id, sum(attempts) AS attempts,
        sum(answered)::numeric AS answered, sum(duration_ns) AS duration_ns
    FROM usage_delta
        JOIN product ON product.id = product_id AND product.direction <> 'inbound'
    WHERE file_id = ANY (:'file_ids'::integer[]) AND side = 'b'
    GROUP BY file_id, partner_id, destination_id
    HAVING sum(attempts) >= GREATEST(:'attempts_min'::integer, 1)
), chosen AS MATERIALIZED (
    SELECT id AS chunk_id, file_id FROM chunk WHERE file_id = ANY (:'file_ids'::integer[])
), delay AS (
    SELECT file_id, partner_id, destination_id, sum(measured.calls) AS calls, sum(unknown) AS unknown,
        sum(delay_ms) AS delay_ms
    FROM chosen
        JOIN (
            SELECT *
            FROM route_post_dial_delay
            -- Bounds for the summaries of the pages.
            WHERE chunk_id BETWEEN (SELECT min(chunk_id) FROM chosen) AND (SELECT max(chunk_id) FROM chosen)
        ) AS measured USING (chunk_id)
        JOIN product ON product.id = product_id AND product.direction <> 'inbound'
    GROUP BY file_id, partner_id, destination_id
), ranked AS (
    SELECT route.file_id, partner.code AS supplier, COALESCE(destination.name, '(none)') AS destination, route.attempts,
        answered, duration_ns, calls, unknown, delay_ms,
        row_number() OVER (PARTITION BY route.file_id
            ORDER BY route.attempts DESC, partner.code, COALESCE(destination.name, '(none)')) AS place
    FROM route
        JOIN partner ON partner.id = route.partner_id
        LEFT JOIN destination ON destination.id = route.destination_id
        LEFT JOIN delay ON delay.file_id = route.file_id AND delay.partner_id = route.partner_id
            -- Equality, and so a join by hashing.
            AND COALESCE(delay.destination_id, 0) = COALESCE(route.destination_id, 0)
)
SELECT file_id, supplier, destination, attempts::bigint AS attempts,
    answered::bigint AS answered, round(answered * 1000 / attempts)::bigint AS asr_tenths,
    round(duration_ns / NULLIF(answered, 0) / 1000000000)::bigint AS acd_s,
    round(delay_ms / NULLIF(calls, 0))::bigint AS pdd_ms, COALESCE(calls, 0)::bigint AS pdd_calls,
    COALESCE(unknown, 0)::bigint AS pdd_unknown
FROM ranked
WHERE place <= :'count'::integer
ORDER BY file_id, place;

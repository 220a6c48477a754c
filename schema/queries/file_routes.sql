-- Routes (supplier and destination) of a file that is loaded and not closed, by the usage of the buy side: attempts, answered calls, talk time, post-dial
-- delay. Calls to customers' numbers (inbound) go along no route of ours.
--
-- Parameters: file_id integer; attempts_min integer: routes with fewer are left out; count integer: rows at most.
-- Result: one row per route, most attempts first; asr_tenths in tenths of a percent, acd_s in seconds, null without an
-- answered call; pdd_ms the mean of the known delays in milliseconds, null without any; pdd_calls and pdd_unknown count the
-- calls whose delay is known, and those whose is not although the file has a column of it.

WITH route AS (
    SELECT partner_id, destination_id, sum(attempts) AS attempts,
        sum(answered)::numeric AS answered, sum(duration_ns) AS duration_ns
    FROM usage_delta
        JOIN product ON product.id = product_id AND product.direction <> 'inbound'
    WHERE file_id = :'file_id'::integer AND side = 'b'
    GROUP BY partner_id, destination_id
    HAVING sum(attempts) >= GREATEST(:'attempts_min'::integer, 1)
), delay AS (
    SELECT partner_id, destination_id, sum(measured.calls) AS calls, sum(unknown) AS unknown, sum(delay_ms) AS delay_ms
    FROM chunk
        JOIN route_post_dial_delay AS measured ON chunk_id = chunk.id
        JOIN product ON product.id = product_id AND product.direction <> 'inbound'
    WHERE file_id = :'file_id'::integer
    GROUP BY partner_id, destination_id
)
SELECT partner.code AS supplier, COALESCE(destination.name, '(none)') AS destination, route.attempts::bigint AS attempts,
    answered::bigint AS answered, round(answered * 1000 / route.attempts)::bigint AS asr_tenths,
    round(duration_ns / NULLIF(answered, 0) / 1000000000)::bigint AS acd_s,
    round(delay_ms / NULLIF(calls, 0))::bigint AS pdd_ms, COALESCE(calls, 0)::bigint AS pdd_calls,
    COALESCE(unknown, 0)::bigint AS pdd_unknown
FROM route
    JOIN partner ON partner.id = route.partner_id
    LEFT JOIN destination ON destination.id = route.destination_id
    LEFT JOIN delay ON delay.partner_id = route.partner_id
        -- Equality, and so a join by hashing.
        AND COALESCE(delay.destination_id, 0) = COALESCE(route.destination_id, 0)
ORDER BY route.attempts DESC, supplier, destination
LIMIT :'count'::integer;

-- Routes (supplier and destination) of a file by the usage of the buy side: attempts, answered calls, talk time. Calls to
-- customers' numbers (inbound) go along no route of ours.
--
-- Parameters: file_id integer; attempts_min integer: routes with fewer are left out; count integer: rows at most.
-- Result: one row per route, most attempts first; asr_tenths in tenths of a percent, acd_s in seconds, null without an
-- answered call.

SELECT partner.code AS supplier, COALESCE(destination.name, '(none)') AS destination, sum(attempts)::bigint AS attempts,
    sum(answered)::bigint AS answered, round(sum(answered) * 1000 / sum(attempts))::bigint AS asr_tenths,
    round(sum(duration_ns) / NULLIF(sum(answered), 0) / 1000000000)::bigint AS acd_s
FROM usage
    JOIN partner ON partner.id = partner_id
    JOIN product ON product.id = product_id AND product.direction <> 'inbound'
    LEFT JOIN destination ON destination.id = destination_id
WHERE file_id = :'file_id'::integer AND side = 'b'
GROUP BY partner.code, destination.name
HAVING sum(attempts) >= GREATEST(:'attempts_min'::integer, 1)
ORDER BY attempts DESC, supplier, destination
LIMIT :'count'::integer;

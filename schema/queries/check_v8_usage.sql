-- V8: usage per file, partner, side, billing day, product, destination and rate is the sum of the priced calls, and
-- service usage is the sum of usage. Files that are still loading are compared with their deltas.
--
-- Parameters: from_close_number integer: only files closed since this number and files not closed (null = all files).
-- Result: is_offence, subject, unit, currency, expected (calls; usage for service usage), found (stored).

WITH chosen_file AS (
    SELECT id AS file_id, close_number FROM cdr_file
    WHERE :'from_close_number'::integer IS NULL OR close_number IS NULL
        OR close_number >= :'from_close_number'::integer
), chosen_chunk AS (
    SELECT id AS chunk_id, file_id, min_start_at, max_start_at FROM chunk JOIN chosen_file USING (file_id)
), span AS (
    -- Bounds for the choice of partitions.
    SELECT COALESCE(min(min_start_at), 'infinity') AS first_start_at,
        COALESCE(max(max_start_at), '-infinity') AS last_start_at
    FROM chosen_chunk
), sold AS (
    SELECT file_id, entity_id, customer_id AS partner_id, sell_product_id AS product_id, sell_billing_on AS billing_on,
        sell_destination_id AS destination_id, sell_rate_id AS rate_id,
        sum(CASE WHEN kind = 'r' THEN -1 ELSE 1 END) AS attempts,
        sum(CASE WHEN duration_ns = 0 THEN 0 WHEN kind = 'r' THEN -1 ELSE 1 END) AS answered,
        sum(duration_ns) AS duration_ns, sum(sell_billed_s) AS billed_s, sum(sell_micros) AS micros
    FROM call JOIN chosen_chunk USING (chunk_id)
    -- A call of zero seconds without a known account is priced at nothing and is nobody's usage.
    WHERE sell_state = 'p' AND customer_id IS NOT NULL
        AND start_at BETWEEN (SELECT first_start_at FROM span) AND (SELECT last_start_at FROM span)
    GROUP BY file_id, entity_id, customer_id, sell_product_id, sell_billing_on, sell_destination_id, sell_rate_id
), bought AS (
    SELECT file_id, entity_id, supplier_id AS partner_id, buy_product_id AS product_id, buy_billing_on AS billing_on,
        buy_destination_id AS destination_id, buy_rate_id AS rate_id,
        sum(CASE WHEN kind = 'r' THEN -1 ELSE 1 END) AS attempts,
        sum(CASE WHEN duration_ns = 0 THEN 0 WHEN kind = 'r' THEN -1 ELSE 1 END) AS answered,
        sum(duration_ns) AS duration_ns, sum(buy_billed_s) AS billed_s, sum(buy_micros) AS micros
    FROM call JOIN chosen_chunk USING (chunk_id)
    WHERE buy_state = 'p' AND supplier_id IS NOT NULL
        AND start_at BETWEEN (SELECT first_start_at FROM span) AND (SELECT last_start_at FROM span)
    GROUP BY file_id, entity_id, supplier_id, buy_product_id, buy_billing_on, buy_destination_id, buy_rate_id
), both_ways AS (
    SELECT 1 AS of_calls, 0 AS of_usage, 's'::"char" AS side, sold.* FROM sold
    UNION ALL
    SELECT 1, 0, 'b', bought.* FROM bought
    UNION ALL
    SELECT 0, 1, side, file_id, entity_id, partner_id, product_id, billing_on, destination_id, rate_id, attempts,
        answered, duration_ns, billed_s, micros
    FROM usage JOIN chosen_file USING (file_id)
    UNION ALL
    SELECT 0, 1, side, file_id, entity_id, partner_id, product_id, billing_on, destination_id, rate_id, attempts,
        answered, duration_ns, billed_s, micros
    FROM usage_delta JOIN chosen_file USING (file_id)
), different AS (
    -- Grouped rather than joined: destination and rate can be null.
    SELECT side, file_id, entity_id, partner_id, product_id, billing_on, destination_id, rate_id,
        sum(of_calls * attempts) AS call_attempts, sum(of_usage * attempts) AS usage_attempts,
        sum(of_calls * answered) AS call_answered, sum(of_usage * answered) AS usage_answered,
        sum(of_calls * duration_ns) AS call_ns, sum(of_usage * duration_ns) AS usage_ns,
        sum(of_calls * billed_s) AS call_s, sum(of_usage * billed_s) AS usage_s,
        sum(of_calls * micros) AS call_micros, sum(of_usage * micros) AS usage_micros
    FROM both_ways
    GROUP BY side, file_id, entity_id, partner_id, product_id, billing_on, destination_id, rate_id
    HAVING sum((of_calls - of_usage) * attempts) <> 0 OR sum((of_calls - of_usage) * answered) <> 0
        OR sum((of_calls - of_usage) * duration_ns) <> 0 OR sum((of_calls - of_usage) * billed_s) <> 0
        OR sum((of_calls - of_usage) * micros) <> 0
), period_both_ways AS (
    SELECT 1 AS of_usage, 0 AS of_service, close_number, usage.entity_id, partner_id, side, product_id, destination_id,
        rate_id, currency, service_period, prepaid, attempts, answered, duration_ns, billed_s, micros
    FROM usage JOIN chosen_file USING (file_id)
    UNION ALL
    SELECT 0, 1, close_number, entity_id, partner_id, side, product_id, destination_id, rate_id, currency, service_period,
        prepaid, attempts, answered, duration_ns, billed_s, micros
    FROM service_usage
    WHERE :'from_close_number'::integer IS NULL OR close_number >= :'from_close_number'::integer
), period_different AS (
    SELECT close_number, entity_id, partner_id, side, product_id, destination_id, rate_id, currency, service_period,
        prepaid, sum(of_usage * micros) AS usage_micros, sum(of_service * micros) AS service_micros
    FROM period_both_ways
    GROUP BY close_number, entity_id, partner_id, side, product_id, destination_id, rate_id, currency, service_period,
        prepaid
    HAVING sum((of_usage - of_service) * attempts) <> 0 OR sum((of_usage - of_service) * answered) <> 0
        OR sum((of_usage - of_service) * duration_ns) <> 0 OR sum((of_usage - of_service) * billed_s) <> 0
        OR sum((of_usage - of_service) * micros) <> 0
), offence AS (
    SELECT format('file %s, %s partner %s, %s, product %s, destination %s, rate %s: %s', file_id,
            CASE side WHEN 's' THEN 'sell' ELSE 'buy' END, partner_id, billing_on, product_id, destination_id, rate_id,
            measure) AS subject, unit, expected, found
    FROM different
        CROSS JOIN LATERAL (VALUES ('attempts', 'rows', call_attempts, usage_attempts),
            ('answered', 'rows', call_answered, usage_answered), ('duration', 'ns', call_ns, usage_ns),
            ('billed', 's', call_s, usage_s), ('amount', 'micros', call_micros, usage_micros))
            AS value (measure, unit, expected, found)
    WHERE expected <> found
    UNION ALL
    SELECT format('closing %s, %s partner %s, period %s, product %s, destination %s, rate %s: service usage',
            close_number, CASE side WHEN 's' THEN 'sell' ELSE 'buy' END, partner_id, service_period, product_id,
            destination_id, rate_id), 'micros', usage_micros, service_micros
    FROM period_different
)
SELECT false AS is_offence, 'priced sides of calls' AS subject, 'rows' AS unit, NULL AS currency,
    NULL::numeric AS expected, COALESCE(sum(attempts), 0)::numeric AS found, 1 AS position
FROM both_ways WHERE of_calls = 1
UNION ALL
SELECT false, 'usage rows', 'rows', NULL, NULL, count(*), 2 FROM both_ways WHERE of_usage = 1
UNION ALL
SELECT false, CASE side WHEN 's' THEN 'sold' ELSE 'bought' END, 'micros', currency,
    sum(micros) FILTER (WHERE of_usage = 1), sum(micros) FILTER (WHERE of_service = 1), 3
FROM period_both_ways GROUP BY side, currency
UNION ALL
SELECT true, subject, unit, NULL, expected, found, 4 FROM offence
ORDER BY position, subject, currency;

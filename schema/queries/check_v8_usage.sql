-- V8: usage per closing, partner, side, billing day, product, destination and rate is the sum of the priced calls, and
-- service usage and adjustments are the sum of usage. Files that are not closed are compared with their deltas, each by itself. With all
-- files chosen, the volume by day and destination is compared with the usage that it adds up, too.
--
-- Parameters: from_close_number integer: only closings since this number and files not closed (null = all).
-- Result: is_offence, subject, unit, currency, expected, found. Both sides of a comparison go through one aggregation,
-- one of them with its signs turned, so an offence shows by how much the stored sum is too large.

-- What is not materialised can be read by several workers at once. Where all files are chosen there are no bounds, so that
-- the planner knows how many rows there are.
WITH chosen_file AS NOT MATERIALIZED (
    -- A closing by its number, a file that is in none by its id below zero.
    SELECT id AS file_id, COALESCE(close_number, -id) AS place FROM cdr_file
    WHERE close_number IS NULL OR close_number >= :'from_close_number'::integer
), chosen_chunk AS NOT MATERIALIZED (
    SELECT id AS chunk_id, COALESCE(close_number, -file_id) AS place, min_start_at, max_start_at
    FROM chunk JOIN (SELECT id AS file_id, close_number FROM cdr_file) AS file USING (file_id)
    WHERE :'from_close_number'::integer IS NULL OR close_number IS NULL OR close_number >= :'from_close_number'::integer
), span AS NOT MATERIALIZED (
    -- Bounds for the choice of partitions.
    SELECT COALESCE(min(min_start_at), 'infinity') AS first_start_at,
        COALESCE(max(max_start_at), '-infinity') AS last_start_at
    FROM chosen_chunk
), call_signed AS NOT MATERIALIZED (
    -- Durations and amounts in two parts of a bigint each: sums of them are cheap, small and cannot overflow, where numeric
    -- sums of millions of groups would go to disk. Whatever the number, it is its high part times 2^30 and its low part.
    SELECT place, customer_id AS partner_id, sell_rate_id AS rate_id, sell_destination_id AS destination_id,
        sell_billing_on AS billing_on, call.entity_id, sell_product_id AS product_id, 's'::"char" AS side,
        CASE WHEN kind = 'r' THEN 1 ELSE -1 END AS attempts,
        CASE WHEN duration_ns = 0 THEN 0 WHEN kind = 'r' THEN 1 ELSE -1 END AS answered,
        -(duration_ns >> 30) AS duration_high, -(duration_ns & 1073741823) AS duration_low, -sell_billed_s::bigint AS billed_s,
        -(sell_micros >> 30) AS micros_high, -(sell_micros & 1073741823) AS micros_low
    FROM call JOIN chosen_chunk USING (chunk_id)
    -- A call of zero seconds without a known account is priced at nothing and is nobody's usage. Of tables that nobody has
    -- analysed yet the planner takes a state that must be one for rare, and one that must not be others for common.
    WHERE sell_state NOT IN ('u', 'n') AND (customer_id IS NOT NULL OR sell_micros <> 0)
        AND (:'from_close_number'::integer IS NULL
            OR start_at BETWEEN (SELECT first_start_at FROM span) AND (SELECT last_start_at FROM span))
    UNION ALL
    SELECT place, supplier_id, buy_rate_id, buy_destination_id, buy_billing_on, call.entity_id, buy_product_id, 'b',
        CASE WHEN kind = 'r' THEN 1 ELSE -1 END,
        CASE WHEN duration_ns = 0 THEN 0 WHEN kind = 'r' THEN 1 ELSE -1 END,
        -(duration_ns >> 30), -(duration_ns & 1073741823), -buy_billed_s::bigint, -(buy_micros >> 30),
        -(buy_micros & 1073741823)
    FROM call JOIN chosen_chunk USING (chunk_id)
    WHERE buy_state NOT IN ('u', 'n') AND (supplier_id IS NOT NULL OR buy_micros <> 0)
        AND (:'from_close_number'::integer IS NULL
            OR start_at BETWEEN (SELECT first_start_at FROM span) AND (SELECT last_start_at FROM span))
    UNION ALL
    SELECT close_number, partner_id, rate_id, destination_id, billing_on, entity_id, product_id, side, attempts, answered,
        div(duration_ns, 1073741824)::bigint, mod(duration_ns, 1073741824)::bigint, billed_s,
        div(micros, 1073741824)::bigint, mod(micros, 1073741824)::bigint
    FROM usage
    WHERE :'from_close_number'::integer IS NULL OR close_number >= :'from_close_number'::integer
    UNION ALL
    SELECT place, partner_id, rate_id, destination_id, billing_on, entity_id, product_id, side, attempts, answered,
        div(duration_ns, 1073741824)::bigint, mod(duration_ns, 1073741824)::bigint, billed_s, micros >> 30,
        micros & 1073741823
    FROM usage_deltas() JOIN chosen_file USING (file_id)
), period_signed AS NOT MATERIALIZED (
    SELECT close_number, partner_id, rate_id, destination_id, service_period, usage.entity_id, product_id, side, prepaid,
        currency, -attempts AS attempts, -answered AS answered, div(-duration_ns, 1073741824)::bigint AS duration_high,
        mod(-duration_ns, 1073741824)::bigint AS duration_low, -billed_s AS billed_s,
        div(-micros, 1073741824)::bigint AS micros_high, mod(-micros, 1073741824)::bigint AS micros_low
    FROM usage
    WHERE :'from_close_number'::integer IS NULL OR close_number >= :'from_close_number'::integer
    UNION ALL
    SELECT close_number, partner_id, rate_id, destination_id, service_period, entity_id, product_id, side, prepaid,
        currency, attempts, answered, div(duration_ns, 1073741824)::bigint, mod(duration_ns, 1073741824)::bigint, billed_s,
        div(micros, 1073741824)::bigint, mod(micros, 1073741824)::bigint
    FROM service_usage
    WHERE :'from_close_number'::integer IS NULL OR close_number >= :'from_close_number'::integer
    UNION ALL
    SELECT close_number, partner_id, rate_id, destination_id, service_period, entity_id, product_id, side, false, currency,
        attempts, new_calls - old_calls, div(duration_ns, 1073741824)::bigint, mod(duration_ns, 1073741824)::bigint,
        new_billed_s - old_billed_s, div(new_micros - old_micros, 1073741824)::bigint,
        mod(new_micros - old_micros, 1073741824)::bigint
    FROM usage_adjustment
    WHERE :'from_close_number'::integer IS NULL OR close_number >= :'from_close_number'::integer
), volume_signed AS NOT MATERIALIZED (
    SELECT entity_id, billing_on, COALESCE(destination_id, 0) AS destination_id,
        div(-duration_ns, 1073741824)::bigint AS duration_high, mod(-duration_ns, 1073741824)::bigint AS duration_low
    FROM usage
    WHERE side <> 'b' AND :'from_close_number'::integer IS NULL
    UNION ALL
    SELECT entity_id, billing_on, destination_id, div(duration_ns, 1073741824)::bigint,
        mod(duration_ns, 1073741824)::bigint
    FROM daily_volume
    WHERE :'from_close_number'::integer IS NULL
), summed AS (
    -- Each side of each comparison by itself: its groups stay in memory, and workers do them at once, as long as all parts
    -- have the same types.
    SELECT 'calls' AS scope, place AS number, partner_id, rate_id, destination_id, billing_on AS day, entity_id, product_id,
        side, NULL::boolean AS prepaid, NULL AS currency, bigint_sum(attempts) AS attempts,
        bigint_sum(answered) AS answered, bigint_sum(duration_high) AS duration_high,
        bigint_sum(duration_low) AS duration_low, bigint_sum(billed_s) AS billed_s, bigint_sum(micros_high) AS micros_high,
        bigint_sum(micros_low) AS micros_low
    FROM call_signed
    WHERE side <> 'b'
    GROUP BY place, partner_id, rate_id, destination_id, billing_on, entity_id, product_id, side
    UNION ALL
    SELECT 'calls' AS scope, place AS number, partner_id, rate_id, destination_id, billing_on AS day, entity_id, product_id,
        side, NULL::boolean AS prepaid, NULL AS currency, bigint_sum(attempts) AS attempts,
        bigint_sum(answered) AS answered, bigint_sum(duration_high) AS duration_high,
        bigint_sum(duration_low) AS duration_low, bigint_sum(billed_s) AS billed_s, bigint_sum(micros_high) AS micros_high,
        bigint_sum(micros_low) AS micros_low
    FROM call_signed
    WHERE side <> 's'
    GROUP BY place, partner_id, rate_id, destination_id, billing_on, entity_id, product_id, side
    UNION ALL
    SELECT 'periods', close_number, partner_id, rate_id, destination_id, service_period, entity_id, product_id, side, prepaid,
        currency, bigint_sum(attempts),
        bigint_sum(answered), bigint_sum(duration_high),
        bigint_sum(duration_low), bigint_sum(billed_s), bigint_sum(micros_high),
        bigint_sum(micros_low)
    FROM period_signed
    WHERE side <> 'b'
    GROUP BY close_number, partner_id, rate_id, destination_id, service_period, entity_id, product_id, side, prepaid,
        currency
    UNION ALL
    SELECT 'periods', close_number, partner_id, rate_id, destination_id, service_period, entity_id, product_id, side, prepaid,
        currency, bigint_sum(attempts),
        bigint_sum(answered), bigint_sum(duration_high),
        bigint_sum(duration_low), bigint_sum(billed_s), bigint_sum(micros_high),
        bigint_sum(micros_low)
    FROM period_signed
    WHERE side <> 's'
    GROUP BY close_number, partner_id, rate_id, destination_id, service_period, entity_id, product_id, side, prepaid,
        currency
    UNION ALL
    SELECT 'volume', NULL::integer, NULL::integer, NULL::integer, destination_id, billing_on, entity_id, NULL::smallint,
        NULL::"char", NULL::boolean, NULL, 0::bigint, 0::bigint, bigint_sum(duration_high), bigint_sum(duration_low),
        0::bigint, 0::bigint, 0::bigint
    FROM volume_signed
    GROUP BY entity_id, billing_on, destination_id
), different AS (
    SELECT scope, number, partner_id, rate_id, destination_id, day, entity_id, product_id, side, prepaid, currency,
        attempts, answered, duration_high * 1073741824::numeric + duration_low AS duration_ns, billed_s,
        micros_high * 1073741824::numeric + micros_low AS micros
    FROM summed
    WHERE attempts <> 0 OR answered <> 0 OR billed_s <> 0
        -- Low parts of many numbers carry into the high ones.
        OR duration_high + (duration_low >> 30) <> 0 OR duration_low & 1073741823 <> 0
        OR micros_high + (micros_low >> 30) <> 0 OR micros_low & 1073741823 <> 0
), offence AS (
    SELECT CASE scope
            WHEN 'calls' THEN format('%s %s of entity %s, %s partner %s, %s, product %s, destination %s, rate %s: %s, usage less calls',
                CASE WHEN number < 0 THEN 'file' ELSE 'closing' END, abs(number), entity_id,
                CASE side WHEN 's' THEN 'sell' ELSE 'buy' END, partner_id, day, product_id, destination_id, rate_id, measure)
            WHEN 'periods' THEN format('closing %s of entity %s, %s partner %s, period %s, product %s, destination %s, rate %s: %s, service usage and adjustments less usage',
                number, entity_id, CASE side WHEN 's' THEN 'sell' ELSE 'buy' END, partner_id, day, product_id, destination_id,
                rate_id, measure)
            ELSE format('volume of %s, destination %s: %s, volume less usage', day, destination_id, measure) END AS subject,
        unit, CASE WHEN unit = 'micros' THEN currency END AS currency, found
    FROM different
        CROSS JOIN LATERAL (VALUES ('attempts', 'rows', attempts::numeric), ('answered', 'rows', answered),
            ('duration', 'ns', duration_ns), ('billed', 's', billed_s), ('amount', 'micros', micros))
            AS value (measure, unit, found)
    WHERE found <> 0
), stored AS (
    SELECT side, currency, count(*) AS usage_rows, sum(attempts) AS attempts, sum(micros) AS micros
    FROM usage
    WHERE :'from_close_number'::integer IS NULL OR close_number >= :'from_close_number'::integer
    GROUP BY side, currency
)
SELECT false AS is_offence, 'usage rows' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    COALESCE(sum(usage_rows), 0)::numeric AS found, 1 AS position
FROM stored
UNION ALL
SELECT false, 'priced sides of calls in them', 'rows', NULL, NULL, COALESCE(sum(attempts), 0), 2 FROM stored
UNION ALL
SELECT false, CASE side WHEN 's' THEN 'sold' ELSE 'bought' END, 'micros', currency, NULL, micros, 3 FROM stored
UNION ALL
SELECT true, subject, unit, currency, 0, found, 4 FROM offence
ORDER BY position, subject, currency;

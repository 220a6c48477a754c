-- Names the keys of which usage is not the sum of the priced calls, or service usage and adjustments not the sum of usage, in places that
-- check_v8_usage found; and the days and destinations whose volume is not the usage that it adds up.
--
-- Parameters: entity_ids integer[], places integer[]: the places, closings by their number, files that are in none by their id below
-- zero, each with its entity; with_volume boolean.
-- Result: is_offence, subject, unit, currency, expected, found. Both sides of a comparison go through one aggregation,
-- one of them with its signs turned, so an offence shows by how much the stored sum is too large.

-- What is not materialised can be read by several workers at once.
WITH chosen_place AS MATERIALIZED (
    SELECT entity_id, place FROM unnest(:'entity_ids'::integer[], :'places'::integer[]) AS given (entity_id, place)
), chosen_file AS MATERIALIZED (
    SELECT id AS file_id, place
    FROM cdr_file JOIN chosen_place ON chosen_place.entity_id = cdr_file.entity_id
        AND place = COALESCE(close_number, -cdr_file.id)
), chosen_chunk AS MATERIALIZED (
    SELECT id AS chunk_id, place, min_start_at, max_start_at FROM chunk JOIN chosen_file USING (file_id)
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
        AND start_at BETWEEN (SELECT first_start_at FROM span) AND (SELECT last_start_at FROM span)
    UNION ALL
    SELECT place, supplier_id, buy_rate_id, buy_destination_id, buy_billing_on, call.entity_id, buy_product_id, 'b',
        CASE WHEN kind = 'r' THEN 1 ELSE -1 END,
        CASE WHEN duration_ns = 0 THEN 0 WHEN kind = 'r' THEN 1 ELSE -1 END,
        -(duration_ns >> 30), -(duration_ns & 1073741823), -buy_billed_s::bigint, -(buy_micros >> 30),
        -(buy_micros & 1073741823)
    FROM call JOIN chosen_chunk USING (chunk_id)
    WHERE buy_state NOT IN ('u', 'n') AND (supplier_id IS NOT NULL OR buy_micros <> 0)
        AND start_at BETWEEN (SELECT first_start_at FROM span) AND (SELECT last_start_at FROM span)
    UNION ALL
    SELECT close_number, partner_id, rate_id, destination_id, billing_on, entity_id, product_id, side, attempts, answered,
        div(duration_ns, 1073741824)::bigint, mod(duration_ns, 1073741824)::bigint, billed_s,
        div(micros, 1073741824)::bigint, mod(micros, 1073741824)::bigint
    FROM usage
    WHERE (entity_id, close_number) IN (SELECT entity_id, place FROM chosen_place)
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
    WHERE (entity_id, close_number) IN (SELECT entity_id, place FROM chosen_place)
    UNION ALL
    SELECT close_number, partner_id, rate_id, destination_id, service_period, entity_id, product_id, side, prepaid,
        currency, attempts, answered, div(duration_ns, 1073741824)::bigint, mod(duration_ns, 1073741824)::bigint, billed_s,
        div(micros, 1073741824)::bigint, mod(micros, 1073741824)::bigint
    FROM service_usage
    WHERE (entity_id, close_number) IN (SELECT entity_id, place FROM chosen_place)
    UNION ALL
    SELECT close_number, partner_id, rate_id, destination_id, service_period, entity_id, product_id, side, false, currency,
        attempts, new_calls - old_calls, div(duration_ns, 1073741824)::bigint, mod(duration_ns, 1073741824)::bigint,
        new_billed_s - old_billed_s, div(new_micros - old_micros, 1073741824)::bigint,
        mod(new_micros - old_micros, 1073741824)::bigint
    FROM usage_adjustment
    WHERE (entity_id, close_number) IN (SELECT entity_id, place FROM chosen_place)
), volume_signed AS NOT MATERIALIZED (
    SELECT entity_id, billing_on, COALESCE(destination_id, 0) AS destination_id,
        div(-duration_ns, 1073741824)::bigint AS duration_high, mod(-duration_ns, 1073741824)::bigint AS duration_low
    FROM usage
    WHERE side <> 'b' AND :'with_volume'::boolean
    UNION ALL
    SELECT entity_id, billing_on, destination_id, div(duration_ns, 1073741824)::bigint,
        mod(duration_ns, 1073741824)::bigint
    FROM daily_volume
    WHERE :'with_volume'::boolean
), total_signed AS NOT MATERIALIZED (
    SELECT entity_id, billing_on, side, currency, -attempts AS attempts, -answered AS answered,
        div(-duration_ns, 1073741824)::bigint AS duration_high, mod(-duration_ns, 1073741824)::bigint AS duration_low,
        -billed_s AS billed_s, div(-micros, 1073741824)::bigint AS micros_high, mod(-micros, 1073741824)::bigint AS micros_low
    FROM usage
    WHERE :'with_volume'::boolean
    UNION ALL
    SELECT entity_id, billing_on, side, currency, attempts, answered, div(duration_ns, 1073741824)::bigint,
        mod(duration_ns, 1073741824)::bigint, billed_s::bigint, div(micros, 1073741824)::bigint,
        mod(micros, 1073741824)::bigint
    FROM daily_total
    WHERE :'with_volume'::boolean
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
    UNION ALL
    SELECT 'totals', NULL::integer, NULL::integer, NULL::integer, NULL::integer, billing_on, entity_id, NULL::smallint, side,
        NULL::boolean, currency, bigint_sum(attempts), bigint_sum(answered), bigint_sum(duration_high), bigint_sum(duration_low),
        bigint_sum(billed_s), bigint_sum(micros_high), bigint_sum(micros_low)
    FROM total_signed
    GROUP BY entity_id, billing_on, side, currency
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
            WHEN 'totals' THEN format('total of %s of entity %s, %s in %s: %s, total less usage', day, entity_id,
                CASE side WHEN 's' THEN 'sold' ELSE 'bought' END, currency, measure)
            ELSE format('volume of %s, destination %s: %s, volume less usage', day, destination_id, measure) END AS subject,
        unit, CASE WHEN unit = 'micros' THEN currency END AS currency, found
    FROM different
        CROSS JOIN LATERAL (VALUES ('attempts', 'rows', attempts::numeric), ('answered', 'rows', answered),
            ('duration', 'ns', duration_ns), ('billed', 's', billed_s), ('amount', 'micros', micros))
            AS value (measure, unit, found)
    WHERE found <> 0
)
SELECT true AS is_offence, subject, unit, currency, 0 AS expected, found
FROM offence
ORDER BY subject, currency;

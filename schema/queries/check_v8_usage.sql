-- V8: usage of each closing is the sum of the priced calls of its files, by partner, side, billing day, product, destination and
-- rate; service usage and adjustments are the sum of usage by service period; and the volume by day and destination, and the totals by
-- day, are the usage that they add up. Files that are not closed are compared with their deltas, each by itself.
--
-- Sums by key are compared without grouping by key, which took most of the time: each row is multiplied by a hash of its key, and
-- the products are added up, a sum for each closing. Since usage is the sum of its calls, the sums are equal modulo a prime where
-- all keys agree, and where one does not they are equal by one chance in 2^30. check_v8_offences names the keys.
--
-- Parameters: entity_ids integer[], from_close_numbers integer[]: of each entity the first closing to look at, with files not
-- closed (null = all, and the volume as well); starts_from, starts_until timestamptz: when their calls start, null where all are
-- looked at.
-- Result: is_offence, subject, unit, currency, expected, found; of an offence entity_id and place: a closing by its number, a file
-- that is in none by its id below zero, null for the volume.

-- What is not materialised can be read by several workers at once.
WITH chosen_file AS MATERIALIZED (
    SELECT cdr_file.id AS file_id, cdr_file.entity_id, COALESCE(close_number, -cdr_file.id) AS place
    FROM cdr_file
        LEFT JOIN unnest(:'entity_ids'::integer[], :'from_close_numbers'::integer[]) AS first_closing (entity_id, number)
            ON first_closing.entity_id = cdr_file.entity_id
    WHERE :'entity_ids'::integer[] IS NULL OR close_number IS NULL OR close_number >= first_closing.number
), chosen_place AS MATERIALIZED (
    SELECT DISTINCT entity_id, place FROM chosen_file
    UNION
    SELECT closing.entity_id, number FROM closing WHERE :'entity_ids'::integer[] IS NULL
), chosen_chunk AS MATERIALIZED (
    SELECT chunk.id AS chunk_id, entity_id, place, min_start_at, max_start_at FROM chunk JOIN chosen_file USING (file_id)
), span AS MATERIALIZED (
    -- A bound for the choice of pages.
    SELECT COALESCE(min(chunk_id), 0) AS first_chunk_id
    FROM chosen_chunk
), call_mark AS MATERIALIZED (
    -- Both sides of a call in one reading. A call of zero seconds without a known account is priced at nothing and is nobody's usage.
    SELECT chunk_id, sum(
        CASE WHEN sell_state NOT IN ('u', 'n') AND (customer_id IS NOT NULL OR sell_micros <> 0) THEN
            usage_key_hash(entity_id, 's', customer_id, sell_product_id, sell_billing_on, sell_destination_id, sell_rate_id)
            * usage_measure(CASE kind WHEN 'r' THEN -1 ELSE 1 END,
                CASE WHEN duration_ns = 0 THEN 0 WHEN kind = 'r' THEN -1 ELSE 1 END, duration_ns % 2147483647, sell_billed_s,
                sell_micros % 2147483647) ELSE 0 END
        + CASE WHEN buy_state NOT IN ('u', 'n') AND (supplier_id IS NOT NULL OR buy_micros <> 0) THEN
            usage_key_hash(entity_id, 'b', supplier_id, buy_product_id, buy_billing_on, buy_destination_id, buy_rate_id)
            * usage_measure(CASE kind WHEN 'r' THEN -1 ELSE 1 END,
                CASE WHEN duration_ns = 0 THEN 0 WHEN kind = 'r' THEN -1 ELSE 1 END, duration_ns % 2147483647, buy_billed_s,
                buy_micros % 2147483647) ELSE 0 END) AS mark
    FROM call
    WHERE :'entity_ids'::integer[] IS NULL
        OR start_at BETWEEN :'starts_from'::timestamptz AND :'starts_until'::timestamptz
            AND chunk_id >= (SELECT first_chunk_id FROM span)
    GROUP BY chunk_id
), chosen_usage AS NOT MATERIALIZED (
    SELECT *
    FROM usage
    WHERE :'entity_ids'::integer[] IS NULL
    UNION ALL
    -- Closing by closing, each by the index: what is stored of others is not read.
    SELECT stored.*
    FROM chosen_place
        CROSS JOIN LATERAL (
            SELECT *
            FROM usage
            WHERE usage.entity_id = chosen_place.entity_id AND usage.close_number = chosen_place.place
            OFFSET 0) AS stored
    WHERE :'entity_ids'::integer[] IS NOT NULL
), chosen_service_usage AS NOT MATERIALIZED (
    SELECT *
    FROM service_usage
    WHERE :'entity_ids'::integer[] IS NULL
    UNION ALL
    -- Closing by closing, each by the index: what is stored of others is not read.
    SELECT stored.*
    FROM chosen_place
        CROSS JOIN LATERAL (
            SELECT *
            FROM service_usage
            WHERE service_usage.entity_id = chosen_place.entity_id AND service_usage.close_number = chosen_place.place
            OFFSET 0) AS stored
    WHERE :'entity_ids'::integer[] IS NOT NULL
), usage_mark AS MATERIALIZED (
    SELECT entity_id, close_number, sum(measure * usage_key_hash(entity_id, side, partner_id, product_id, billing_on,
            destination_id, rate_id)) AS mark,
        sum(measure * usage_key_hash(entity_id, side, partner_id, product_id, service_period, destination_id, rate_id, prepaid,
            currency)) AS period_mark,
        sum(CASE side WHEN 's' THEN prime_rest(duration_ns)
            * usage_key_hash(entity_id, 's', 0, 0::smallint, billing_on, COALESCE(destination_id, 0), 0) END) AS volume_mark,
        sum(measure * usage_key_hash(entity_id, side, 0, 0::smallint, billing_on, 0, 0, false, currency)) AS total_mark,
        count(*) AS usage_rows, bigint_sum(attempts) AS attempts
    FROM chosen_usage
        CROSS JOIN LATERAL (
            SELECT usage_measure(attempts, answered, prime_rest(duration_ns), billed_s,
                prime_rest(micros)) AS measure) AS measured
    GROUP BY entity_id, close_number
), period_mark AS (
    SELECT entity_id, close_number, sum(measure * usage_key_hash(entity_id, side, partner_id, product_id, service_period,
        destination_id, rate_id, prepaid, currency)) AS mark
    FROM (
        SELECT entity_id, close_number, side, partner_id, product_id, service_period, destination_id, rate_id, prepaid,
            currency, usage_measure(attempts, answered, prime_rest(duration_ns), billed_s,
                prime_rest(micros)) AS measure
        FROM chosen_service_usage
        UNION ALL
        SELECT entity_id, close_number, side, partner_id, product_id, service_period, destination_id, rate_id, false, currency,
            usage_measure(attempts, new_calls - old_calls, prime_rest(duration_ns), new_billed_s - old_billed_s,
                prime_rest(new_micros - old_micros))
        FROM usage_adjustment
        WHERE :'entity_ids'::integer[] IS NULL
            OR (entity_id, close_number) IN (SELECT entity_id, place FROM chosen_place)) AS billable
    GROUP BY entity_id, close_number
), delta_mark AS (
    SELECT file_id, sum(usage_key_hash(entity_id, side, partner_id, product_id, billing_on, destination_id, rate_id)
        * usage_measure(attempts, answered, prime_rest(duration_ns), billed_s, micros % 2147483647)) AS mark
    FROM usage_deltas()
    WHERE file_id IN (SELECT file_id FROM chosen_file)
    GROUP BY file_id
), compared AS (
    SELECT entity_id, place, sum(call_mark) AS call_mark, sum(usage_mark) AS usage_mark, sum(usage_period_mark) AS usage_period_mark,
        sum(period_mark) AS period_mark
    FROM (
        SELECT entity_id, place, mark AS call_mark, 0 AS usage_mark, 0 AS usage_period_mark, 0 AS period_mark
        FROM call_mark JOIN chosen_chunk USING (chunk_id)
        UNION ALL
        SELECT entity_id, close_number, 0, mark, period_mark, 0 FROM usage_mark
        UNION ALL
        SELECT entity_id, close_number, 0, 0, 0, mark FROM period_mark
        UNION ALL
        SELECT entity_id, place, 0, mark, 0, 0 FROM delta_mark JOIN chosen_file USING (file_id)) AS marked
    GROUP BY entity_id, place
), volume AS (
    SELECT (SELECT COALESCE(sum(volume_mark), 0) FROM usage_mark) AS usage_mark, (
        SELECT COALESCE(sum(prime_rest(duration_ns)
            * usage_key_hash(entity_id, 's', 0, 0::smallint, billing_on, destination_id, 0)), 0)
        FROM daily_volume) AS volume_mark, (SELECT COALESCE(sum(total_mark), 0) FROM usage_mark) AS usage_total_mark, (
        SELECT COALESCE(sum(usage_measure(attempts, answered, prime_rest(duration_ns), prime_rest(billed_s), prime_rest(micros))
            * usage_key_hash(entity_id, side, 0, 0::smallint, billing_on, 0, 0, false, currency)), 0)
        FROM daily_total) AS total_mark
    WHERE :'entity_ids'::integer[] IS NULL
), stored AS (
    SELECT side, currency, sum(usage_rows) AS usage_rows, sum(micros) AS micros
    FROM closing_total
    WHERE (entity_id, close_number) IN (SELECT entity_id, place FROM chosen_place)
    GROUP BY side, currency
)
SELECT false AS is_offence, 'usage rows' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    COALESCE(sum(usage_rows), 0)::numeric AS found, 1 AS position, NULL::integer AS entity_id, NULL::integer AS place
FROM usage_mark
UNION ALL
SELECT false, 'priced sides of calls in them', 'rows', NULL, NULL, COALESCE(sum(attempts), 0), 2, NULL, NULL FROM usage_mark
UNION ALL
SELECT false, CASE side WHEN 's' THEN 'sold' ELSE 'bought' END, 'micros', currency, NULL, micros, 3, NULL, NULL FROM stored
UNION ALL
SELECT true, format('%s %s of entity %s: usage is not the sum of its calls',
    CASE WHEN place < 0 THEN 'file' ELSE 'closing' END, abs(place), entity_id), 'rows', NULL, 0, 1, 4, entity_id, place
FROM compared
WHERE mod(call_mark - usage_mark, 2147483647) <> 0
UNION ALL
SELECT true, format('closing %s of entity %s: service usage and adjustments are not the sum of usage', place, entity_id), 'rows',
    NULL, 0, 1, 4, entity_id, place
FROM compared
WHERE mod(usage_period_mark - period_mark, 2147483647) <> 0
UNION ALL
SELECT true, 'the volume by day and destination is not the sum of usage', 'rows', NULL, 0, 1, 4, NULL, NULL
FROM volume
WHERE mod(usage_mark - volume_mark, 2147483647) <> 0
UNION ALL
SELECT true, 'the totals by day are not the sum of usage', 'rows', NULL, 0, 1, 4, NULL, NULL
FROM volume
WHERE mod(usage_total_mark - total_mark, 2147483647) <> 0
ORDER BY position, subject, currency;

-- Prices: a sample of calls, some 320 by a choice that is always the same, priced anew from the stored rates by arithmetic of its
-- own: the rate is of the longest prefix in effect on its version, the version is one of a card assigned to the partner; seconds,
-- destination, billing day and amount are what rate, terms and exchange rates say.
--
-- What a sample cannot show: a side whose card splits calls between time bands has its seconds compared, not its amount, and
-- so has a re-rated side whose card is in another currency (its exchange rate may be that of an earlier rating).
--
-- Parameters: entity_ids integer[], from_close_numbers integer[]: of each entity the first closing whose calls are chosen from, with
-- those of files not closed (null = all); starts_from, starts_until timestamptz: when their calls start, null where all are looked at.
-- Result: is_offence, subject, unit, currency, expected, found.

WITH sample_chunk AS MATERIALIZED (
    -- Few chunks, whose pages the index over pages finds, and as many calls of each as make up the sample.
    SELECT chunk.id AS chunk_id, file_id, cdr_file.kind AS file_kind, fx_days_max, min_start_at, max_start_at,
        COALESCE(fx_revision, (SELECT max(revision) FROM exchange_rate WHERE known_at <= committed_at), 0) AS fx_revision,
        GREATEST(GREATEST(rows_read, call_rows) / (320 / LEAST(count(*) OVER (), 40)), 1) AS step
    FROM chunk
        JOIN cdr_file ON cdr_file.id = file_id
        LEFT JOIN unnest(:'entity_ids'::integer[], :'from_close_numbers'::integer[]) AS first_closing (entity_id, number)
            ON first_closing.entity_id = cdr_file.entity_id
    WHERE call_rows > 0 AND (:'entity_ids'::integer[] IS NULL OR close_number IS NULL
        OR close_number >= first_closing.number)
    ORDER BY hashint4(chunk.id)
    LIMIT 40
), sampled AS MATERIALIZED (
    SELECT call.*, file_kind, fx_revision, fx_days_max
    FROM sample_chunk
        -- Chunk by chunk.
        CROSS JOIN LATERAL (
            SELECT *
            FROM call
            WHERE call.chunk_id = sample_chunk.chunk_id AND start_at BETWEEN min_start_at AND max_start_at AND kind <> 'r'
                AND (:'starts_from'::timestamptz IS NULL
                    OR start_at BETWEEN :'starts_from'::timestamptz AND :'starts_until'::timestamptz)
                AND (ordinal + hashint4(sample_chunk.chunk_id)::bigint) % step = 0
            OFFSET 0) AS call
), side AS (
    SELECT sampled.chunk_id, ordinal, sampled.entity_id, side, start_at, duration_ns, kind, file_kind, fx_revision,
        fx_days_max, COALESCE(called::text, called_text) AS called_digits, state, partner_id, rate_id, destination_id,
        product_id, billing_on, billed_s, micros, state <> 'n' AS is_applicable
    FROM sampled
        CROSS JOIN LATERAL (VALUES
            ('sell', sell_state, customer_id, sell_rate_id, sell_destination_id, sell_product_id, sell_billing_on,
                sell_billed_s, sell_micros),
            ('buy', buy_state, supplier_id, buy_rate_id, buy_destination_id, buy_product_id, buy_billing_on, buy_billed_s,
                buy_micros)) AS priced (side, state, partner_id, rate_id, destination_id, product_id, billing_on, billed_s,
                micros)
), by_rate AS (
    SELECT side.*, rate.id IS NOT NULL AS has_rate, rate.prefix, rate.destination_id AS rate_destination_id, version_id,
        initial_s, increment_s, minimum_s, grace_s, grace_mode, duration_rounding, rounding_decimals, rounding_mode,
        nanos_per_minute, setup_fee_nanos, max_cost_nanos, min_cost_nanos, attempt_fee_nanos, blocked,
        rate.effective_from <= start_at AND start_at < rate.effective_to AS is_in_effect,
        version.state AS version_state, version.effective_from AS version_from, version.approved_at, card.id AS card_id,
        card.currency AS card_currency, card.side AS card_side, card.entity_id AS card_entity_id,
        agreement.currency AS agreement_currency, terms.billing_zone,
        CASE duration_rounding WHEN 'up' THEN ceil(duration_ns / 1000000000.0)
            WHEN 'down' THEN floor(duration_ns / 1000000000.0)
            WHEN 'half_up' THEN floor(duration_ns / 1000000000.0 + 0.5)
            WHEN 'half_down' THEN ceil(duration_ns / 1000000000.0 - 0.5) END AS rounded_s,
        EXISTS (
            SELECT FROM time_band_set AS bands
            WHERE bands.card_id = card.id AND splits AND bands.effective_from <= start_at) AS is_split
    FROM side
        LEFT JOIN rate ON rate.id = rate_id
        LEFT JOIN card_version AS version ON version.id = version_id
        LEFT JOIN rate_card AS card ON card.id = version.card_id
        LEFT JOIN agreement ON agreement.entity_id = side.entity_id AND agreement.partner_id = side.partner_id
        LEFT JOIN LATERAL terms_on(side.entity_id, side.partner_id, side.side, billing_on) AS terms ON true
), timed AS (
    SELECT by_rate.*, charged_s, CASE WHEN charged_s <= 0 THEN 0
        ELSE GREATEST(initial_s + ceil(GREATEST(charged_s - initial_s, 0) / increment_s) * increment_s, minimum_s) END AS wanted_s
    FROM by_rate
        CROSS JOIN LATERAL (
            SELECT CASE grace_mode WHEN 'threshold' THEN CASE WHEN rounded_s <= grace_s THEN 0 ELSE rounded_s END
                WHEN 'deduct' THEN GREATEST(rounded_s - grace_s, 0) ELSE rounded_s END AS charged_s) AS charged
), costed AS (
    -- In sixtieths of a nano, so that nothing is rounded before the end.
    SELECT timed.*, attempt_fee_nanos * 60::numeric + CASE WHEN wanted_s = 0 THEN 0 ELSE
        GREATEST(LEAST(setup_fee_nanos * 60::numeric + wanted_s * nanos_per_minute, max_cost_nanos * 60::numeric),
            min_cost_nanos * 60::numeric) END AS cost,
        card_currency <> agreement_currency AS is_foreign, known.rate AS exchange, known.is_inverse
    FROM timed
        LEFT JOIN LATERAL (
            -- The last revision of each day that was known then; of two directions the later day, then the direct one.
            SELECT exchange_rate.rate, from_currency <> card_currency AS is_inverse
            FROM exchange_rate
            WHERE (from_currency, to_currency) IN ((card_currency, agreement_currency), (agreement_currency, card_currency))
                AND effective_on <= billing_on AND revision <= fx_revision
                AND (fx_days_max IS NULL OR billing_on - effective_on <= fx_days_max)
            ORDER BY effective_on DESC, from_currency = card_currency DESC, revision DESC
            LIMIT 1) AS known ON card_currency <> agreement_currency
), converted AS (
    -- Steps of the rounding: numerator and denominator, both whole.
    SELECT costed.*, cost * CASE WHEN NOT is_foreign THEN 1 WHEN is_inverse THEN 1000000000000 ELSE exchange * 1000000000000 END
            AS over,
        60000 * power(10::numeric, 6 - rounding_decimals)
            * CASE WHEN NOT is_foreign THEN 1 WHEN is_inverse THEN exchange * 1000000000000 ELSE 1000000000000 END AS under
    FROM costed
), wanted AS (
    SELECT converted.*, power(10::numeric, 6 - rounding_decimals) * CASE rounding_mode
        WHEN 'half_up' THEN div(over * 2 + under, under * 2)
        WHEN 'half_down' THEN div(over, under) + (mod(over, under) * 2 > under)::integer
        WHEN 'up' THEN div(over, under) + (mod(over, under) > 0)::integer
        WHEN 'down' THEN div(over, under)
        WHEN 'half_even' THEN div(over, under) + CASE WHEN mod(over, under) * 2 > under
            OR mod(over, under) * 2 = under AND mod(div(over, under), 2) = 1 THEN 1 ELSE 0 END END AS wanted_micros,
        has_rate AND NOT is_split AND NOT (is_foreign AND (file_kind <> 'received' OR kind <> 'o')) AND state = 'p'
            AS is_priced_anew
    FROM converted
), offence AS (
    SELECT format('%s chunk %s, ordinal %s, %s: %s', start_at AT TIME ZONE 'UTC', chunk_id, ordinal, side, measure) AS subject,
        unit, CASE unit WHEN 'micros' THEN agreement_currency END AS currency, value.expected::numeric, value.found::numeric
    FROM wanted
        CROSS JOIN LATERAL (VALUES
            ('amount', 'micros', CASE WHEN is_priced_anew THEN wanted_micros WHEN state = 'u' THEN 0 END, micros),
            ('billed', 's', CASE WHEN has_rate AND state = 'p' THEN wanted_s WHEN state = 'u' THEN 0 END, billed_s),
            ('destination', 'number', CASE WHEN has_rate THEN rate_destination_id END, destination_id),
            ('billing day', 'day', to_char(start_at AT TIME ZONE billing_zone, 'YYYYMMDD')::integer,
                to_char(billing_on, 'YYYYMMDD')::integer))
            AS value (measure, unit, expected, found)
    WHERE is_applicable AND value.expected IS NOT NULL AND value.expected IS DISTINCT FROM value.found
    UNION ALL
    SELECT format('%s chunk %s, ordinal %s, %s: %s', start_at AT TIME ZONE 'UTC', chunk_id, ordinal, side, complaint), 'rows', NULL, 0,
        1
    FROM wanted
        CROSS JOIN LATERAL (VALUES
            ('rate ' || rate_id || ' is not there', rate_id IS NOT NULL AND NOT has_rate),
            ('a price without a rate', state = 'p' AND rate_id IS NULL AND (micros <> 0 OR billed_s <> 0)),
            ('rate ' || rate_id || ' is not in effect, or blocked', has_rate AND (NOT is_in_effect OR blocked)),
            ('rate ' || rate_id || ' is of prefix ' || prefix,
                has_rate AND NOT starts_with(called_digits, prefix)),
            ('a longer prefix than ' || prefix || ' is in effect', has_rate AND EXISTS (
                SELECT FROM rate AS longer
                WHERE longer.version_id = wanted.version_id AND length(longer.prefix) > length(wanted.prefix)
                    AND longer.prefix = ANY (ARRAY(SELECT left(called_digits, n) FROM generate_series(1, 15) AS n))
                    AND longer.effective_from <= start_at AND start_at < longer.effective_to)),
            ('its version was never approved, or begins later', has_rate AND (approved_at IS NULL OR version_from > start_at)),
            ('no exchange rate was known from ' || card_currency || ' to ' || agreement_currency,
                is_priced_anew AND is_foreign AND exchange IS NULL AND (duration_ns <> 0 OR attempt_fee_nanos > 0)),
            ('its card is of the other side or another entity',
                has_rate AND (card_side, card_entity_id) IS DISTINCT FROM (side, entity_id)),
            ('its card was never assigned to its partner and product', has_rate AND NOT EXISTS (
                SELECT FROM card_assignment AS assignment
                WHERE assignment.entity_id = wanted.entity_id AND assignment.partner_id = wanted.partner_id
                    AND assignment.side = wanted.side AND assignment.product_id = wanted.product_id
                    AND assignment.card_id = wanted.card_id)),
            ('something of a side that is not applicable', NOT is_applicable
                AND (micros <> 0 OR billed_s <> 0 OR rate_id IS NOT NULL)))
            AS value (complaint, is_wrong)
    WHERE is_wrong
)
SELECT false AS is_offence, 'calls chosen' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM sampled
UNION ALL
SELECT false, 'sides priced anew', 'rows', NULL, NULL, count(*), 2 FROM wanted WHERE is_priced_anew
UNION ALL
SELECT false, 'sides with their seconds alone', 'rows', NULL, NULL, count(*), 3
FROM wanted
WHERE has_rate AND NOT is_priced_anew
UNION ALL
SELECT true, subject, unit, currency, expected, found, 4 FROM offence
ORDER BY position, subject, currency;

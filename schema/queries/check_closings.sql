-- Closings: numbers of an entity are 1 to n, each with the files that it counts, and the counter is at n; what usage adds up to is
-- what was noted when a closing was written; a row of usage is in the period that the terms give its day, prepaid as the day's
-- mode says, and in the currency of the agreement.
--
-- What was noted is compared with the usage of the closings chosen, and with service usage and adjustments, which are few, of all.
--
-- Parameters: entity_ids integer[], from_close_numbers integer[]: of each entity the first closing to look at (null = all).
-- Result: is_offence, subject, unit, currency, expected, found.

WITH numbered AS (
    SELECT entity_id, number, files, closed_at, row_number() OVER entity_order AS expected_number,
        lag(closed_at) OVER entity_order AS previous_at
    FROM closing
    WINDOW entity_order AS (PARTITION BY entity_id ORDER BY number)
), filed AS (
    SELECT entity_id, close_number, count(*) AS files
    FROM cdr_file
    WHERE close_number IS NOT NULL
    GROUP BY entity_id, close_number
), chosen_closing AS MATERIALIZED (
    SELECT closing.entity_id, number AS close_number
    FROM closing
        LEFT JOIN unnest(:'entity_ids'::integer[], :'from_close_numbers'::integer[]) AS first_closing (entity_id, first_number)
            ON first_closing.entity_id = closing.entity_id
    WHERE :'entity_ids'::integer[] IS NULL OR number >= first_number
), chosen_usage AS NOT MATERIALIZED (
    SELECT *
    FROM usage
    WHERE :'entity_ids'::integer[] IS NULL
    UNION ALL
    -- Closing by closing, each by the index: what is stored of others is not read.
    SELECT stored.*
    FROM chosen_closing
        CROSS JOIN LATERAL (
            SELECT *
            FROM usage
            WHERE usage.entity_id = chosen_closing.entity_id AND usage.close_number = chosen_closing.close_number
            OFFSET 0) AS stored
    WHERE :'entity_ids'::integer[] IS NOT NULL
), used AS (
    SELECT entity_id, close_number, side, currency, count(*) AS usage_rows, bigint_sum(attempts) AS attempts,
        bigint_sum(answered) AS answered, sum(billed_s) AS billed_s, sum(micros) AS micros
    FROM chosen_usage
    GROUP BY entity_id, close_number, side, currency
), billable AS (
    SELECT entity_id, close_number, side, currency, sum(attempts) AS attempts, sum(answered) AS answered,
        sum(billed_s) AS billed_s, sum(micros) AS micros
    FROM (
        SELECT entity_id, close_number, side, currency, attempts, answered, billed_s, micros FROM service_usage
        UNION ALL
        SELECT entity_id, close_number, side, currency, attempts, new_calls - old_calls, new_billed_s - old_billed_s,
            new_micros - old_micros
        FROM usage_adjustment) AS taken
    GROUP BY entity_id, close_number, side, currency
), noted AS (
    SELECT closing_total.*, chosen_closing.close_number IS NOT NULL AS is_chosen
    FROM closing_total LEFT JOIN chosen_closing USING (entity_id, close_number)
), usage_day AS (
    SELECT DISTINCT entity_id, partner_id, side, billing_on, service_period, prepaid, currency FROM chosen_usage
), offence AS (
    SELECT format('closings of entity %s: first number out of place', entity_id) AS subject, 'close number' AS unit,
        NULL AS currency, min(expected_number)::numeric AS expected, min(number)::numeric AS found
    FROM numbered
    WHERE number <> expected_number
    GROUP BY entity_id
    UNION ALL
    SELECT format('closings of entity %s: counter', entity_id), 'close number', NULL, COALESCE(max(number), 0),
        COALESCE(max(last_number), 0)
    FROM closing FULL JOIN close_counter USING (entity_id)
    GROUP BY entity_id
    HAVING COALESCE(max(number), 0) <> COALESCE(max(last_number), 0)
    UNION ALL
    SELECT format('closing %s of entity %s is older than the one before it', number, entity_id), 'rows', NULL, 0, 1
    FROM numbered
    WHERE closed_at < previous_at
    UNION ALL
    SELECT format('closing %s of entity %s: files', close_number, entity_id), 'rows', NULL, COALESCE(counted.files, 0),
        COALESCE(filed.files, 0)
    FROM (SELECT entity_id, number AS close_number, files FROM closing) AS counted
        FULL JOIN filed USING (entity_id, close_number)
    WHERE COALESCE(counted.files, 0) <> COALESCE(filed.files, 0)
    UNION ALL
    SELECT format('file %s is %s and in closing %s', id, state, COALESCE(close_number::text, 'none')), 'rows', NULL, 0, 1
    FROM cdr_file
    WHERE (state = 'closed') <> (close_number IS NOT NULL) OR (state = 'closed') <> (closed_at IS NOT NULL)
    UNION ALL
    SELECT format('deltas of file %s, which is closed', file_id), 'rows', NULL, 0, count(*)
    FROM usage_delta_block JOIN cdr_file ON cdr_file.id = file_id
    WHERE state = 'closed'
    GROUP BY file_id
    UNION ALL
    SELECT format('closing %s of entity %s, %s: %s in usage', close_number, entity_id,
        CASE side WHEN 's' THEN 'sell' ELSE 'buy' END, measure), unit, CASE unit WHEN 'micros' THEN currency END,
        value.noted, value.found
    FROM (SELECT * FROM noted WHERE is_chosen) AS noted
        FULL JOIN used USING (entity_id, close_number, side, currency)
        CROSS JOIN LATERAL (VALUES ('rows', 'rows', noted.usage_rows::numeric, used.usage_rows::numeric),
            ('attempts', 'rows', noted.attempts, used.attempts), ('answered', 'rows', noted.answered, used.answered),
            ('billed', 's', noted.billed_s, used.billed_s), ('amount', 'micros', noted.micros, used.micros))
            AS value (measure, unit, noted, found)
    WHERE value.noted IS DISTINCT FROM value.found
    UNION ALL
    SELECT format('closing %s of entity %s, %s: %s in service usage and adjustments', close_number, entity_id,
        CASE side WHEN 's' THEN 'sell' ELSE 'buy' END, measure), unit, CASE unit WHEN 'micros' THEN currency END,
        COALESCE(value.noted, 0), COALESCE(value.found, 0)
    FROM noted
        FULL JOIN billable USING (entity_id, close_number, side, currency)
        CROSS JOIN LATERAL (VALUES ('attempts', 'rows', noted.attempts::numeric, billable.attempts),
            ('answered', 'rows', noted.answered, billable.answered), ('billed', 's', noted.billed_s, billable.billed_s),
            ('amount', 'micros', noted.micros, billable.micros)) AS value (measure, unit, noted, found)
    WHERE COALESCE(value.noted, 0) <> COALESCE(value.found, 0)
    UNION ALL
    SELECT format('usage of partner %s, entity %s, %s: service period', COALESCE(code, partner_id::text), entity_id, billing_on),
        'day', NULL, to_char(wanted.service_period, 'YYYYMMDD')::integer, to_char(usage_day.service_period, 'YYYYMMDD')::integer
    FROM usage_day
        LEFT JOIN partner ON partner.id = partner_id
        LEFT JOIN LATERAL (
            SELECT billing_period_start(billing_cycle, billing_on) AS service_period
            FROM terms_on(entity_id, partner_id, CASE side WHEN 's' THEN 'sell' ELSE 'buy' END, billing_on)) AS wanted
            ON true
    WHERE wanted.service_period IS DISTINCT FROM usage_day.service_period
    UNION ALL
    SELECT format('usage of partner %s, entity %s, %s: mode of the day', COALESCE(code, partner_id::text), usage_day.entity_id,
        billing_on), 'rows', NULL, COALESCE(mode.prepaid, false)::integer, usage_day.prepaid::integer
    FROM usage_day
        LEFT JOIN partner ON partner.id = partner_id
        LEFT JOIN billing_day_mode AS mode USING (entity_id, partner_id, billing_on)
    -- What corrects an invoice froze no mode of its own.
    WHERE CASE WHEN side = 'b' THEN usage_day.prepaid WHEN mode.prepaid IS NOT NULL THEN mode.prepaid <> usage_day.prepaid
        ELSE usage_day.prepaid OR NOT EXISTS (SELECT FROM usage_adjustment AS adjustment
            WHERE adjustment.entity_id = usage_day.entity_id AND adjustment.partner_id = usage_day.partner_id
                AND adjustment.service_period = usage_day.service_period) END
    UNION ALL
    SELECT format('usage of partner %s, entity %s, %s: %s is not the agreement''s currency', COALESCE(code, partner_id::text),
        usage_day.entity_id, billing_on, usage_day.currency), 'rows', NULL, 0, 1
    FROM usage_day
        LEFT JOIN partner ON partner.id = partner_id
        LEFT JOIN agreement USING (entity_id, partner_id)
    WHERE agreement.currency IS DISTINCT FROM usage_day.currency
)
SELECT false AS is_offence, 'closings' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM closing
UNION ALL
SELECT false, 'rows of usage, as noted', 'rows', NULL, (SELECT COALESCE(sum(usage_rows), 0) FROM noted WHERE is_chosen),
    COALESCE(sum(usage_rows), 0), 2
FROM used
UNION ALL
SELECT false, 'service usage and adjustments, as noted', 'micros', currency, sum(micros),
    (SELECT sum(micros) FROM billable WHERE billable.currency = noted.currency), 3
FROM noted
GROUP BY currency
UNION ALL
SELECT true, subject, unit, currency, expected, found, 4 FROM offence
ORDER BY position, subject, currency;

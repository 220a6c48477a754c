-- Closes loaded files of an entity: their usage becomes final, together, as the entity's next closing. What a batch of re-rated
-- calls, or a file of calls that the switch has changed, corrects of calls on an invoice becomes an adjustment of that
-- invoice instead of usage of a period, which a later invoice would take.
--
-- How a customer pays for the calls of a billing day is frozen by the first closing with usage of that day, so that
-- a correction is posted as what it corrects was.
--
-- Parameters: entity_id smallint; file_ids integer[]: only these (null = all that are loaded).
-- Reads: chunk, agreement_terms, usage_claim. Writes: close_counter, closing, cdr_file, usage_delta_block (deleted; read by the
-- view usage_delta, too), billing_day_mode, usage, closing_total, service_usage, unclaimed_period, daily_volume, daily_total,
-- usage_adjustment; demands the partitions of its months.
-- Lock: the rows of the files in the order of their ids, then the close counter of the entity until commit, so closings of an
-- entity follow one another and their numbers become visible in order. A second run finds the files closed and their deltas gone,
-- and changes nothing; nor does a run before all chunks of a file are in.
-- Runs inside an act.
-- Rows expected: in usage at most one per delta; the result is one row a file that was closed.

-- name: memory
-- The sums of periods are made by hashing; spilled to disk they take twice the time.
SET LOCAL work_mem = '256MB';

-- name: lock_files
SELECT id FROM cdr_file
WHERE entity_id = :'entity_id'::smallint AND state = 'loading' AND chunks IS NOT NULL
    AND (:'file_ids'::integer[] IS NULL OR id = ANY (:'file_ids'::integer[]))
ORDER BY id FOR UPDATE;

-- name: closing_file
CREATE TEMPORARY TABLE closing_file ON COMMIT DROP AS
SELECT id AS file_id
FROM cdr_file
WHERE entity_id = :'entity_id'::smallint AND state = 'loading'
    AND (:'file_ids'::integer[] IS NULL OR id = ANY (:'file_ids'::integer[]))
    AND chunks = (SELECT count(*) FROM chunk WHERE file_id = cdr_file.id);

-- name: this_closing
CREATE TEMPORARY TABLE this_closing (close_number integer) ON COMMIT DROP;

-- name: take_close_number
WITH taken AS (
    INSERT INTO close_counter AS counter (entity_id, last_number)
    SELECT :'entity_id'::smallint, 1 WHERE EXISTS (SELECT FROM closing_file)
    ON CONFLICT (entity_id) DO UPDATE SET last_number = counter.last_number + 1
    RETURNING entity_id, last_number
), opened AS (
    INSERT INTO closing (entity_id, number, files)
    SELECT entity_id, last_number, (SELECT count(*) FROM closing_file) FROM taken
    RETURNING number
)
INSERT INTO this_closing SELECT number FROM opened;

-- name: close_files
UPDATE cdr_file SET state = 'closed', close_number = this_closing.close_number, closed_at = clock_timestamp()
FROM this_closing
WHERE id IN (SELECT file_id FROM closing_file);

-- name: analyze_files
ANALYZE closing_file;

-- name: billing_terms
-- Fixed once, so that usage and adjustments see the same terms.
CREATE TEMPORARY TABLE billing_terms ON COMMIT DROP AS
SELECT entity_id, partner_id, side_code AS side, in_effect, billing_cycle, payment_mode = 'prepaid' AS pays_from_deposit
FROM terms_span
WHERE entity_id = :'entity_id'::smallint;

-- name: one_cycle
-- Where the cycle of a side never changed, which is nearly everywhere, no day has to look for it.
CREATE TEMPORARY TABLE one_cycle ON COMMIT DROP AS
SELECT entity_id, partner_id, side, min(billing_cycle) AS billing_cycle
FROM billing_terms
GROUP BY entity_id, partner_id, side
HAVING min(billing_cycle) = max(billing_cycle);

-- name: index_terms
CREATE INDEX ON billing_terms (partner_id, side);

-- name: delta_head
-- What the deltas of many chunks have in common, and where they are: they are summed a head at a time, in little memory and
-- in the order in which they are written. A second run finds none.
CREATE TEMPORARY TABLE delta_head ON COMMIT DROP AS
SELECT (row_number() OVER (ORDER BY partner_id, entity_id, side, product_id, currency, is_invoiced))::integer AS head,
    entity_id, partner_id, side, product_id, currency, is_invoiced, billing_cycle, blocks
FROM (
    SELECT entity_id, partner_id, side, product_id, currency, claim_from IS NOT NULL AS is_invoiced,
        array_agg(ctid) AS blocks
    FROM usage_delta_block
    WHERE file_id IN (SELECT file_id FROM closing_file)
    GROUP BY entity_id, partner_id, side, product_id, currency, is_invoiced
) AS found
    LEFT JOIN one_cycle USING (entity_id, partner_id, side)
ORDER BY head;

-- name: analyze_heads
ANALYZE billing_terms, delta_head;

-- name: file_usage
-- Nearly every delta is a group of its own, so that what counts is the price of a group: sums of bigint that stay bigint,
-- and numeric only where they can pass it.
CREATE TEMPORARY TABLE file_usage ON COMMIT DROP AS
SELECT head, billing_on, billing_period_start(COALESCE(billing_cycle,
        (SELECT terms.billing_cycle FROM billing_terms AS terms
            WHERE terms.entity_id = delta_head.entity_id AND terms.partner_id = delta_head.partner_id
                AND terms.side = delta_head.side AND in_effect @> billing_on)),
        billing_on) AS service_period, destination_id, rate_id,
    attempts, answered, duration_s * 1000000000::numeric + duration_rest_ns AS duration_ns, billed_s, micros
FROM delta_head
    CROSS JOIN LATERAL (
        SELECT billing_on, destination_id, rate_id, sum(attempts) AS attempts, sum(answered) AS answered,
            bigint_sum(duration_s) AS duration_s, sum(duration_rest_ns) AS duration_rest_ns,
            bigint_sum(billed_s) AS billed_s, sum(micros) AS micros
        FROM (
            SELECT item.*
            FROM usage_delta_block CROSS JOIN LATERAL usage_items(items) AS item
            -- Nothing moves these rows before the transaction ends.
            WHERE usage_delta_block.ctid = ANY (delta_head.blocks)
            -- Taken out first: what is sorted would carry the whole block.
            OFFSET 0
        ) AS item
        GROUP BY billing_on, destination_id, rate_id
        -- What a reversal takes back and its replacement puts back is nothing.
        HAVING sum(attempts) <> 0 OR sum(answered) <> 0 OR bigint_sum(billed_s) <> 0 OR sum(micros) <> 0
            OR bigint_sum(duration_s) * 1000000000::numeric + sum(duration_rest_ns) <> 0
        -- So that the ranges of the index over pages are narrow.
        ORDER BY billing_on
    ) AS merged;

-- name: analyze_usage
ANALYZE file_usage;

-- name: head_day
CREATE TEMPORARY TABLE head_day ON COMMIT DROP AS
SELECT DISTINCT head, billing_on, service_period FROM file_usage;

-- name: demand_months
-- Usually they were made ahead.
SELECT demand_months(ARRAY['usage', 'service_usage'], ARRAY(
    SELECT DISTINCT date_trunc('month', day::timestamp)::date
    FROM head_day CROSS JOIN LATERAL (VALUES (billing_on), (service_period)) AS needed (day)
    WHERE day IS NOT NULL));

-- name: sold_day
CREATE TEMPORARY TABLE sold_day ON COMMIT DROP AS
SELECT head, billing_on, entity_id, partner_id, pays_from_deposit
FROM head_day
    JOIN delta_head USING (head)
    JOIN billing_terms USING (entity_id, partner_id, side)
WHERE side = 's' AND NOT is_invoiced AND in_effect @> billing_on;

-- name: freeze_modes
-- Closings of an entity follow one another, so nobody else freezes these days meanwhile.
INSERT INTO billing_day_mode (entity_id, partner_id, billing_on, prepaid)
SELECT DISTINCT entity_id, partner_id, billing_on, pays_from_deposit
FROM sold_day
ORDER BY entity_id, partner_id, billing_on
ON CONFLICT ON CONSTRAINT billing_day_has_one_mode DO NOTHING;

-- name: deposit_day
CREATE TEMPORARY TABLE deposit_day ON COMMIT DROP AS
SELECT head, billing_on, prepaid
FROM sold_day JOIN billing_day_mode USING (entity_id, partner_id, billing_on)
WHERE prepaid;

-- name: merge_usage
-- A side without terms has no service period, which the table refuses: nothing is lost in the join.
INSERT INTO usage (entity_id, partner_id, billing_on, side, product_id, destination_id, currency, rate_id, close_number,
    service_period, prepaid, attempts, answered, duration_ns, billed_s, micros)
SELECT entity_id, partner_id, billing_on, side, product_id, destination_id, currency, rate_id, this_closing.close_number,
    service_period, COALESCE(prepaid, false), attempts, answered, duration_ns, billed_s, micros
FROM file_usage
    JOIN delta_head USING (head)
    LEFT JOIN deposit_day USING (head, billing_on)
    CROSS JOIN this_closing;

-- name: total_usage
-- By heads first, which are few.
INSERT INTO closing_total (entity_id, close_number, side, currency, usage_rows, attempts, answered, billed_s, micros)
SELECT entity_id, this_closing.close_number, side, currency, sum(usage_rows), sum(attempts), sum(answered), sum(billed_s),
    sum(micros)
FROM (
    SELECT head, count(*) AS usage_rows, bigint_sum(attempts) AS attempts, bigint_sum(answered) AS answered,
        sum(billed_s) AS billed_s, sum(micros) AS micros
    FROM file_usage
    GROUP BY head
) AS summed
    JOIN delta_head USING (head)
    CROSS JOIN this_closing
GROUP BY entity_id, this_closing.close_number, side, currency
ORDER BY side, currency;

-- name: aggregate_periods
-- What an invoice has already becomes an adjustment below.
INSERT INTO service_usage (entity_id, partner_id, service_period, side, product_id, destination_id, currency, rate_id,
    close_number, prepaid, attempts, answered, duration_ns, billed_s, micros)
SELECT entity_id, partner_id, service_period, side, product_id, destination_id, currency, rate_id,
    (SELECT close_number FROM this_closing), prepaid, attempts, answered, duration_ns, billed_s,
    micros
FROM (
    SELECT head, service_period, destination_id, rate_id, COALESCE(prepaid, false) AS prepaid,
        bigint_sum(attempts) AS attempts, bigint_sum(answered) AS answered, sum(duration_ns) AS duration_ns,
        bigint_sum(billed_s) AS billed_s, sum(micros) AS micros
    FROM file_usage LEFT JOIN deposit_day USING (head, billing_on)
    GROUP BY head, service_period, destination_id, rate_id, COALESCE(prepaid, false)
    HAVING bigint_sum(attempts) <> 0 OR bigint_sum(answered) <> 0 OR sum(duration_ns) <> 0 OR bigint_sum(billed_s) <> 0
        OR sum(micros) <> 0
) AS summed
    JOIN delta_head USING (head)
WHERE NOT is_invoiced
ORDER BY head, service_period, prepaid;

-- name: enter_unclaimed
INSERT INTO unclaimed_period (entity_id, partner_id, currency, service_period, close_number)
SELECT DISTINCT entity_id, partner_id, currency, service_period, close_number
FROM service_usage
WHERE entity_id = :'entity_id'::smallint AND close_number = (SELECT close_number FROM this_closing) AND side = 's'
    AND NOT prepaid AND (answered <> 0 OR billed_s <> 0 OR micros <> 0)
ORDER BY partner_id, currency, service_period;

-- name: add_to_daily_volume
-- Closings of an entity follow one another, so nobody else adds to these rows meanwhile.
INSERT INTO daily_volume AS stored (entity_id, billing_on, destination_id, duration_ns)
SELECT entity_id, billing_on, COALESCE(destination_id, 0), sum(duration_ns)
FROM file_usage JOIN delta_head USING (head)
WHERE side = 's'
GROUP BY entity_id, billing_on, COALESCE(destination_id, 0)
ORDER BY 1, 2, 3
ON CONFLICT (entity_id, billing_on, destination_id) DO UPDATE SET duration_ns = stored.duration_ns + excluded.duration_ns;

-- name: add_to_daily_total
-- By heads first, whose days are few beside their rows.
INSERT INTO daily_total AS stored (entity_id, billing_on, side, currency, attempts, answered, duration_ns, billed_s, micros)
SELECT entity_id, billing_on, side, currency, sum(attempts), sum(answered), sum(duration_ns), sum(billed_s), sum(micros)
FROM (
    SELECT head, billing_on, bigint_sum(attempts) AS attempts, bigint_sum(answered) AS answered, sum(duration_ns) AS duration_ns,
        sum(billed_s) AS billed_s, sum(micros) AS micros
    FROM file_usage
    GROUP BY head, billing_on
) AS summed
    JOIN delta_head USING (head)
GROUP BY entity_id, billing_on, side, currency
ORDER BY 1, 2, 3, 4
ON CONFLICT (entity_id, billing_on, side, currency) DO UPDATE SET attempts = stored.attempts + excluded.attempts,
    answered = stored.answered + excluded.answered, duration_ns = stored.duration_ns + excluded.duration_ns,
    billed_s = stored.billed_s + excluded.billed_s, micros = stored.micros + excluded.micros;

-- name: adjust_invoices
-- Deltas of a reversal count below zero, those of a replacement above.
INSERT INTO usage_adjustment (file_id, entity_id, partner_id, side, currency, service_period, claim_from, invoice_id,
    product_id, destination_id, rate_id, close_number, calls, attempts, duration_ns, old_calls, new_calls, old_billed_s,
    new_billed_s, old_micros, new_micros)
SELECT file_id, delta.entity_id, delta.partner_id, delta.side, delta.currency, period.service_period, claim_from,
    invoice_id, product_id, destination_id, rate_id, close_number,
    GREATEST(sum(attempts) FILTER (WHERE attempts > 0), -sum(attempts) FILTER (WHERE attempts < 0)), sum(attempts),
    sum(duration_ns), -COALESCE(sum(answered) FILTER (WHERE attempts < 0), 0),
    COALESCE(sum(answered) FILTER (WHERE attempts > 0), 0), -COALESCE(sum(billed_s) FILTER (WHERE attempts < 0), 0),
    COALESCE(sum(billed_s) FILTER (WHERE attempts > 0), 0), -COALESCE(sum(micros) FILTER (WHERE attempts < 0), 0),
    COALESCE(sum(micros) FILTER (WHERE attempts > 0), 0)
FROM usage_delta AS delta
    JOIN closing_file USING (file_id)
    CROSS JOIN this_closing
    LEFT JOIN billing_terms AS terms ON terms.entity_id = delta.entity_id AND terms.partner_id = delta.partner_id
        AND terms.side = delta.side AND terms.in_effect @> billing_on
    CROSS JOIN LATERAL (SELECT billing_period_start(billing_cycle, billing_on) AS service_period) AS period
    LEFT JOIN usage_claim AS claim ON claim.entity_id = delta.entity_id AND claim.partner_id = delta.partner_id
        AND claim.side = delta.side AND claim.currency = delta.currency
        AND claim.service_period = period.service_period AND claim.from_close_number = claim_from
WHERE claim_from IS NOT NULL
GROUP BY file_id, delta.entity_id, delta.partner_id, delta.side, delta.currency, period.service_period, claim_from,
    invoice_id, product_id, destination_id, rate_id, close_number
ORDER BY delta.partner_id, period.service_period;

-- name: delete_deltas
DELETE FROM usage_delta_block
WHERE file_id IN (SELECT file_id FROM closing_file);

-- name: summarize_usage
SELECT summarize_usage_days(ARRAY(SELECT DISTINCT billing_on FROM head_day WHERE billing_on IS NOT NULL));

-- name: analyze_grown_tables
-- Posting, invoices and reports come next, and the server knows nothing of these rows yet.
SELECT analyze_grown_tables('usage', 'service_usage', 'unclaimed_period', 'billing_day_mode', 'daily_volume', 'daily_total');

-- name: closed_files
SELECT file_id, close_number, (
        SELECT COALESCE(sum(usage_rows), 0)::bigint
        FROM closing_total
        WHERE entity_id = :'entity_id'::smallint AND closing_total.close_number = this_closing.close_number) AS usage_rows
FROM closing_file CROSS JOIN this_closing
ORDER BY file_id;

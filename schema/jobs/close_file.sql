-- Closes a file whose chunks are all in: its usage becomes final and gets the next close number.
--
-- Parameters: file_id integer.
-- Reads: chunk, agreement. Writes: close_counter, cdr_file, usage_delta (deleted), usage, service_usage.
-- Lock: the file's row, then the close counter until commit, so files close one after the other and their numbers
-- become visible in order. A second run finds the file closed and its deltas gone, and changes nothing; nor does
-- a run before all chunks are in.
-- Rows expected: in usage at most one per delta; the result is one row, with null for close_number while chunks miss.

-- name: memory
-- The sums below are made by hashing; spilled to disk they take twice the time.
SET LOCAL work_mem = '256MB';

-- name: lock_file
SELECT id FROM cdr_file WHERE id = :'file_id'::integer FOR UPDATE;

-- name: take_close_number
WITH taken AS (
    UPDATE close_counter SET last_number = last_number + 1
    WHERE EXISTS (
        SELECT FROM cdr_file
        WHERE cdr_file.id = :'file_id'::integer AND state = 'loading'
            AND chunks = (SELECT count(*) FROM chunk WHERE file_id = cdr_file.id))
    RETURNING last_number
)
UPDATE cdr_file SET state = 'closed', close_number = taken.last_number, closed_at = clock_timestamp()
FROM taken
WHERE cdr_file.id = :'file_id'::integer;

-- name: billing_terms
-- Fixed once, so that both sums below see the same terms.
CREATE TEMPORARY TABLE billing_terms ON COMMIT DROP AS
SELECT entity_id, partner_id, billing_cycle, payment_mode = 'prepaid' AS pays_from_deposit FROM agreement;

-- name: analyze
-- Without it the planner expects few deltas and many terms, and sorts millions.
ANALYZE usage_delta, billing_terms;

-- name: merge_usage
-- Deltas of a closed file exist in the transaction that closes it and in no other. A partner without an agreement has no
-- service period, which the table refuses: nothing is lost in the join.
INSERT INTO usage (entity_id, partner_id, billing_on, side, product_id, destination_id, currency, rate_id, file_id,
    service_period, prepaid, attempts, answered, duration_ns, billed_s, micros)
SELECT merged.entity_id, merged.partner_id, billing_on, side, product_id, destination_id, currency, rate_id, file_id,
    billing_period_start(billing_cycle, billing_on), side = 's' AND pays_from_deposit, attempts, answered, duration_ns,
    billed_s, micros
FROM (
    SELECT entity_id, partner_id, billing_on, side, product_id, destination_id, currency, rate_id, file_id,
        sum(attempts) AS attempts, sum(answered) AS answered, sum(duration_ns) AS duration_ns,
        sum(billed_s)::bigint AS billed_s, sum(micros)::bigint AS micros
    FROM usage_delta
    WHERE file_id = :'file_id'::integer AND (SELECT state FROM cdr_file WHERE id = :'file_id'::integer) = 'closed'
    GROUP BY entity_id, partner_id, billing_on, side, product_id, destination_id, currency, rate_id, file_id
) AS merged
    LEFT JOIN billing_terms USING (entity_id, partner_id)
-- So that the ranges of the index are narrow.
ORDER BY partner_id, billing_on;

-- name: aggregate_periods
INSERT INTO service_usage (entity_id, partner_id, service_period, side, product_id, destination_id, currency, rate_id,
    close_number, prepaid, attempts, answered, duration_ns, billed_s, micros)
SELECT entity_id, partner_id, service_period, side, product_id, destination_id, currency, rate_id,
    (SELECT close_number FROM cdr_file WHERE id = :'file_id'::integer), side = 's' AND pays_from_deposit,
    sum(attempts), sum(answered), sum(duration_ns), sum(billed_s), sum(micros)
FROM usage_delta
    LEFT JOIN billing_terms USING (entity_id, partner_id)
    CROSS JOIN LATERAL (SELECT billing_period_start(billing_cycle, billing_on) AS service_period) AS period
WHERE file_id = :'file_id'::integer AND (SELECT state FROM cdr_file WHERE id = :'file_id'::integer) = 'closed'
GROUP BY entity_id, partner_id, service_period, side, product_id, destination_id, currency, rate_id, pays_from_deposit
ORDER BY partner_id, service_period;

-- name: delete_deltas
DELETE FROM usage_delta
WHERE file_id = :'file_id'::integer AND (SELECT state FROM cdr_file WHERE id = :'file_id'::integer) = 'closed';

-- name: closed_file
SELECT cdr_file.id AS file_id, close_number, closed_at, chunks,
    (SELECT count(*) FROM chunk WHERE file_id = cdr_file.id) AS chunks_in,
    (SELECT count(*) FROM usage WHERE file_id = cdr_file.id) AS usage_rows
FROM cdr_file
WHERE cdr_file.id = :'file_id'::integer;

-- Takes back what schema/jobs/find_undone_calls.sql has found in this transaction: a batch of reversals, with chunks and
-- manifests like those of a re-rate. Where an earlier statement of a call holds again, a replacement follows its reversal. What
-- waited for a price waits no longer; what holds again and waited waits as before. The files are marked as undone, so that
-- their marks do not count any more.
--
-- Parameters: file_id integer: the file that was asked for; file_ids integer[]: all that are taken back, it included; sha256 bytea,
-- name text: of the batch; chunk_calls integer: calls in a chunk at most.
-- Reads: the temporary tables of find_undone_calls, agreement, suspense, suspense_resolution.
-- Writes: cdr_file, act, chunk, call, usage_delta_block, suspense, suspense_resolution.
-- Lock: the rows of the files; whoever changes calls of the switch holds its import lock. A second run finds no calls, since the
-- last revisions are reversed.
-- Runs inside an act.
-- Rows expected: in call one per call and one more for each that holds again; the result is the batch, none where there
-- was nothing to take back. Its definition says in which of its chunks the calls are that were rated again after their statement
-- was superseded.

-- name: mark_files
-- Of one that is loaded in part, that part is all.
UPDATE cdr_file SET undo_act_id = current_act(), undone_for_id = :'file_id'::integer,
    state = CASE state WHEN 'stopped' THEN 'loading' ELSE state END,
    chunks = COALESCE(chunks, (SELECT count(*) FROM chunk WHERE chunk.file_id = cdr_file.id))
WHERE id = ANY (:'file_ids'::integer[]) AND undo_act_id IS NULL;

-- name: end_loads
-- Of one that was interrupted nobody goes on with the load.
UPDATE act SET outcome = 'done', ended_at = clock_timestamp()
WHERE outcome = 'begun' AND id IN (SELECT act_id FROM cdr_file WHERE id = ANY (:'file_ids'::integer[])) AND id <> current_act();

-- name: placed_call
CREATE TEMPORARY TABLE placed_call ON COMMIT DROP AS
SELECT chunk_id, ordinal, is_rerated, ((place - 1) / :'chunk_calls'::integer)::integer AS unit,
    ((place - 1) % :'chunk_calls'::integer)::integer AS new_ordinal
FROM (
    SELECT chunk_id, ordinal, is_rerated, row_number() OVER (PARTITION BY is_rerated
        ORDER BY (start_at AT TIME ZONE 'UTC')::date, customer_id, chunk_id, ordinal) AS place
    FROM taken_call
) AS placed;

-- name: new_chunk
-- Those with calls that were rated again come last.
CREATE TEMPORARY TABLE new_chunk ON COMMIT DROP AS
SELECT is_rerated, unit, number, nextval('chunk_id')::integer AS new_chunk_id
FROM (
    SELECT is_rerated, unit, (row_number() OVER (ORDER BY is_rerated, unit) - 1)::integer AS number
    FROM (SELECT DISTINCT is_rerated, unit FROM placed_call) AS unit
    ORDER BY number
) AS numbered;

-- name: reversal
CREATE TEMPORARY TABLE reversal ON COMMIT DROP AS
SELECT taken_call.*, new_chunk_id, new_ordinal
FROM taken_call
    JOIN placed_call USING (chunk_id, ordinal)
    JOIN new_chunk ON new_chunk.is_rerated = placed_call.is_rerated AND new_chunk.unit = placed_call.unit
ORDER BY new_chunk_id, new_ordinal;

-- name: replacement
CREATE TEMPORARY TABLE replacement ON COMMIT DROP AS
SELECT back_call.*, new_chunk_id, new_ordinal
FROM back_call JOIN reversal ON reversal.chunk_id = of_chunk_id AND reversal.ordinal = of_ordinal
ORDER BY new_chunk_id, new_ordinal;

-- name: analyze_rows
ANALYZE reversal, replacement;

-- name: batch
CREATE TEMPORARY TABLE batch (file_id integer) ON COMMIT DROP;

-- name: enter_batch
WITH entered AS (
    INSERT INTO cdr_file (entity_id, switch_id, kind, sha256, name, bytes, layout, layout_definition, tariff_hash, chunk_bytes,
        chunks, source_file_id, act_id)
    SELECT entity_id, switch_id, 'undo', :'sha256'::bytea, :'name'::text, 0, 'undo',
        COALESCE((SELECT jsonb_build_object('rated_again_in', jsonb_build_array(min(new_chunk_id), max(new_chunk_id)))
            FROM new_chunk WHERE is_rerated HAVING count(*) > 0), '{}'), tariff_hash, 0,
        (SELECT count(*) FROM new_chunk), id, current_act()
    FROM cdr_file
    WHERE id = :'file_id'::integer AND EXISTS (SELECT FROM new_chunk)
    RETURNING id
)
INSERT INTO batch SELECT id FROM entered;

-- name: reverse_calls
INSERT INTO call (start_at, calling, called, duration_ns, sell_micros, buy_micros, key, chunk_id, ordinal, customer_id, supplier_id,
    sell_rate_id, buy_rate_id, sell_destination_id, buy_destination_id, sell_billed_s, buy_billed_s, sell_billing_on,
    buy_billing_on, entity_id, sell_product_id, buy_product_id, sip_code, sell_state, buy_state, kind, replaces_on,
    replaces_chunk_id, replaces_ordinal, calling_text, called_text, routing_number, sell_claim_from, buy_claim_from)
SELECT start_at, calling, called, -duration_ns, -sell_micros, -buy_micros, key, new_chunk_id, -1 - new_ordinal, customer_id,
    supplier_id, sell_rate_id, buy_rate_id, sell_destination_id, buy_destination_id, -sell_billed_s, -buy_billed_s,
    sell_billing_on, buy_billing_on, entity_id, sell_product_id, buy_product_id, sip_code, sell_state, buy_state, 'r',
    (start_at AT TIME ZONE 'UTC')::date, chunk_id, ordinal, calling_text, called_text, routing_number, sell_claim_from,
    buy_claim_from
FROM reversal;

-- name: bring_back_calls
INSERT INTO call (start_at, calling, called, duration_ns, sell_micros, buy_micros, key, chunk_id, ordinal, customer_id, supplier_id,
    sell_rate_id, buy_rate_id, sell_destination_id, buy_destination_id, sell_billed_s, buy_billed_s, sell_billing_on,
    buy_billing_on, entity_id, sell_product_id, buy_product_id, sip_code, sell_state, buy_state, kind, replaces_on,
    replaces_chunk_id, replaces_ordinal, calling_text, called_text, routing_number, sell_claim_from, buy_claim_from)
SELECT start_at, calling, called, duration_ns, sell_micros, buy_micros, key, new_chunk_id, new_ordinal, customer_id,
    supplier_id, sell_rate_id, buy_rate_id, sell_destination_id, buy_destination_id, sell_billed_s, buy_billed_s,
    sell_day, buy_day, entity_id, sell_product_id, buy_product_id, sip_code, sell_state, buy_state, 'p',
    (start_at AT TIME ZONE 'UTC')::date, chunk_id, ordinal, calling_text, called_text, routing_number, sell_claim, buy_claim
FROM replacement;

-- name: add_usage
-- As many items a block as the loader puts there.
WITH priced AS (
    SELECT new_chunk_id, entity_id, 's'::"char" AS side, customer_id AS partner_id, sell_product_id AS product_id,
        sell_claim AS claim_from, sell_billing_on AS billing_on, sell_destination_id AS destination_id, sell_rate_id AS rate_id,
        -1 AS sign, duration_ns, sell_billed_s AS billed_s, sell_micros AS micros, sell_state AS state
    FROM reversal
    UNION ALL
    SELECT new_chunk_id, entity_id, 'b', supplier_id, buy_product_id, buy_claim, buy_billing_on, buy_destination_id, buy_rate_id,
        -1, duration_ns, buy_billed_s, buy_micros, buy_state
    FROM reversal
    UNION ALL
    SELECT new_chunk_id, entity_id, 's', customer_id, sell_product_id, sell_claim, sell_day, sell_destination_id, sell_rate_id,
        1, duration_ns, sell_billed_s, sell_micros, sell_state
    FROM replacement
    UNION ALL
    SELECT new_chunk_id, entity_id, 'b', supplier_id, buy_product_id, buy_claim, buy_day, buy_destination_id, buy_rate_id,
        1, duration_ns, buy_billed_s, buy_micros, buy_state
    FROM replacement
), summed AS (
    SELECT new_chunk_id, priced.entity_id, side, priced.partner_id, product_id, currency, claim_from, billing_on,
        destination_id, rate_id, sum(sign)::integer AS attempts, (sum(sign) FILTER (WHERE duration_ns <> 0))::integer AS answered,
        sum(sign * duration_ns::numeric) AS duration_ns, sum(sign * billed_s::bigint)::bigint AS billed_s,
        sum(sign * micros)::bigint AS micros
    FROM priced
        JOIN agreement ON agreement.entity_id = priced.entity_id AND agreement.partner_id = priced.partner_id
    WHERE state = 'p' AND product_id IS NOT NULL AND billing_on IS NOT NULL
    -- Reversals and replacements apart, so that adjustments can tell them.
    GROUP BY new_chunk_id, priced.entity_id, side, priced.partner_id, product_id, currency, claim_from, billing_on,
        destination_id, rate_id, sign
), numbered AS (
    SELECT *, (row_number() OVER (PARTITION BY new_chunk_id, side, partner_id, product_id, currency, claim_from
        ORDER BY billing_on, attempts, destination_id, rate_id) - 1) / 80 AS block
    FROM summed
)
INSERT INTO usage_delta_block (chunk_id, file_id, partner_id, claim_from, entity_id, product_id, side, currency, items)
SELECT new_chunk_id, (SELECT file_id FROM batch), partner_id, claim_from, entity_id, product_id, side, currency,
    array_agg(number ORDER BY item, place)
FROM (
    SELECT *, row_number() OVER (ORDER BY new_chunk_id, side, partner_id, billing_on) AS item FROM numbered
) AS item
    CROSS JOIN LATERAL unnest(usage_item(billing_on, destination_id, rate_id, attempts::integer, COALESCE(answered, 0)::integer,
        floor(duration_ns / 1000000000)::bigint, (duration_ns - floor(duration_ns / 1000000000) * 1000000000)::integer,
        billed_s::bigint, micros::bigint)) WITH ORDINALITY AS packed (number, place)
GROUP BY new_chunk_id, side, partner_id, product_id, currency, claim_from, entity_id, block
ORDER BY new_chunk_id, side, partner_id;

-- name: resolve_suspense
INSERT INTO suspense_resolution (chunk_id, ordinal, side, by_chunk_id, by_ordinal)
SELECT suspense.chunk_id, suspense.ordinal, suspense.side, reversal.new_chunk_id,
    CASE WHEN replacement.new_chunk_id IS NULL THEN -1 - reversal.new_ordinal ELSE reversal.new_ordinal END
FROM reversal
    JOIN suspense USING (chunk_id, ordinal)
    LEFT JOIN replacement ON replacement.new_chunk_id = reversal.new_chunk_id
        AND replacement.new_ordinal = reversal.new_ordinal
WHERE NOT EXISTS (SELECT FROM suspense_resolution AS resolution
    WHERE resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
        AND resolution.side = suspense.side);

-- name: suspend_again
INSERT INTO suspense (chunk_id, ordinal, side, entity_id, start_at, reason, account_value, called, duration_ns)
SELECT replacement.new_chunk_id, new_ordinal, suspense.side, suspense.entity_id, suspense.start_at, reason,
    suspense_account.account_value, suspense.called, suspense.duration_ns
FROM replacement JOIN suspense USING (chunk_id, ordinal) JOIN suspense_account USING (chunk_id, ordinal, side);

-- name: add_chunks
WITH counted AS (
    SELECT new_chunk_id, count(*) AS reversals, sum(duration_ns::numeric) AS reversed_ns, sum(sell_micros::numeric) AS sell_micros,
        sum(buy_micros::numeric) AS buy_micros, min(start_at) AS min_start_at, max(start_at) AS max_start_at
    FROM reversal GROUP BY new_chunk_id
), again AS (
    SELECT new_chunk_id, count(*) AS calls, count(*) FILTER (WHERE sell_state = 'u' OR buy_state = 'u') AS unrated,
        sum(duration_ns::numeric) AS duration_ns,
        COALESCE(sum(duration_ns::numeric) FILTER (WHERE sell_state = 'u' OR buy_state = 'u'), 0) AS unrated_ns,
        sum(sell_micros::numeric) AS sell_micros, sum(buy_micros::numeric) AS buy_micros, min(start_at) AS min_start_at,
        max(start_at) AS max_start_at
    FROM replacement GROUP BY new_chunk_id
)
INSERT INTO chunk (id, file_id, number, byte_offset, byte_count, first_line, line_count, rows_read, calls, rated, unrated,
    duplicates, changed, rejected, rejected_bytes, call_rows, duration_ns, unrated_ns, duplicate_ns, reversed_ns, sell_micros,
    buy_micros, min_start_at, max_start_at, act_id)
SELECT new_chunk_id, batch.file_id, number, 0, 0, 1, 0, COALESCE(again.calls, 0), COALESCE(again.calls, 0),
    COALESCE(again.calls - again.unrated, 0), COALESCE(again.unrated, 0), 0, reversals, 0, 0,
    reversals + COALESCE(again.calls, 0), COALESCE(again.duration_ns, 0) - reversed_ns, COALESCE(again.unrated_ns, 0), 0,
    reversed_ns, COALESCE(again.sell_micros, 0) - counted.sell_micros, COALESCE(again.buy_micros, 0) - counted.buy_micros,
    LEAST(counted.min_start_at, again.min_start_at), GREATEST(counted.max_start_at, again.max_start_at), current_act()
FROM counted
    JOIN new_chunk USING (new_chunk_id)
    LEFT JOIN again USING (new_chunk_id)
    CROSS JOIN batch
ORDER BY number;

-- name: taken_back
SELECT file_id AS batch_file_id FROM batch;

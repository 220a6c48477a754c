-- Finds the calls that are taken back with files: all whose last statement came from one of them, whatever re-rates made of it
-- since, and for each the revision that holds again: that of the newest statement of another file, at the price that it had.
--
--     statement of E <- re-rated <- statement of F <- re-rated        taken back with F: the last; holds again: the second
--
-- A replacement names the revision that it follows; one that an undo made names the revision that it brought back.
--
-- Parameters: file_ids integer[]: of one switch.
-- Reads: cdr_file, chunk, call, usage_claim, invoice, terms_span, billing_day_mode.
-- Writes: nothing but temporary tables, which schema/jobs/take_back_calls.sql reads in the same transaction.
-- Lock: none; whoever changes calls of the switch holds its import lock. A second run in a transaction is an error.
-- Rows expected: in taken_call one per call; the result is one row per side, partner, currency and invoice.

-- name: taken_file
CREATE TEMPORARY TABLE taken_file ON COMMIT DROP AS
SELECT DISTINCT file_id, entity_id, switch_id
FROM unnest(:'file_ids'::integer[]) AS file_id JOIN cdr_file ON cdr_file.id = file_id;

-- name: taken_span
-- Revisions of a call start in one second.
CREATE TEMPORARY TABLE taken_span ON COMMIT DROP AS
SELECT min(min_start_at) - INTERVAL '1 second' AS from_at, max(max_start_at) + INTERVAL '1 second' AS until_at
FROM chunk JOIN taken_file USING (file_id);

-- name: part
CREATE TEMPORARY TABLE part ON COMMIT DROP AS
SELECT chunk.id AS chunk_id, close_number, changed, kind, taken_file.file_id IS NOT NULL AS is_taken,
    kind = 'received' AND (undo_act_id IS NOT NULL OR taken_file.file_id IS NOT NULL) AS is_undone
FROM chunk
    JOIN cdr_file ON cdr_file.id = chunk.file_id
    CROSS JOIN taken_span
    LEFT JOIN taken_file ON taken_file.file_id = chunk.file_id
WHERE cdr_file.switch_id IN (SELECT switch_id FROM taken_file) AND call_rows > 0
    AND max_start_at >= from_at AND min_start_at <= until_at;

-- name: analyze_parts
ANALYZE part;

-- name: reversed
CREATE TEMPORARY TABLE reversed ON COMMIT DROP AS
SELECT replaces_chunk_id AS chunk_id, replaces_ordinal AS ordinal
FROM part JOIN call USING (chunk_id)
WHERE part.changed > 0 AND call.kind = 'r'
    AND start_at BETWEEN (SELECT from_at FROM taken_span) AND (SELECT until_at FROM taken_span);

-- name: revision
CREATE TEMPORARY TABLE revision ON COMMIT DROP AS
SELECT chunk_id, ordinal, replaces_chunk_id, replaces_ordinal
FROM part JOIN call USING (chunk_id)
WHERE part.changed > 0 AND call.kind = 'p'
    AND start_at BETWEEN (SELECT from_at FROM taken_span) AND (SELECT until_at FROM taken_span);

-- name: index_revisions
CREATE INDEX ON revision (chunk_id, ordinal);

-- name: analyze_revisions
ANALYZE reversed, revision;

-- name: brought_back
-- From the last revision of a call back to the newest statement that counts.
CREATE TEMPORARY TABLE brought_back ON COMMIT DROP AS
WITH RECURSIVE walk AS (
    SELECT chunk_id AS of_chunk_id, ordinal AS of_ordinal, chunk_id, ordinal, NULL::integer AS back_chunk_id,
        NULL::integer AS back_ordinal, false AS was_rerated, false AS is_rerated, false AS is_taken
    FROM revision
    WHERE NOT EXISTS (SELECT FROM reversed
        WHERE reversed.chunk_id = revision.chunk_id AND reversed.ordinal = revision.ordinal)
    UNION ALL
    SELECT of_chunk_id, of_ordinal, replaces_chunk_id, replaces_ordinal,
        CASE WHEN is_undone THEN replaces_chunk_id ELSE back_chunk_id END,
        CASE WHEN is_undone THEN replaces_ordinal ELSE back_ordinal END,
        was_rerated OR kind = 'rerate', CASE WHEN is_undone THEN was_rerated ELSE is_rerated END, walk.is_taken OR part.is_taken
    FROM walk
        JOIN part USING (chunk_id)
        JOIN revision USING (chunk_id, ordinal)
    WHERE kind <> 'received' OR is_undone
)
SELECT of_chunk_id, of_ordinal, is_rerated AND NOT is_undone AS is_rerated,
    CASE WHEN NOT is_undone THEN back_chunk_id END AS back_chunk_id,
    CASE WHEN NOT is_undone THEN back_ordinal END AS back_ordinal
FROM walk JOIN part USING (chunk_id)
WHERE kind = 'received' AND (walk.is_taken OR part.is_taken) AND (NOT is_undone OR NOT EXISTS (SELECT FROM revision
    WHERE revision.chunk_id = walk.chunk_id AND revision.ordinal = walk.ordinal));

-- name: analyze_brought_back
ANALYZE brought_back;

-- name: claim
CREATE TEMPORARY TABLE claim ON COMMIT DROP AS
SELECT usage_claim.partner_id, usage_claim.side, from_close_number, to_close_number, invoice.id AS invoice_id,
    usage_claim.service_period AS first_on, billing_period_end(billing_cycle, usage_claim.service_period) AS end_before
FROM usage_claim
    JOIN invoice ON invoice.id = usage_claim.invoice_id
    JOIN terms_span AS terms ON terms.entity_id = usage_claim.entity_id AND terms.partner_id = usage_claim.partner_id
        AND terms.side_code = usage_claim.side AND terms.in_effect @> usage_claim.service_period
WHERE usage_claim.entity_id IN (SELECT entity_id FROM taken_file);

-- name: analyze_claims
ANALYZE claim;

-- name: taken_call
-- With the claims by which invoices have its sides, drafts included: of a revision that names one that one, else the one that
-- took its closing.
CREATE TEMPORARY TABLE taken_call ON COMMIT DROP AS
WITH last_revision AS (
    SELECT call.*, close_number, NULL::integer AS back_chunk_id, NULL::integer AS back_ordinal, false AS is_rerated
    FROM part JOIN call USING (chunk_id)
    WHERE is_taken AND call.kind = 'o'
        AND start_at BETWEEN (SELECT from_at FROM taken_span) AND (SELECT until_at FROM taken_span)
        AND NOT EXISTS (SELECT FROM reversed
            WHERE reversed.chunk_id = call.chunk_id AND reversed.ordinal = call.ordinal)
    UNION ALL
    SELECT call.*, close_number, back_chunk_id, back_ordinal, is_rerated
    FROM brought_back
        JOIN part ON part.chunk_id = of_chunk_id
        JOIN call ON call.chunk_id = of_chunk_id AND ordinal = of_ordinal
    WHERE start_at BETWEEN (SELECT from_at FROM taken_span) AND (SELECT until_at FROM taken_span)
)
SELECT last_revision.*, sell_claim.from_close_number AS sell_claim, sell_claim.invoice_id AS sell_invoice_id,
    buy_claim.from_close_number AS buy_claim, buy_claim.invoice_id AS buy_invoice_id
FROM last_revision
    LEFT JOIN claim AS sell_claim ON sell_claim.side = 's' AND sell_claim.partner_id = customer_id
        AND sell_billing_on >= sell_claim.first_on AND sell_billing_on < sell_claim.end_before
        AND CASE WHEN sell_claim_from IS NOT NULL THEN sell_claim.from_close_number = sell_claim_from
            ELSE sell_state = 'p' AND close_number BETWEEN sell_claim.from_close_number AND sell_claim.to_close_number
                AND NOT EXISTS (SELECT FROM billing_day_mode AS mode
                    WHERE mode.entity_id = last_revision.entity_id AND mode.partner_id = customer_id
                        AND mode.billing_on = sell_billing_on AND prepaid) END
    LEFT JOIN claim AS buy_claim ON buy_claim.side = 'b' AND buy_claim.partner_id = supplier_id
        AND buy_billing_on >= buy_claim.first_on AND buy_billing_on < buy_claim.end_before
        AND CASE WHEN buy_claim_from IS NOT NULL THEN buy_claim.from_close_number = buy_claim_from
            ELSE buy_state = 'p' AND close_number BETWEEN buy_claim.from_close_number AND buy_claim.to_close_number END;

-- name: back_call
-- What holds again, with the claims of what it takes the place of: on an invoice it stays where it was.
CREATE TEMPORARY TABLE back_call ON COMMIT DROP AS
SELECT call.*, taken_call.chunk_id AS of_chunk_id, taken_call.ordinal AS of_ordinal,
    CASE WHEN call.customer_id = taken_call.customer_id THEN sell_claim END AS sell_claim,
    CASE WHEN call.customer_id = taken_call.customer_id AND sell_claim IS NOT NULL THEN taken_call.sell_billing_on
        ELSE call.sell_billing_on END AS sell_day,
    CASE WHEN call.supplier_id = taken_call.supplier_id THEN buy_claim END AS buy_claim,
    CASE WHEN call.supplier_id = taken_call.supplier_id AND buy_claim IS NOT NULL THEN taken_call.buy_billing_on
        ELSE call.buy_billing_on END AS buy_day
FROM taken_call JOIN call ON call.chunk_id = back_chunk_id AND call.ordinal = back_ordinal
WHERE call.start_at BETWEEN (SELECT from_at FROM taken_span) AND (SELECT until_at FROM taken_span);

-- name: analyze_calls
ANALYZE taken_call, back_call;

-- name: sums
WITH side AS (
    SELECT 'sell' AS side, customer_id AS partner_id, entity_id, sell_invoice_id AS invoice_id, 1 AS calls, 0 AS calls_back,
        sell_micros AS micros, 0::bigint AS micros_back, sell_state AS state
    FROM taken_call
    UNION ALL
    SELECT 'buy', supplier_id, entity_id, buy_invoice_id, 1, 0, buy_micros, 0, buy_state FROM taken_call
    UNION ALL
    SELECT 'sell', back_call.customer_id, back_call.entity_id,
        CASE WHEN back_call.sell_claim IS NOT NULL THEN sell_invoice_id END, 0, 1, 0, back_call.sell_micros,
        back_call.sell_state
    FROM back_call JOIN taken_call ON taken_call.chunk_id = of_chunk_id AND taken_call.ordinal = of_ordinal
    UNION ALL
    SELECT 'buy', back_call.supplier_id, back_call.entity_id,
        CASE WHEN back_call.buy_claim IS NOT NULL THEN buy_invoice_id END, 0, 1, 0, back_call.buy_micros, back_call.buy_state
    FROM back_call JOIN taken_call ON taken_call.chunk_id = of_chunk_id AND taken_call.ordinal = of_ordinal
)
SELECT side, partner.code AS partner_code, partner.name AS partner_name, COALESCE(currency, '') AS currency, invoice_id,
    sum(calls) AS calls, sum(calls_back) AS calls_back, sum(micros) AS micros, sum(micros_back) AS micros_back
FROM side
    LEFT JOIN partner ON partner.id = partner_id
    LEFT JOIN agreement ON agreement.entity_id = side.entity_id AND agreement.partner_id = side.partner_id
WHERE state <> 'n'
GROUP BY side, partner.code, partner.name, currency, invoice_id
ORDER BY side DESC, partner.code, currency, invoice_id;

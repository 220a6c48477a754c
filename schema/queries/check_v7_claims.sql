-- V7: all usage that an invoice claimed is on its lines, exactly, and on no other invoice: lines and claimed usage agree
-- per invoice, service period and product in calls, seconds and micros; the claims of a key form one chain. Adjustments of
-- a claim are on the lines of the invoice that took the claim after them, and of no other. Charges of DIDs are on the lines of
-- the invoice that claimed them, which is one of their customer and currency.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected (claimed usage), found (lines). Usage that is prepaid is on no
-- invoice by design and is shown as a figure, as is what no issued invoice has taken yet, and adjustments that wait for a
-- note.

WITH placed_adjustment AS (
    -- Its invoice where a line has it: that which took the claim once the batch had closed; null while it waits for a note.
    SELECT adjustment.*, CASE WHEN adjustment.close_number <= cut_off THEN invoice.id END AS line_invoice_id
    FROM usage_adjustment AS adjustment
        JOIN usage_claim AS claim ON claim.entity_id = adjustment.entity_id AND claim.partner_id = adjustment.partner_id
            AND claim.side = adjustment.side AND claim.currency = adjustment.currency
            AND claim.service_period = adjustment.service_period AND from_close_number = claim_from
        LEFT JOIN invoice ON invoice.id = claim.invoice_id
        LEFT JOIN invoice_run ON invoice_run.id = run_id
), taken_usage AS (
    SELECT usage_claim.invoice_id, usage_claim.service_period, product_id, 'usage' AS kind, answered, billed_s, micros
    FROM usage_claim
        JOIN service_usage USING (entity_id, partner_id, side, currency, service_period)
    WHERE close_number BETWEEN from_close_number AND to_close_number AND NOT prepaid AND usage_claim.invoice_id IS NOT NULL
    UNION ALL
    SELECT line_invoice_id, service_period, product_id, 'usage', new_calls - old_calls, new_billed_s - old_billed_s,
        new_micros - old_micros
    FROM placed_adjustment
    WHERE line_invoice_id IS NOT NULL
    UNION ALL
    SELECT invoice_id, service_period, product_id, kind, 0, 0, amount_micros
    FROM did_charge_claim JOIN did_charge ON did_charge.id = charge_id
), claimed_usage AS (
    SELECT invoice_id, service_period, product_id, kind, sum(answered) AS calls, sum(billed_s) AS billed_s,
        sum(micros) AS micros
    FROM taken_usage
    GROUP BY invoice_id, service_period, product_id, kind
), line AS (
    SELECT invoice_id, service_period, product_id, kind, sum(calls) AS calls, sum(billed_s) AS billed_s,
        sum(invoice_line.exact_micros) AS micros
    FROM invoice_line JOIN invoice ON invoice.id = invoice_id
    WHERE state <> 'void'
    GROUP BY invoice_id, service_period, product_id, kind
), compared AS (
    SELECT invoice_id, service_period, product_id, kind,
        COALESCE(claimed_usage.calls, 0) AS claimed_calls, COALESCE(line.calls, 0) AS line_calls,
        COALESCE(claimed_usage.billed_s, 0) AS claimed_s, COALESCE(line.billed_s, 0) AS line_s,
        COALESCE(claimed_usage.micros, 0) AS claimed_micros, COALESCE(line.micros, 0) AS line_micros
    FROM claimed_usage FULL JOIN line USING (invoice_id, service_period, product_id, kind)
), chained AS (
    SELECT usage_claim.*, lag(to_close_number, 1, 0) OVER (
        PARTITION BY entity_id, partner_id, side, currency, service_period ORDER BY from_close_number) AS previous_end
    FROM usage_claim
), offence AS (
    SELECT format('invoice %s, period %s, product %s, %s: %s', invoice_id, service_period, product_id, kind, measure)
            AS subject,
        unit, CASE WHEN unit = 'micros' THEN invoice.currency END AS currency, expected, found
    FROM compared LEFT JOIN invoice ON invoice.id = invoice_id
        CROSS JOIN LATERAL (VALUES ('calls', 'rows', claimed_calls, line_calls), ('billed', 's', claimed_s, line_s),
            ('amount', 'micros', claimed_micros, line_micros)) AS value (measure, unit, expected, found)
    WHERE expected <> found
    UNION ALL
    SELECT format('claim of partner %s, %s, from file %s on: the claim before it ends at', partner_id, service_period,
        from_close_number), 'close number', NULL, from_close_number - 1, previous_end
    FROM chained WHERE from_close_number <> previous_end + 1
    UNION ALL
    SELECT format('invoice %s is void but claims usage', usage_claim.invoice_id), 'rows', NULL, 0, count(*)
    FROM usage_claim JOIN invoice ON invoice.id = usage_claim.invoice_id
    WHERE state = 'void'
    GROUP BY usage_claim.invoice_id
    UNION ALL
    SELECT format('invoice %s is void but claims charges', invoice_id), 'rows', NULL, 0, count(*)
    FROM did_charge_claim JOIN invoice ON invoice.id = invoice_id
    WHERE state = 'void'
    GROUP BY invoice_id
    UNION ALL
    SELECT format('charge %s is claimed by invoice %s, which is not one for it', charge_id, invoice_id), 'rows', NULL, 0, 1
    FROM did_charge_claim AS claim
        JOIN did_charge AS charge ON charge.id = charge_id
        LEFT JOIN invoice ON invoice.id = invoice_id
    WHERE prepaid OR (charge.entity_id, charge.partner_id, charge.currency)
        IS DISTINCT FROM (invoice.entity_id, invoice.partner_id, invoice.currency)
), charge_total AS (
    SELECT CASE WHEN prepaid THEN 'prepaid' WHEN invoice.state IS NULL THEN 'not invoiced' ELSE 'on ' || invoice.state END
            AS place,
        did_charge.currency, sum(amount_micros) AS micros
    FROM did_charge
        LEFT JOIN did_charge_claim ON charge_id = did_charge.id
        LEFT JOIN invoice ON invoice.id = invoice_id
    GROUP BY place, did_charge.currency
), usage_total AS (
    SELECT CASE WHEN prepaid THEN 'prepaid' WHEN invoice.state IS NULL THEN 'not invoiced' ELSE 'on ' || invoice.state END
            AS place,
        service_usage.currency, sum(micros) AS micros
    FROM service_usage
        LEFT JOIN usage_claim ON usage_claim.entity_id = service_usage.entity_id
            AND usage_claim.partner_id = service_usage.partner_id AND usage_claim.side = service_usage.side
            AND usage_claim.currency = service_usage.currency
            AND usage_claim.service_period = service_usage.service_period
            AND close_number BETWEEN from_close_number AND to_close_number
        LEFT JOIN invoice ON invoice.id = usage_claim.invoice_id
    WHERE service_usage.side = 's'
    GROUP BY place, service_usage.currency
)
SELECT false AS is_offence, 'claims' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM usage_claim
UNION ALL
SELECT false, 'claimed = on lines', 'micros', currency, sum(claimed_micros), sum(line_micros), 2
FROM compared JOIN invoice ON invoice.id = invoice_id GROUP BY currency
UNION ALL
SELECT false, 'usage ' || place, 'micros', currency, NULL, micros, 3 FROM usage_total
UNION ALL
SELECT false, 'charges ' || place, 'micros', currency, NULL, micros, 3 FROM charge_total
UNION ALL
SELECT false, 'adjustments of invoices, waiting for a note', 'micros', currency, NULL, sum(new_micros - old_micros), 4
FROM placed_adjustment WHERE line_invoice_id IS NULL GROUP BY currency
UNION ALL
SELECT true, subject, unit, currency, expected, found, 5 FROM offence
ORDER BY position, subject, currency;

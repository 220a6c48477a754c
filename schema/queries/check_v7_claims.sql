-- V7: all usage that an invoice claimed is on its lines, exactly, and on no other invoice: lines and claimed usage agree
-- per invoice, service period, product, destination and price in calls, seconds and micros; the claims of a key form one chain,
-- none goes beyond the cut-off of the run that took it, or what is posted, and each is of the invoice's customer; what no claim
-- has is entered in unclaimed_period, and nothing else is. Adjustments of
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
    SELECT usage_claim.invoice_id, usage_claim.service_period, product_id, 'usage' AS kind, destination_id, rate_id,
        NULL::text AS charge_text, answered, billed_s, micros
    FROM usage_claim
        JOIN service_usage USING (entity_id, partner_id, side, currency, service_period)
    WHERE close_number BETWEEN from_close_number AND to_close_number AND NOT prepaid AND usage_claim.invoice_id IS NOT NULL
    UNION ALL
    SELECT line_invoice_id, service_period, product_id, 'usage', destination_id, rate_id, NULL, new_calls - old_calls,
        new_billed_s - old_billed_s, new_micros - old_micros
    FROM placed_adjustment
    WHERE line_invoice_id IS NOT NULL
    UNION ALL
    SELECT invoice_id, service_period, did_charge.product_id, kind, NULL, NULL, CASE
            WHEN kind = 'setup' THEN format('Number %s, set-up', number)
            WHEN days < 0 THEN format('Number %s, %s of %s days taken back', number, -days, period_days)
            ELSE format('Number %s, %s of %s days', number, days, period_days) END, 0, 0, amount_micros
    FROM did_charge_claim
        JOIN did_charge ON did_charge.id = charge_id
        JOIN did ON did.id = did_id
), summed_usage AS (
    -- By ids first, which are looked up for the sums.
    SELECT invoice_id, service_period, product_id, kind, destination_id, rate_id, charge_text, sum(answered) AS calls,
        sum(billed_s) AS billed_s, sum(micros) AS micros
    FROM taken_usage
    GROUP BY invoice_id, service_period, product_id, kind, destination_id, rate_id, charge_text
), claimed_usage AS (
    SELECT invoice_id, service_period, summed_usage.product_id, kind, COALESCE(charge_text,
            COALESCE(card_destination.name, destination.name, 'no destination')
            || CASE WHEN time_band IS NOT NULL OR origin IS NOT NULL OR jurisdiction IS NOT NULL
                THEN ' (' || concat_ws(', ', time_band, 'from ' || origin, jurisdiction) || ')' ELSE '' END) AS text,
        nanos_per_minute, setup_fee_nanos, NULLIF(card.currency, invoice.currency) AS rate_currency, sum(calls) AS calls,
        sum(billed_s) AS billed_s, sum(micros) AS micros
    FROM summed_usage
        LEFT JOIN invoice ON invoice.id = invoice_id
        LEFT JOIN rate ON rate.id = rate_id
        LEFT JOIN card_version AS version ON version.id = version_id
        LEFT JOIN rate_card AS card ON card.id = version.card_id
        LEFT JOIN card_destination ON card_destination.id = card_destination_id
        LEFT JOIN destination ON destination.id = summed_usage.destination_id AND rate.id IS NULL
    GROUP BY invoice_id, service_period, summed_usage.product_id, kind, text, nanos_per_minute, setup_fee_nanos, rate_currency
), line AS (
    SELECT invoice_id, service_period, product_id, kind, destination AS text, nanos_per_minute, setup_fee_nanos,
        rate_currency, sum(calls) AS calls, sum(billed_s) AS billed_s, sum(invoice_line.exact_micros) AS micros
    FROM invoice_line JOIN invoice ON invoice.id = invoice_id
    WHERE state <> 'void'
    GROUP BY invoice_id, service_period, product_id, kind, destination, nanos_per_minute, setup_fee_nanos, rate_currency
), compared AS (
    SELECT invoice_id, service_period, product_id, kind, text,
        claimed_calls, line_calls, claimed_s, line_s, claimed_micros, line_micros
    FROM (
        SELECT invoice_id, service_period, product_id, kind, text, sum(claimed_calls) AS claimed_calls,
            sum(line_calls) AS line_calls, sum(claimed_s) AS claimed_s, sum(line_s) AS line_s,
            sum(claimed_micros) AS claimed_micros, sum(line_micros) AS line_micros
        FROM (
            SELECT invoice_id, service_period, product_id, kind, text, nanos_per_minute, setup_fee_nanos, rate_currency,
                calls AS claimed_calls, 0 AS line_calls, billed_s AS claimed_s, 0 AS line_s, micros AS claimed_micros,
                0 AS line_micros
            FROM claimed_usage
            UNION ALL
            SELECT invoice_id, service_period, product_id, kind, text, nanos_per_minute, setup_fee_nanos, rate_currency, 0,
                calls, 0, billed_s, 0, micros
            FROM line) AS both_sides
        GROUP BY invoice_id, service_period, product_id, kind, text, nanos_per_minute, setup_fee_nanos, rate_currency
    ) AS summed
), waiting AS (
    -- Usage that no invoice has, and what a run would look for it by.
    SELECT entity_id, partner_id, currency, service_period, close_number, bool_or(is_usage) AS is_usage,
        bool_or(NOT is_usage) AS is_entered
    FROM (
        SELECT service_usage.entity_id, service_usage.partner_id, service_usage.currency, service_usage.service_period,
            close_number, true AS is_usage
        FROM service_usage
            LEFT JOIN (
                SELECT entity_id, partner_id, currency, service_period, max(to_close_number) AS claimed_until
                FROM usage_claim
                WHERE side = 's'
                GROUP BY entity_id, partner_id, currency, service_period
            ) AS claimed USING (entity_id, partner_id, currency, service_period)
        WHERE service_usage.side = 's' AND NOT prepaid AND (answered <> 0 OR billed_s <> 0 OR micros <> 0)
            AND close_number > COALESCE(claimed_until, 0)
        UNION ALL
        SELECT entity_id, partner_id, currency, service_period, close_number, false FROM unclaimed_period) AS both_of_them
    GROUP BY entity_id, partner_id, currency, service_period, close_number
), chained AS (
    SELECT usage_claim.*, lag(to_close_number, 1, 0) OVER (
        PARTITION BY entity_id, partner_id, side, currency, service_period ORDER BY from_close_number) AS previous_end
    FROM usage_claim
), offence AS (
    SELECT format('invoice %s, period %s, product %s, %s, %s: %s', invoice_id, service_period, product_id, kind, text, measure)
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
    SELECT format('claim of partner %s, %s, from file %s on: ends behind the cut-off of its run', claim.partner_id,
        claim.service_period, from_close_number), 'close number', NULL, cut_off, to_close_number
    FROM usage_claim AS claim
        JOIN invoice ON invoice.id = claim.invoice_id
        JOIN invoice_run AS run ON run.id = run_id
    WHERE to_close_number > cut_off
    UNION ALL
    SELECT format('claim of partner %s, %s, from file %s on: ends behind what is posted', claim.partner_id,
        claim.service_period, from_close_number), 'close number', NULL, posted_until, to_close_number
    FROM usage_claim AS claim
        LEFT JOIN (
            -- Up to before the first closing that is not posted.
            SELECT closing.entity_id, COALESCE(min(number) FILTER (WHERE posting.journal_id IS NULL) - 1, max(number)) AS posted_until
            FROM closing
                LEFT JOIN closing_posting AS posting ON posting.entity_id = closing.entity_id
                    AND posting.close_number = closing.number
            GROUP BY closing.entity_id) AS posted ON posted.entity_id = claim.entity_id
    WHERE to_close_number > COALESCE(posted_until, 0)
    UNION ALL
    SELECT format('run %s of entity %s: cut-off', run.id, run.entity_id), 'close number', NULL, max(number), cut_off
    FROM invoice_run AS run LEFT JOIN closing ON closing.entity_id = run.entity_id AND closed_at <= ran_at
    GROUP BY run.id, run.entity_id, cut_off
    HAVING cut_off > COALESCE(max(number), 0)
    UNION ALL
    SELECT format('claim of partner %s, %s, from file %s on is by invoice %s, which is not one for it', claim.partner_id,
        claim.service_period, from_close_number, claim.invoice_id), 'rows', NULL, 0, 1
    FROM usage_claim AS claim LEFT JOIN invoice ON invoice.id = claim.invoice_id
    WHERE claim.invoice_id IS NOT NULL AND (claim.entity_id, claim.partner_id, claim.currency, 's'::"char")
        IS DISTINCT FROM (invoice.entity_id, invoice.partner_id, invoice.currency, claim.side)
    UNION ALL
    SELECT format('adjustment of file %s corrects a claim of partner %s, %s, that is not there, or is of a closing before it',
        file_id, adjustment.partner_id, adjustment.service_period), 'close number', NULL, from_close_number,
        adjustment.close_number
    FROM usage_adjustment AS adjustment
        LEFT JOIN usage_claim AS claim ON claim.entity_id = adjustment.entity_id
            AND claim.partner_id = adjustment.partner_id AND claim.side = adjustment.side
            AND claim.currency = adjustment.currency AND claim.service_period = adjustment.service_period
            AND from_close_number = claim_from
        LEFT JOIN cdr_file ON cdr_file.id = file_id
    WHERE from_close_number IS NULL OR adjustment.close_number <= from_close_number
        OR cdr_file.close_number IS DISTINCT FROM adjustment.close_number
    UNION ALL
    SELECT format('usage of partner %s, %s, %s, closing %s: entered as unclaimed', partner_id, service_period, currency,
        close_number), 'rows', NULL, is_usage::integer, is_entered::integer
    FROM waiting
    WHERE is_usage <> is_entered
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

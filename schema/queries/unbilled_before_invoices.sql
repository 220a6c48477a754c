-- Lists invoices of customers who have an earlier period that is not billed: its invoice is not as far as these, or none was made for
-- it, and its usage is on no invoice or on one of these as if it were late. A period that has its invoice is billed, whatever came late; and
-- one of which there is nothing but its last day is none: in another zone than the file's it holds the first hours of that.
--
-- Parameters: invoice_ids bigint[]; states text[]: of an earlier invoice that is not as far.
-- Result: one row per invoice, by id, with the earliest such period: earlier_id is its invoice, null where there is none; is_late where
-- the invoice itself has the usage; micros of the currency.

WITH going AS (
    SELECT invoice.id AS invoice_id, invoice.entity_id, invoice.partner_id, invoice.currency, invoice.period_start_on, cut_off
    FROM invoice JOIN invoice_run ON invoice_run.id = run_id
    WHERE invoice.id = ANY (:'invoice_ids'::bigint[]) AND invoice.state IN ('draft', 'approved')
), without_invoice AS (
    SELECT invoice_id, service_period, is_late, sum(micros) AS micros
    FROM (
        -- A run takes what is free of earlier periods as well, so that only later closings may have more of them.
        SELECT going.*, service_period, false AS is_late, usage.micros
        FROM going JOIN service_usage AS usage ON usage.entity_id = going.entity_id AND usage.close_number > cut_off
            AND usage.partner_id = going.partner_id AND usage.currency = going.currency AND usage.side = 's'
        WHERE NOT prepaid AND NOT EXISTS (SELECT FROM usage_claim AS claim
            WHERE claim.entity_id = usage.entity_id AND claim.partner_id = usage.partner_id AND claim.side = 's'
                AND claim.currency = usage.currency AND claim.service_period = usage.service_period
                AND usage.close_number BETWEEN from_close_number AND to_close_number)
        UNION ALL
        SELECT going.*, claim.service_period, false, usage.micros
        FROM going
            JOIN usage_claim AS claim ON claim.invoice_id IS NULL AND claim.entity_id = going.entity_id
                AND claim.partner_id = going.partner_id AND claim.side = 's' AND claim.currency = going.currency
            JOIN service_usage AS usage ON usage.entity_id = claim.entity_id AND usage.partner_id = claim.partner_id
                AND usage.side = 's' AND usage.currency = claim.currency AND usage.service_period = claim.service_period
                AND usage.close_number BETWEEN from_close_number AND to_close_number
        UNION ALL
        SELECT going.*, service_period, true, exact_micros
        FROM going JOIN invoice_line USING (invoice_id)
        WHERE kind = 'usage'
    ) AS open (invoice_id, entity_id, partner_id, currency, period_start_on, cut_off, service_period, is_late, micros)
    WHERE service_period < period_start_on
        AND NOT EXISTS (SELECT FROM invoice AS own
            WHERE own.entity_id = open.entity_id AND own.partner_id = open.partner_id AND own.currency = open.currency
                AND own.state <> 'void' AND service_period BETWEEN own.period_start_on AND own.period_end_on)
        -- A run has billed it, and found nothing above zero.
        AND NOT EXISTS (SELECT FROM carried_sum AS carried
            WHERE carried.entity_id = open.entity_id AND carried.partner_id = open.partner_id
                AND carried.currency = open.currency
                AND service_period BETWEEN carried.period_start_on AND carried.period_end_on)
    GROUP BY invoice_id, service_period, is_late
    HAVING sum(micros) <> 0
), whole AS (
    SELECT without_invoice.*
    FROM without_invoice
        JOIN going USING (invoice_id)
        CROSS JOIN LATERAL terms_on(going.entity_id, going.partner_id, 'sell', service_period) AS terms
    WHERE EXISTS (SELECT FROM usage
        WHERE usage.entity_id = going.entity_id AND usage.partner_id = going.partner_id AND usage.side = 's'
            AND usage.currency = going.currency AND billing_on >= without_invoice.service_period
            AND billing_on < billing_period_end(terms.billing_cycle, without_invoice.service_period) - 1)
), not_as_far AS (
    SELECT going.invoice_id, earlier.period_start_on AS service_period, earlier.id AS earlier_id,
        earlier.state AS earlier_state, earlier.exact_micros::numeric AS micros
    FROM going JOIN invoice AS earlier ON earlier.entity_id = going.entity_id
        AND earlier.partner_id = going.partner_id AND earlier.currency = going.currency
        AND earlier.period_start_on < going.period_start_on
    WHERE earlier.state = ANY (:'states'::text[]) AND earlier.id <> ALL (:'invoice_ids'::bigint[])
)
SELECT DISTINCT ON (behind.invoice_id) behind.invoice_id, partner.code AS partner_code, invoice.state,
    invoice.period_start_on, invoice.period_end_on, invoice.currency, minor_digits, service_period AS earlier_on,
    billing_period_end(terms.billing_cycle, service_period) - 1 AS earlier_end_on, earlier_id, earlier_state, is_late, micros
FROM (
        SELECT invoice_id, service_period, NULL::bigint AS earlier_id, NULL::text AS earlier_state, is_late, micros
        FROM whole
        UNION ALL
        SELECT invoice_id, service_period, earlier_id, earlier_state, false, micros FROM not_as_far) AS behind
    JOIN invoice ON invoice.id = behind.invoice_id
    JOIN partner ON partner.id = invoice.partner_id
    CROSS JOIN LATERAL terms_on(invoice.entity_id, invoice.partner_id, 'sell', service_period) AS terms
ORDER BY behind.invoice_id, service_period, earlier_id;

-- Lists the drafts and approved invoices whose calls came to other amounts since: rated again, or corrected by a later record. What
-- cancels itself out within a product and destination counts as no change.
--
-- Parameters: invoice_ids bigint[] (null = all that are not issued); entity_id smallint (null = all).
-- Result: one row per invoice, by id: calls that left or joined a price, and micros of its currency by which they come to more now.

WITH claimed AS (
    SELECT usage_claim.*
    FROM usage_claim JOIN invoice ON invoice.id = invoice_id
    WHERE state IN ('draft', 'approved')
        AND (:'invoice_ids'::bigint[] IS NULL OR invoice_id = ANY (:'invoice_ids'::bigint[]))
        AND (:'entity_id'::smallint IS NULL OR invoice.entity_id = :'entity_id'::smallint)
), moved AS (
    -- A claim that a voided invoice gave back has corrections of that invoice too, which the draft took with it.
    SELECT claimed.invoice_id, product_id, destination_id, sum(old_calls) AS old_calls, sum(new_calls) AS new_calls,
        sum(new_micros - old_micros) AS micros
    FROM claimed
        JOIN usage_adjustment AS adjustment ON adjustment.entity_id = claimed.entity_id
            AND adjustment.partner_id = claimed.partner_id AND adjustment.side = claimed.side
            AND adjustment.currency = claimed.currency AND adjustment.service_period = claimed.service_period
            AND adjustment.claim_from = claimed.from_close_number AND adjustment.invoice_id = claimed.invoice_id
    GROUP BY claimed.invoice_id, product_id, destination_id
)
SELECT invoice.id AS invoice_id, partner.code AS partner_code, state, period_start_on, period_end_on, invoice.currency,
    minor_digits, total_minor, GREATEST(sum(old_calls), sum(new_calls))::bigint AS calls, sum(micros) AS difference_micros
FROM moved
    JOIN invoice ON invoice.id = invoice_id
    JOIN partner ON partner.id = invoice.partner_id
GROUP BY invoice.id, partner.code
HAVING bool_or(micros <> 0)
ORDER BY invoice.id;

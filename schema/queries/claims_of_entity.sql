-- Lists the usage that invoices of an entity have, drafts included: what a re-rate must not bill again.
--
-- Parameters: entity_id smallint.
-- Result: one row per claim; days are numbers since 1970-01-01, last_day is the last of the service period.

SELECT usage_claim.partner_id, usage_claim.side, usage_claim.from_close_number, usage_claim.to_close_number,
    usage_claim.service_period - DATE '1970-01-01' AS first_day,
    billing_period_end(billing_cycle, usage_claim.service_period) - 1 - DATE '1970-01-01' AS last_day, invoice.id AS invoice_id
FROM usage_claim
    JOIN invoice ON invoice.id = usage_claim.invoice_id
    JOIN terms_span AS terms ON terms.entity_id = usage_claim.entity_id AND terms.partner_id = usage_claim.partner_id
        AND terms.side_code = usage_claim.side AND terms.in_effect @> usage_claim.service_period
WHERE usage_claim.entity_id = :'entity_id'::smallint
ORDER BY usage_claim.partner_id, usage_claim.side, first_day, usage_claim.from_close_number;

-- Charges of DIDs, by number, period, kind and revision, each with the invoice that has it.
--
-- Parameters: code text: only those of that number or of the customer of that code; null = all.
-- Reads: did_charge, did, partner, did_charge_claim, issued_invoice.
-- Rows expected: one for each charge.

SELECT did.number, partner.code AS partner, did_charge.kind, did_charge.service_period AS "from",
    did_charge.period_end_on AS "to", did_charge.days, did_charge.period_days AS of_days,
    trim_scale(did_charge.amount_micros::numeric / 1000000) AS amount, did_charge.currency,
    CASE WHEN prepaid THEN 'from the deposit' WHEN claim.invoice_id IS NULL THEN 'none yet'
        ELSE COALESCE(number_text, 'draft ' || claim.invoice_id) END AS invoice
FROM did_charge
JOIN did ON did.id = did_charge.did_id
JOIN partner ON partner.id = did_charge.partner_id
LEFT JOIN did_charge_claim AS claim ON claim.charge_id = did_charge.id
LEFT JOIN issued_invoice ON issued_invoice.invoice_id = claim.invoice_id
WHERE :'code'::text IS NULL OR did.number = :'code'::text OR partner.code = :'code'::text
ORDER BY did.number, did_charge.service_period, did_charge.kind DESC, did_charge.period_end_on, did_charge.revision;

-- Keeps in the audit that somebody took a step with invoices in spite of what was said of them.
--
-- Parameters: invoice_ids bigint[]; answer text: what was confirmed, by its choice.
-- Reads: invoice, partner. Writes: audit_event.
-- Lock: none. A second run records that it was done a second time.
-- Runs inside an act.
-- Rows expected: none.

-- name: record
INSERT INTO audit_event (entity_id, subject_kind, subject_id, subject_label, after)
SELECT invoice.entity_id, 'invoice', invoice.id, partner.code || ' ' || period_start_on || ' ' || invoice.currency,
    jsonb_build_object(:'answer'::text, true)
FROM invoice JOIN partner ON partner.id = invoice.partner_id
WHERE invoice.id = ANY (:'invoice_ids'::bigint[])
ORDER BY invoice.id;

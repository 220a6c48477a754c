-- Voids drafts and approved invoices that were not issued, and releases their usage and charges to the next run.
--
-- Parameters: invoice_ids bigint[].
-- Reads: invoice. Writes: invoice, usage_claim, did_charge_claim.
-- Lock: the advisory locks of the invoices' entities that runs take, in the order of the entities, so that nothing is released
-- while a run goes on that would not see it; then the invoices, in the order of their ids. A second run finds them void and
-- changes nothing.
-- Runs inside an act.
-- Rows expected: one per invoice that was a draft or approved.

-- name: lock_runs
SELECT pg_advisory_xact_lock(hashtextextended('didtron.run_invoices', entity_id))
FROM (
    SELECT DISTINCT entity_id FROM invoice WHERE id = ANY (:'invoice_ids'::bigint[]) ORDER BY entity_id
    OFFSET 0) AS entity;

-- name: lock_invoices
SELECT id FROM invoice WHERE id = ANY (:'invoice_ids'::bigint[]) ORDER BY id FOR UPDATE;

-- name: void
WITH voided AS (
    UPDATE invoice SET state = 'void', voided_at = clock_timestamp()
    WHERE id = ANY (:'invoice_ids'::bigint[]) AND state IN ('draft', 'approved')
    RETURNING id
), released AS (
    UPDATE usage_claim SET invoice_id = NULL FROM voided WHERE usage_claim.invoice_id = voided.id
), released_charge AS (
    DELETE FROM did_charge_claim USING voided WHERE did_charge_claim.invoice_id = voided.id
)
SELECT id AS invoice_id FROM voided ORDER BY id;

-- Approves drafts.
--
-- Parameters: invoice_ids bigint[].
-- Reads and writes: invoice.
-- Lock: the invoices, in the order of their ids. A second run finds no draft and changes nothing.
-- Runs inside an act.
-- Rows expected: one per invoice that was a draft.

-- name: lock_invoices
SELECT id FROM invoice WHERE id = ANY (:'invoice_ids'::bigint[]) ORDER BY id FOR UPDATE;

-- name: approve
UPDATE invoice SET state = 'approved', approved_at = clock_timestamp()
WHERE id = ANY (:'invoice_ids'::bigint[]) AND state = 'draft'
RETURNING id AS invoice_id;

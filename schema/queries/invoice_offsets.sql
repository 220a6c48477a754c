-- What an invoice says of sums that were not above zero and are on its lines: for `didtron invoice show`.
--
-- Parameters: invoice_id bigint.
-- Result: one row per sum, what was carried first, then by period.

SELECT kind, period_start_on, period_end_on, amount_micros
FROM invoice_offset
WHERE invoice_id = :'invoice_id'::bigint
ORDER BY kind, period_start_on;

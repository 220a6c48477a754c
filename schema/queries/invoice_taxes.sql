-- The taxes of one invoice in their order: for `didtron invoice show`.
--
-- Parameters: invoice_id bigint.
-- Result: one row per tax and rate. Minor units of the invoice's currency.

SELECT tax, rate_millionths, base_minor, tax_minor
FROM invoice_tax
WHERE invoice_id = :'invoice_id'::bigint
ORDER BY position;

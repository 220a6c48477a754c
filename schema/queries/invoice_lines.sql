-- The lines of one invoice in their order: for `didtron invoice show`.
--
-- Parameters: invoice_id bigint.
-- Result: one row per line.

SELECT line_number, kind, service_period, product.code AS product_code, product.name AS product_name, destination, calls,
    billed_s, nanos_per_minute, setup_fee_nanos, rate_currency, invoice_line.exact_micros, amount_minor
FROM invoice_line JOIN product ON product.id = product_id
WHERE invoice_id = :'invoice_id'::bigint
ORDER BY line_number;

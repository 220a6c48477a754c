-- Lines of one invoice from a number on, in their order.
-- Owner: Receivables.
--
-- Parameters: invoice_id bigint; after_number integer (0 = from the first); row_limit integer.
-- Result: one row per line.

SELECT line_number, kind, service_period, product.name AS product_name, destination, calls, billed_s, nanos_per_minute,
    setup_fee_nanos, rate_currency, exact_micros, amount_minor
FROM invoice_line JOIN product ON product.id = product_id
WHERE invoice_id = :'invoice_id'::bigint AND line_number > :'after_number'::integer
ORDER BY line_number
LIMIT :'row_limit'::integer;

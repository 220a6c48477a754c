-- Payments of the customer and back to it, the newest value day first.
-- Owner: Receivables.
--
-- Parameters: before_on date, before_id bigint: the last row of the page before (null = from the newest); row_limit integer.
-- Result: at most row_limit rows. Minor units of the currency.

SELECT * FROM portal_payments(:'before_on'::date, :'before_id'::bigint, :'row_limit'::integer);

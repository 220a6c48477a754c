-- Rates of the customer that are in effect or announced, by prefix.
-- Owner: Receivables.
--
-- Parameters: sought text: the beginning of a prefix, or part of a destination's name (null = any); after_prefix text, after_id integer: the
-- last row of the page before (null = from the first); row_limit integer.
-- Result: at most row_limit rows. Nanos (10^-9) of the currency.

SELECT * FROM portal_rates(:'sought'::text, :'after_prefix'::text, :'after_id'::integer, :'row_limit'::integer);

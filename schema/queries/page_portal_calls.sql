-- Calls of the customer on one billing day, the first started first.
-- Owner: Receivables.
--
-- Parameters: of_day date; after_micros bigint, after_chunk_id integer, after_ordinal integer: the last row of the page before (null = from
-- the first); row_limit integer.
-- Result: at most row_limit rows.

SELECT *
FROM portal_calls(:'of_day'::date, :'after_micros'::bigint, :'after_chunk_id'::integer, :'after_ordinal'::integer,
    :'row_limit'::integer);

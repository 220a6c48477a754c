-- Counts the calls of a file whose charge and cost are in different currencies, between which no exchange rate was in effect.
--
-- Parameters: file_id integer.
-- Result: one row.

SELECT COALESCE(sum(not_compared), 0)::bigint AS calls FROM chunk WHERE file_id = :'file_id'::integer;

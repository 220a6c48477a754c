-- Usage of the customer by day or by destination.
-- Owner: Receivables.
--
-- Parameters: first_on, until_on date: billing days, half open; by_day boolean; row_limit integer.
-- Result: at most row_limit rows, by day, or the largest amount first; sums of all rows beside each. Seconds, micros (10^-6) of the currency.

SELECT label, currency, minor_digits, attempts, answered, billed_s, micros, (sum(attempts) OVER whole)::bigint AS all_attempts,
    (sum(answered) OVER whole)::bigint AS all_answered, (sum(billed_s) OVER whole)::bigint AS all_billed_s,
    sum(micros) OVER whole AS all_micros, count(*) OVER () AS matching
FROM portal_usage(:'first_on'::date, :'until_on'::date, :'by_day'::boolean)
WINDOW whole AS (PARTITION BY currency)
ORDER BY CASE WHEN :'by_day'::boolean THEN label END, micros DESC, label, currency
LIMIT :'row_limit'::integer;

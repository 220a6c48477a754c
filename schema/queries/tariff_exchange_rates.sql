-- Exchange rates as the engine reads them.
--
-- Parameters: none.
-- Reads: exchange_rate.
-- Rows expected: one for each, by pair and day; days since 1970-01-01, rates in 10^-12.

SELECT from_currency, to_currency, effective_on - DATE '1970-01-01' AS effective_day,
    (rate * 1000000000000)::bigint AS picos
FROM exchange_rate
ORDER BY from_currency, to_currency, effective_on;

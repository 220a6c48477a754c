-- Exchange rates as the engine reads them: of each pair and day what was known at a revision.
--
-- Parameters: revision integer: rates of later ones are left out.
-- Reads: exchange_rate.
-- Rows expected: one for each pair and day; days since 1970-01-01, rates in 10^-12.

SELECT DISTINCT ON (from_currency, to_currency, effective_on) from_currency, to_currency,
    effective_on - DATE '1970-01-01' AS effective_day, (rate * 1000000000000)::bigint AS picos, revision
FROM exchange_rate
WHERE revision <= :'revision'::integer
ORDER BY from_currency, to_currency, effective_on, revision DESC;

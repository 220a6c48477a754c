-- Exchange rates.
--
-- Parameters: currency text: only pairs of it, or null.
-- Reads: exchange_rate.
-- Rows expected: one for each, by pair and day.

SELECT from_currency, to_currency, effective_on, trim_scale(rate)::text AS rate
FROM exchange_rate
WHERE :'currency'::text IS NULL OR :'currency'::text IN (from_currency, to_currency)
ORDER BY from_currency, to_currency, effective_on;

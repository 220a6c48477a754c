-- Exchange rates, with when they became known.
--
-- Parameters: currency text: only pairs of it, or null; has_history boolean: those that were corrected as well.
-- Reads: exchange_rate.
-- Rows expected: one for each, by pair and day, of one day the latest first.

SELECT rate.from_currency, rate.to_currency, rate.effective_on, trim_scale(rate.rate)::text AS rate, rate.revision,
    to_char(rate.known_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS known_at,
    correction.revision AS corrected_by, rate.reason
FROM exchange_rate AS rate
LEFT JOIN exchange_rate AS correction ON correction.from_currency = rate.from_currency
    AND correction.to_currency = rate.to_currency AND correction.effective_on = rate.effective_on
    AND correction.supersedes = rate.revision
WHERE (:'currency'::text IS NULL OR :'currency'::text IN (rate.from_currency, rate.to_currency))
    AND (:'has_history'::boolean OR correction.revision IS NULL)
ORDER BY rate.from_currency, rate.to_currency, rate.effective_on, rate.revision DESC;

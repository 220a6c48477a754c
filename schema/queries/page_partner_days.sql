-- Usage of one partner in closed files by billing day, of the days of a month.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; partner text: a code; first_on, until_on date: billing days, half open.
-- Result: one row per day, side (s = sell, b = buy) and currency with usage, by day; billed_s seconds, micros 10^-6 of the currency.

SELECT billing_on, side::text AS side, usage.currency, minor_digits, sum(attempts)::bigint AS attempts,
    sum(answered)::bigint AS answered, sum(billed_s) AS billed_s, sum(micros) AS micros
FROM usage JOIN currency ON currency.code = usage.currency
WHERE entity_id = :'entity_id'::smallint AND partner_id = (SELECT id FROM partner WHERE code = :'partner'::text)
    AND billing_on >= :'first_on'::date AND billing_on < :'until_on'::date
GROUP BY billing_on, side, usage.currency, minor_digits
HAVING sum(attempts) <> 0 OR sum(billed_s) <> 0 OR sum(micros) <> 0
ORDER BY billing_on, usage.currency, side DESC;

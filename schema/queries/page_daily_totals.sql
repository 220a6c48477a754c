-- Usage of an entity's closed files by billing day, of the days of a month.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; first_on, until_on date: billing days, half open.
-- Result: one row per day, side (s = sell, b = buy) and currency with usage, by day; billed_s seconds, micros 10^-6 of the currency.

SELECT billing_on, side::text AS side, daily_total.currency, minor_digits, attempts, answered, billed_s, micros
FROM daily_total JOIN currency ON currency.code = daily_total.currency
WHERE entity_id = :'entity_id'::smallint AND billing_on >= :'first_on'::date AND billing_on < :'until_on'::date
    AND (attempts <> 0 OR billed_s <> 0 OR micros <> 0)
ORDER BY billing_on, daily_total.currency, side DESC;

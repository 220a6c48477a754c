-- Usage of an entity's closed files by billing day, of the days of a month.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; first_on, until_on date: billing days, half open.
-- Result: one row per day and currency with usage, by day; sold_s and bought_s seconds, micros 10^-6 of the currency; null on a side
-- without usage, and the margin then, too.

SELECT billing_on, daily_total.currency, minor_digits, sum(billed_s) FILTER (WHERE side = 's') AS sold_s,
    sum(billed_s) FILTER (WHERE side = 'b') AS bought_s, sum(micros) FILTER (WHERE side = 's') AS sold_micros,
    sum(micros) FILTER (WHERE side = 'b') AS bought_micros,
    sum(micros) FILTER (WHERE side = 's') - sum(micros) FILTER (WHERE side = 'b') AS margin_micros
FROM daily_total JOIN currency ON currency.code = daily_total.currency
WHERE entity_id = :'entity_id'::smallint AND billing_on >= :'first_on'::date AND billing_on < :'until_on'::date
    AND (attempts <> 0 OR billed_s <> 0 OR micros <> 0)
GROUP BY billing_on, daily_total.currency, minor_digits
ORDER BY billing_on, daily_total.currency;

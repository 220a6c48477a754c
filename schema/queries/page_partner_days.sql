-- Usage of one partner in closed files by billing day, of the days of a month.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; partner text: a code; first_on, until_on date: billing days, half open.
-- Result: one row per day and currency with usage, by day; sold_s and bought_s seconds, micros 10^-6 of the currency; null on a side
-- without usage, and the margin then, too.

WITH summed AS (
    SELECT billing_on, side, currency, sum(attempts) AS attempts, sum(billed_s) AS billed_s, sum(micros) AS micros
    FROM usage
    WHERE entity_id = :'entity_id'::smallint AND partner_id = (SELECT id FROM partner WHERE code = :'partner'::text)
        AND billing_on >= :'first_on'::date AND billing_on < :'until_on'::date
    GROUP BY billing_on, side, currency
    HAVING sum(attempts) <> 0 OR sum(billed_s) <> 0 OR sum(micros) <> 0
)
SELECT billing_on, summed.currency, minor_digits, sum(billed_s) FILTER (WHERE side = 's') AS sold_s,
    sum(billed_s) FILTER (WHERE side = 'b') AS bought_s, sum(micros) FILTER (WHERE side = 's') AS sold_micros,
    sum(micros) FILTER (WHERE side = 'b') AS bought_micros,
    sum(micros) FILTER (WHERE side = 's') - sum(micros) FILTER (WHERE side = 'b') AS margin_micros
FROM summed JOIN currency ON currency.code = summed.currency
GROUP BY billing_on, summed.currency, minor_digits
ORDER BY billing_on, summed.currency;

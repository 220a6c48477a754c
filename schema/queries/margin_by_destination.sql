-- The destinations with the largest amounts in the usage of closed files, with what they cost, in the functional currency of an entity:
-- amounts in other currencies by the exchange rates of their days.
--
-- Parameters: entity_id smallint; count integer: rows at most.
-- Result: one row per destination of the master list, the largest revenue first; micros (10^-6) of the currency, unconverted counts what has
-- no exchange rate.

WITH daily AS MATERIALIZED (
    SELECT side, destination_id, currency, billing_on, sum(answered) AS answered, sum(billed_s) AS billed_s, sum(micros) AS micros
    FROM usage
    WHERE entity_id = :'entity_id'::smallint
    GROUP BY side, destination_id, currency, billing_on
), known AS MATERIALIZED (
    -- Few currencies and days, for many sums.
    SELECT day.currency, billing_on, rate.rate, rate.is_inverse
    FROM (SELECT DISTINCT currency, billing_on FROM daily) AS day
        JOIN entity ON entity.id = :'entity_id'::smallint
        CROSS JOIN LATERAL exchange_rate_on(day.currency, functional_currency, billing_on) AS rate
), converted AS (
    SELECT side, destination_id, answered, billed_s, functional_currency,
        CASE WHEN daily.currency = functional_currency THEN micros ELSE converted_at(micros, rate, is_inverse) END AS micros
    FROM daily
        JOIN entity ON entity.id = :'entity_id'::smallint
        LEFT JOIN known USING (currency, billing_on)
)
SELECT COALESCE(destination.name, '(none)') AS name, functional_currency AS currency, minor_digits,
    COALESCE(sum(answered) FILTER (WHERE side = 's'), 0)::bigint AS answered,
    COALESCE(sum(billed_s) FILTER (WHERE side = 's'), 0)::bigint AS billed_seconds,
    COALESCE(sum(micros) FILTER (WHERE side = 's'), 0) AS revenue_micros,
    COALESCE(sum(micros) FILTER (WHERE side = 'b'), 0) AS cost_micros, count(*) - count(micros) AS unconverted
FROM converted
    JOIN currency ON currency.code = functional_currency
    LEFT JOIN destination ON destination.id = destination_id
GROUP BY destination.name, functional_currency, minor_digits
ORDER BY revenue_micros DESC, name
LIMIT :'count'::integer;

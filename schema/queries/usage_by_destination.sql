-- The destinations with the largest amounts in the usage of closed files: what was called, and what it came to.
--
-- Parameters: side text: s = sell, b = buy. count integer: rows at most.
-- Result: one row per destination of the master list and currency, largest amount first.

SELECT COALESCE(destination.name, '(none)') AS name, usage.currency, minor_digits,
    sum(attempts)::bigint AS attempts, sum(answered)::bigint AS answered, sum(billed_s)::bigint AS billed_s,
    sum(micros) AS micros
FROM usage
JOIN currency ON currency.code = usage.currency
LEFT JOIN destination ON destination.id = destination_id
WHERE side = :'side'::"char"
GROUP BY destination.name, usage.currency, minor_digits
ORDER BY micros DESC, name, usage.currency
LIMIT :'count'::integer;

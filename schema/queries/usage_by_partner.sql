-- The partners with the largest amounts in the usage of closed files: who called, or who carried, and for how much.
--
-- Parameters: side text: s = sell, b = buy. count integer: rows at most.
-- Result: one row per partner and currency, largest amount first.

SELECT partner.code || ' ' || partner.name AS name, usage.currency, minor_digits,
    sum(attempts)::bigint AS attempts, sum(answered)::bigint AS answered, sum(billed_s)::bigint AS billed_s,
    sum(micros) AS micros
FROM usage
JOIN currency ON currency.code = usage.currency
JOIN partner ON partner.id = partner_id
WHERE side = :'side'::"char"
GROUP BY partner.code, partner.name, usage.currency, minor_digits
ORDER BY micros DESC, name, usage.currency
LIMIT :'count'::integer;

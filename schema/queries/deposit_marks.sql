-- Marks of deposits, standing ones first, then the newest.
--
-- Parameters: entity_id smallint; partner_id integer (null = all); standing boolean (true = only those that stand).
-- Result: one row per mark, at most 200. Micros of the currency.

SELECT partner.code AS partner, kind, deposit_mark.currency, minor_digits, available_micros, limit_micros, cleared_micros,
    to_char(raised_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS raised_at,
    to_char(cleared_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS cleared_at
FROM deposit_mark
    JOIN partner ON partner.id = partner_id
    JOIN currency ON currency.code = deposit_mark.currency
WHERE entity_id = :'entity_id'::smallint AND (:'partner_id'::integer IS NULL OR partner_id = :'partner_id'::integer)
    AND (:'standing'::boolean IS NOT TRUE OR cleared_at IS NULL)
ORDER BY cleared_at IS NOT NULL, deposit_mark.id DESC
LIMIT 200;

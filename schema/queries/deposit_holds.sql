-- Holds of deposits that keep something at this moment, the oldest first.
--
-- Parameters: entity_id smallint; partner_id integer (null = all); after_id bigint: those behind it (null = from the first);
-- row_limit integer (null = all).
-- Result: one row per hold. Micros of the currency.

SELECT hold.id AS hold_id, partner.code AS partner, hold.currency, minor_digits, amount_micros, captured_micros, state, reference,
    to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS made_at,
    to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS expires_at
FROM deposit_hold AS hold
    JOIN partner ON partner.id = partner_id
    JOIN currency ON currency.code = hold.currency
WHERE entity_id = :'entity_id'::smallint AND (:'partner_id'::integer IS NULL OR partner_id = :'partner_id'::integer)
    AND state <> 'released' AND expires_at > clock_timestamp()
    AND (:'after_id'::bigint IS NULL OR hold.id > :'after_id'::bigint)
ORDER BY hold.id
LIMIT :'row_limit'::integer;

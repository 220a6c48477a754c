-- Keeps a part of a customer's deposit for a call or session under way.
--
-- Parameters: entity_id smallint, partner_id integer, amount_micros bigint, seconds integer (until it expires), reference text.
-- Reads: agreement, currency, deposit_positions. Writes: deposit_hold.
-- Lock: the agreement until commit, so that holds of one customer follow each other; what is available is worked out behind it. A
-- second run holds a second time, which the request key of its act prevents.
-- Runs inside an act.
-- plans: kept
-- Rows expected: one.

-- name: lock_agreement
SELECT id
FROM agreement
WHERE entity_id = :'entity_id'::smallint AND partner_id = :'partner_id'::integer
FOR NO KEY UPDATE;

-- name: hold
INSERT INTO deposit_hold (entity_id, partner_id, currency, amount_micros, expires_at, reference)
SELECT entity_id, partner_id, currency, :'amount_micros'::bigint,
    clock_timestamp() + :'seconds'::integer * interval '1 second', :'reference'::text
FROM agreement
WHERE entity_id = :'entity_id'::smallint AND partner_id = :'partner_id'::integer
RETURNING id AS hold_id, currency, (SELECT minor_digits FROM currency WHERE code = deposit_hold.currency) AS minor_digits,
    amount_micros, to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS expires_at;

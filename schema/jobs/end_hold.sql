-- Captures what a hold came to, which stays kept until its usage is loaded, or releases it.
--
-- Parameters: hold_id bigint, captured_micros bigint (null = release), seconds integer: from now until what is captured expires.
-- Reads: currency. Reads and writes: deposit_hold.
-- Lock: the agreement, then the hold. A second run finds it captured, released or expired and is refused.
-- Runs inside an act.
-- plans: kept
-- Rows expected: one; none where there is no such hold.

-- name: lock_agreement
SELECT id
FROM agreement
WHERE (entity_id, partner_id) = (SELECT entity_id, partner_id FROM deposit_hold WHERE id = :'hold_id'::bigint)
FOR NO KEY UPDATE;

-- name: end
UPDATE deposit_hold
SET state = CASE WHEN :'captured_micros'::bigint IS NULL THEN 'released' ELSE 'captured' END,
    captured_micros = COALESCE(:'captured_micros'::bigint, captured_micros),
    ended_at = CASE WHEN :'captured_micros'::bigint IS NULL THEN clock_timestamp() END,
    expires_at = CASE WHEN :'captured_micros'::bigint IS NULL THEN expires_at
        ELSE clock_timestamp() + :'seconds'::integer * interval '1 second' END
WHERE id = :'hold_id'::bigint
RETURNING id AS hold_id, currency, (SELECT minor_digits FROM currency WHERE code = deposit_hold.currency) AS minor_digits,
    state, amount_micros, captured_micros;

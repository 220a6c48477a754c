-- Uses up a one-time code by its step, or a recovery code by its hash: neither counts twice.
--
-- Parameters: user_id integer; step bigint (null = none); code_hash bytea (null = none).
-- Reads: nothing. Writes: secret.second_factor, secret.recovery_code.
-- Lock: the row of either, so that one of two who use a code finds it used.
-- Runs inside an act. A second run finds it used and returns nothing.
-- Rows expected: one where the code counts.

-- name: use_code
WITH by_step AS (
    UPDATE secret.second_factor SET last_step = :'step'::bigint
    WHERE user_id = :'user_id'::integer AND confirmed_at IS NOT NULL AND last_step < :'step'::bigint
    RETURNING user_id
), by_code AS (
    UPDATE secret.recovery_code SET used_at = clock_timestamp()
    WHERE user_id = :'user_id'::integer AND hash = :'code_hash'::bytea AND used_at IS NULL
    RETURNING user_id
)
SELECT user_id FROM by_step UNION ALL SELECT user_id FROM by_code;

-- Confirms the second factor of a user, with codes for when it is lost.
--
-- Parameters: user_id integer; step bigint: of the code that was stated; code_hashes bytea[].
-- Reads: nothing. Writes: secret.second_factor, secret.recovery_code.
-- Lock: the row of the second factor. A second run finds it confirmed and changes nothing.
-- Runs inside an act.
-- Rows expected: one of confirm where it was not confirmed.

-- name: confirm
WITH confirmed AS (
    UPDATE secret.second_factor SET confirmed_at = clock_timestamp(), last_step = :'step'::bigint
    WHERE user_id = :'user_id'::integer AND confirmed_at IS NULL
    RETURNING user_id
), removed AS (
    DELETE FROM secret.recovery_code USING confirmed WHERE recovery_code.user_id = confirmed.user_id
)
SELECT user_id FROM confirmed;

-- name: add_codes
INSERT INTO secret.recovery_code (user_id, hash)
SELECT :'user_id'::integer, hash FROM unnest(:'code_hashes'::bytea[]) AS hash
WHERE EXISTS (SELECT FROM secret.second_factor
    WHERE user_id = :'user_id'::integer AND last_step = :'step'::bigint AND confirmed_at IS NOT NULL)
ON CONFLICT DO NOTHING;

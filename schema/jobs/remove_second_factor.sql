-- Takes the second factor and the recovery codes of a user away.
--
-- Parameters: user_id integer.
-- Reads: nothing. Writes: secret.second_factor, secret.recovery_code.
-- Lock: the rows. A second run finds none.
-- Runs inside an act.
-- Rows expected: one of remove_factor where there was one.

-- name: remove_codes
DELETE FROM secret.recovery_code WHERE user_id = :'user_id'::integer;

-- name: remove_factor
DELETE FROM secret.second_factor WHERE user_id = :'user_id'::integer RETURNING user_id;

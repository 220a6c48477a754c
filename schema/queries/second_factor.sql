-- The second factor of a user.
-- Owner: Accounts.
--
-- Parameters: user_id integer.
-- Result: one row, or none.

SELECT key, last_step, confirmed_at IS NOT NULL AS is_confirmed,
    (SELECT count(*) FROM secret.recovery_code AS code
        WHERE code.user_id = factor.user_id AND used_at IS NULL) AS recovery_codes
FROM secret.second_factor AS factor
WHERE user_id = :'user_id'::integer;

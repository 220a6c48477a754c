-- Enters the key of a second factor, which is not asked for until it is confirmed; one that was confirmed stays.
--
-- Parameters: user_id integer; key bytea: 20 bytes.
-- Reads: nothing. Writes: secret.second_factor.
-- Lock: the row of the second factor. A second run stores the other key in place of the first.
-- Runs inside an act.
-- Rows expected: one, or none where it was confirmed.

-- name: set_factor
INSERT INTO secret.second_factor AS factor (user_id, key) VALUES (:'user_id'::integer, :'key'::bytea)
ON CONFLICT (user_id) DO UPDATE SET key = EXCLUDED.key, last_step = 0 WHERE factor.confirmed_at IS NULL
RETURNING user_id;

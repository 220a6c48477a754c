-- Keeps an attempt to sign in.
--
-- Parameters: mail text, in small letters; address text: of the client; succeeded boolean.
-- Reads: nothing. Writes: secret.sign_in_attempt.
-- Lock: none; a second run is a second attempt.
-- Rows expected: none.

-- name: record_attempt
INSERT INTO secret.sign_in_attempt (mail, address, succeeded)
VALUES (left(:'mail'::text, 200), left(:'address'::text, 100), :'succeeded'::boolean);

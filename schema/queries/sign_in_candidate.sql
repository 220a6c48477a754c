-- Who signs in with an address, and how many attempts failed of late.
-- Owner: Accounts.
--
-- Parameters: mail text, in small letters; address text: of the client; minutes integer: how far back attempts count.
-- Result: one row; user_id is null where nobody with a password may sign in with the address. failures_of_mail counts since the last
-- success. An attempt is a failure from its beginning: failures_of_address takes off one for each success.

SELECT candidate.user_id, hash, COALESCE(has_second_factor, false) AS has_second_factor,
    (SELECT count(*) FROM secret.sign_in_attempt AS attempt
        WHERE attempt.mail = :'mail'::text AND NOT succeeded
            AND at > GREATEST(clock_timestamp() - :'minutes'::integer * INTERVAL '1 minute',
                (SELECT max(at) FROM secret.sign_in_attempt AS success
                    WHERE success.mail = :'mail'::text AND succeeded))) AS failures_of_mail,
    (SELECT count(*) FILTER (WHERE NOT succeeded) - count(*) FILTER (WHERE succeeded) FROM secret.sign_in_attempt AS attempt
        WHERE attempt.address = :'address'::text
            AND at > clock_timestamp() - :'minutes'::integer * INTERVAL '1 minute') AS failures_of_address
FROM (SELECT) AS always
    LEFT JOIN (
        SELECT app_user.id AS user_id, hash,
            EXISTS (SELECT FROM secret.second_factor AS factor
                WHERE factor.user_id = app_user.id AND confirmed_at IS NOT NULL) AS has_second_factor
        FROM app_user JOIN secret.user_password AS password ON password.user_id = app_user.id
        WHERE mail = :'mail'::text AND state = 'active') AS candidate ON true;

-- Whom a link lets in; none where it was used, has expired, or the user is suspended.
-- Owner: Accounts.
--
-- Parameters: token_hash bytea.
-- Result: one row, or none.

SELECT user_id, mail, purpose
FROM secret.sign_in_link JOIN app_user ON app_user.id = user_id
WHERE token_hash = :'token_hash'::bytea AND used_at IS NULL AND expires_at > clock_timestamp() AND state <> 'suspended';

-- Adds a user of the pages, invited.
--
-- Parameters: mail text, in small letters; name text; role text; entity_id smallint (null = all); partner_id integer (null = staff).
-- Reads: nothing. Writes: app_user.
-- Lock: none; a second run breaks the promise that an address is used once.
-- Runs inside an act.
-- Rows expected: one.

-- name: add_user
INSERT INTO app_user (mail, name, role, entity_id, partner_id)
VALUES (:'mail'::text, :'name'::text, :'role'::text, :'entity_id'::smallint, :'partner_id'::integer)
RETURNING id AS user_id;

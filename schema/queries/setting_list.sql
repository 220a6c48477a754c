-- Settings that somebody has set.
--
-- Parameters: name text: only that one; null = all.
-- Reads: setting.
-- Rows expected: one for each.

SELECT name, value, changed_by, to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS changed_at
FROM setting
WHERE :'name'::text IS NULL OR name = :'name'::text
ORDER BY name;

-- Records that a migration was applied, in the transaction that applied it.
--
-- Parameters: path text, text text: the file.
-- Reads: nothing. Writes: schema_migration. Lock: the migrator's advisory lock; a second run fails on the primary key.
-- Rows expected: 1.

-- name: record_migration
INSERT INTO schema_migration (path, sha256)
VALUES (:'path'::text, sha256(convert_to(:'text'::text, 'UTF8')));

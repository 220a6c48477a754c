-- The migrations of this version beside those that the database has.
--
-- Parameters: paths text[], texts text[]: the files of this version.
-- Reads: schema_migration. Rows expected: one per file on either side, by path.

SELECT
    path,
    file.text IS NOT NULL AS is_known,
    applied.sha256 IS NOT NULL AS is_applied,
    coalesce(applied.sha256 <> sha256(convert_to(file.text, 'UTF8')), false) AS is_changed
FROM unnest(:'paths'::text[], :'texts'::text[]) AS file (path, text)
FULL JOIN schema_migration AS applied USING (path)
ORDER BY path;

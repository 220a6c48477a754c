-- Keeps what was found in files.
--
-- Parameters: file_ids integer[], findings text[]: JSON, of each file.
-- Reads: nothing. Writes: file_findings.
-- Lock: none. A second run finds them kept and changes nothing: what was found first stays.
-- Rows expected: none.

-- name: store
INSERT INTO file_findings (file_id, findings)
SELECT file_id, findings::jsonb FROM unnest(:'file_ids'::integer[], :'findings'::text[]) AS found (file_id, findings)
ON CONFLICT (file_id) DO NOTHING;

-- Keeps what was found in a file.
--
-- Parameters: file_id integer, findings jsonb.
-- Reads: nothing. Writes: file_findings.
-- Lock: none. A second run finds them kept and changes nothing: what was found first stays.
-- Rows expected: none.

-- name: store
INSERT INTO file_findings (file_id, findings) VALUES (:'file_id'::integer, :'findings'::jsonb)
ON CONFLICT (file_id) DO NOTHING;

-- Keeps in the audit that somebody made, approved or issued invoices beside files that are not loaded to their end.
--
-- Parameters: entity_ids bigint[]: of the invoices; file_ids bigint[]: of the files.
-- Reads: cdr_file. Writes: audit_event.
-- Lock: none. A second run records that it was done a second time.
-- Runs inside an act.
-- Rows expected: none.

-- name: record
INSERT INTO audit_event (entity_id, subject_kind, subject_id, subject_label, after)
SELECT entity_id, 'cdr_file', id, name, '{"left_aside": true}'
FROM cdr_file
WHERE id = ANY (:'file_ids'::bigint[]) AND entity_id = ANY (:'entity_ids'::bigint[])
ORDER BY id;

-- Keeps in the audit that somebody made, approved or issued invoices beside files that are not loaded to their end.
--
-- Parameters: actor text; act text: invoice.run, invoice.approve or invoice.issue; entity_ids bigint[]: of the invoices;
-- file_ids bigint[]: of the files.
-- Reads: cdr_file. Writes: audit_event.
-- Lock: none. A second run records that it was done a second time.
-- Rows expected: none.

-- name: record
INSERT INTO audit_event (actor, act, entity_id, detail)
SELECT :'actor'::text, :'act'::text, entity_id, jsonb_build_object('without_files', files)
FROM unnest(:'entity_ids'::bigint[]) AS entity_id
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('file', id, 'name', name) ORDER BY id) AS files
        FROM cdr_file
        WHERE id = ANY (:'file_ids'::bigint[]) AND cdr_file.entity_id = entity_id.entity_id
    ) AS found
WHERE files IS NOT NULL
ORDER BY entity_id;

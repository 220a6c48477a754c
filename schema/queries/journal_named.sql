-- A journal by its id, or the one that records a document of that number.
--
-- Parameters: entity_id smallint (null = of any), name text: an id, or a number such as JV-main-2026-000001.
-- Reads: journal, document_issue.
-- Rows expected: none or one.

SELECT journal.id AS journal_id, journal.entity_id, journal.kind
FROM journal LEFT JOIN document_issue ON document_issue.document_id = journal.document_id
WHERE (:'entity_id'::smallint IS NULL OR journal.entity_id = :'entity_id'::smallint)
    AND (journal.id::text = :'name'::text OR number_text = :'name'::text AND reverses_journal_id IS NULL);

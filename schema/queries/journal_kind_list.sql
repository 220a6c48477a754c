-- The kinds of journals.
--
-- Parameters: none.
-- Reads: journal_kind, journal.
-- Rows expected: one for each kind.

SELECT code, name, names_document, takes_differences,
    (SELECT count(*) FROM journal WHERE journal.kind = journal_kind.code) AS journals
FROM journal_kind
ORDER BY position;

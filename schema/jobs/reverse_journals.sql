-- Takes journals by hand, or opening balances, back: a new journal names each of them, once. What records something else is taken
-- back by the act of its own subject.
--
-- Parameters: entity_id smallint, journal_ids bigint[], from_on date: from when the reversal is effective, null = on the days
--     of what it takes back; the first open day in any case.
-- Reads: journal, entry. Writes: journal, entry, account_balance.
-- Lock: the periods of the entity. A second run is refused: a journal is taken back once, which its key holds for two at the
-- same moment.
-- What it calls is done inside an act.
-- Rows expected: one a journal.

-- name: refuse_others
SELECT refuse('conflict', 'journal.not_by_hand', format('journal %s is of kind %s, not by hand', id, kind),
    jsonb_build_object('journal', id::text, 'kind', kind))
FROM journal
WHERE id = ANY (:'journal_ids'::bigint[]) AND entity_id = :'entity_id'::smallint AND kind NOT IN ('manual_journal', 'opening')
ORDER BY id
LIMIT 1;

-- name: reverse
CREATE TEMPORARY TABLE reversal ON COMMIT DROP AS
SELECT * FROM reverse_journals(:'entity_id'::smallint, :'journal_ids'::bigint[], :'from_on'::date);

-- name: reversed
SELECT reversal.journal_id, reversed_journal_id, number_text AS number,
    (SELECT min(effective_on)::text FROM entry WHERE entry.journal_id = reversal.journal_id) AS effective_on
FROM reversal
    JOIN journal ON journal.id = reversal.journal_id
    LEFT JOIN document_issue ON document_issue.document_id = journal.document_id
ORDER BY reversal.journal_id;

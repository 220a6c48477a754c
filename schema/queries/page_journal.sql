-- One journal of an entity: what it is, who wrote it, what it takes back, and whether it is sealed.
-- Owner: Ledger.
--
-- Parameters: journal_id bigint; entity_id smallint.
-- Result: one row, or none.

SELECT journal_kind.name AS kind_name, to_char(journal.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS recorded_at,
    journal.act_id, journal.document_id, issue.number_text, journal.reverses_journal_id, reversal.id AS reversed_by_id, sealed.block,
    (SELECT count(*) FROM entry WHERE entry.journal_id = journal.id) AS entries
FROM journal
    JOIN journal_kind ON journal_kind.code = journal.kind
    LEFT JOIN document_issue AS issue ON issue.document_id = journal.document_id
    LEFT JOIN journal AS reversal ON reversal.reverses_journal_id = journal.id
    LEFT JOIN sealed_record AS sealed ON sealed.kind = 'j' AND sealed.id = journal.id
WHERE journal.id = :'journal_id'::bigint AND journal.entity_id = :'entity_id'::smallint;

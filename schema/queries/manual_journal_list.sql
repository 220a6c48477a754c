-- Journals by hand and opening balances, the latest first.
--
-- Parameters: entity_id smallint, state text (proposed, posted, refused), document_id bigint: each null = any; row_limit integer.
-- Reads: manual_journal, manual_journal_line, document, document_issue, journal, entity, act, actor.
-- Rows expected: at most row_limit; state is reversed where a journal takes it back.

SELECT manual_journal.id AS document_id, entity.code AS entity, document_kind AS kind,
    CASE WHEN mirror.id IS NOT NULL THEN 'reversed' ELSE state END AS state, COALESCE(number_text, '') AS number,
    effective_on::text AS effective_on, description, needs_second,
    (SELECT count(*) FROM manual_journal_line AS line WHERE line.journal_id = manual_journal.id) AS lines,
    journal.id AS journal_id, mirror.id AS reversal_id, proposer.kind || chr(58) || proposer.name AS proposed_by,
    decider.kind || chr(58) || decider.name AS decided_by
FROM manual_journal
    JOIN entity ON entity.id = manual_journal.entity_id
    JOIN document ON document.id = manual_journal.id
    JOIN act AS proposal ON proposal.id = document.act_id
    JOIN actor AS proposer ON proposer.id = proposal.actor_id
    LEFT JOIN act AS decision ON decision.id = decided_act_id
    LEFT JOIN actor AS decider ON decider.id = decision.actor_id
    LEFT JOIN document_issue ON document_issue.document_id = manual_journal.id
    LEFT JOIN journal ON journal.document_id = manual_journal.id AND journal.reverses_journal_id IS NULL
    LEFT JOIN journal AS mirror ON mirror.reverses_journal_id = journal.id
WHERE (:'entity_id'::smallint IS NULL OR manual_journal.entity_id = :'entity_id'::smallint)
    AND (:'state'::text IS NULL OR state = :'state'::text)
    AND (:'document_id'::bigint IS NULL OR manual_journal.id = :'document_id'::bigint)
ORDER BY manual_journal.id DESC
LIMIT :'row_limit'::integer;

-- Takes journals by hand, or opening balances, back: a new journal names each of them, once. What records something else is taken
-- back by the act of its own subject. Where two persons are wanted for it, the first asks, and the second confirms by asking for the
-- same.
--
-- Parameters: entity_id smallint, journal_ids bigint[], from_on date: from when the reversal is effective, null = on the days
--     of what it takes back, or as who asked has stated; the first open day in any case. needs_second boolean: two persons are wanted.
-- Reads: journal, entry. Writes: reversal_request, journal, entry, account_balance.
-- Lock: the periods of the entity. A second run is refused: a journal is taken back once, which its key holds for two at the
-- same moment.
-- Runs inside an act.
-- Rows expected: one a journal; journal_id null where it was asked for, and waits for somebody else.

-- name: refuse_others
SELECT refuse('conflict', 'journal.not_by_hand', format('journal %s is of kind %s, not by hand', id, kind),
    jsonb_build_object('journal', id::text, 'kind', kind))
FROM journal
WHERE id = ANY (:'journal_ids'::bigint[]) AND entity_id = :'entity_id'::smallint AND kind NOT IN ('manual_journal', 'opening')
ORDER BY id
LIMIT 1;

-- name: decided
CREATE TEMPORARY TABLE decided ON COMMIT DROP AS
SELECT journal_id, from_on
FROM reversal_request
WHERE journal_id = ANY (:'journal_ids'::bigint[]) AND entity_id = :'entity_id'::smallint AND state = 'requested'
ORDER BY id
FOR UPDATE;

-- name: confirm
UPDATE reversal_request
SET state = CASE WHEN :'needs_second'::boolean THEN 'done' ELSE 'withdrawn' END, decided_act_id = current_act()
WHERE state = 'requested' AND journal_id IN (SELECT journal_id FROM decided);

-- name: refuse_taken_back
SELECT refuse('conflict', CASE WHEN mirror.id IS NULL THEN 'journal.is_a_reversal' ELSE 'journal.reversed_already' END,
    CASE WHEN mirror.id IS NULL
        THEN format('journal %s takes back journal %s, and is not taken back itself', journal.id, journal.reverses_journal_id)
        ELSE format('journal %s was taken back by journal %s', journal.id, mirror.id) END,
    jsonb_build_object('journal', journal.id::text))
FROM journal LEFT JOIN journal AS mirror ON mirror.reverses_journal_id = journal.id
WHERE :'needs_second'::boolean AND journal.id = ANY (:'journal_ids'::bigint[])
    AND (mirror.id IS NOT NULL OR journal.reverses_journal_id IS NOT NULL)
LIMIT 1;

-- name: request
INSERT INTO reversal_request (journal_id, entity_id, from_on)
SELECT id, entity_id, :'from_on'::date
FROM journal
WHERE :'needs_second'::boolean AND id = ANY (:'journal_ids'::bigint[]) AND entity_id = :'entity_id'::smallint
    AND id NOT IN (SELECT journal_id FROM decided)
ORDER BY id;

-- name: reverse
CREATE TEMPORARY TABLE reversal ON COMMIT DROP AS
SELECT *
FROM reverse_journals(:'entity_id'::smallint, ARRAY(
    SELECT id
    FROM unnest(:'journal_ids'::bigint[]) AS wanted (id)
    WHERE NOT :'needs_second'::boolean OR id IN (SELECT journal_id FROM decided)),
    COALESCE(:'from_on'::date, (SELECT max(from_on) FROM decided)));

-- name: reversed
SELECT reversal.journal_id, journal.id AS reversed_journal_id, number_text AS number,
    (SELECT min(effective_on)::text FROM entry WHERE entry.journal_id = reversal.journal_id) AS effective_on
FROM journal
    LEFT JOIN reversal ON reversed_journal_id = journal.id
    LEFT JOIN document_issue ON document_issue.document_id = journal.document_id
WHERE journal.id = ANY (:'journal_ids'::bigint[])
ORDER BY journal.id;

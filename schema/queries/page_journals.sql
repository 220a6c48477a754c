-- One page of the journals of an entity, the newest first.
-- Owner: Ledger.
--
-- Parameters: entity_id smallint; kind text (null = any); journal_id bigint: this one alone (null = any); from_on, to_on date: with an entry
-- that takes effect from the one to the other, both inclusive (null = any); before_id bigint: those before it (null = from the newest);
-- row_limit integer.
-- Result: at most row_limit rows.

WITH page AS MATERIALIZED (
    SELECT *
    FROM journal
    WHERE entity_id = :'entity_id'::smallint AND (:'kind'::text IS NULL OR kind = :'kind'::text)
        AND (:'journal_id'::bigint IS NULL OR id = :'journal_id'::bigint)
        AND (:'before_id'::bigint IS NULL OR id < :'before_id'::bigint)
        AND (:'from_on'::date IS NULL AND :'to_on'::date IS NULL OR EXISTS (SELECT FROM entry
            WHERE journal_id = journal.id AND effective_on BETWEEN COALESCE(:'from_on'::date, '-infinity')
                AND COALESCE(:'to_on'::date, 'infinity')))
    ORDER BY id DESC
    LIMIT :'row_limit'::integer
)
SELECT page.id AS journal_id, page.kind, journal_kind.name AS kind_name, issue.number_text AS document, page.document_id,
    to_char(page.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS recorded_at, page.act_id,
    page.reverses_journal_id, reversal.id AS reversed_by_id, sealed.block
FROM page
    JOIN journal_kind ON journal_kind.code = page.kind
    LEFT JOIN document_issue AS issue ON issue.document_id = page.document_id
    LEFT JOIN journal AS reversal ON reversal.reverses_journal_id = page.id
    LEFT JOIN sealed_record AS sealed ON sealed.kind = 'j' AND sealed.id = page.id
ORDER BY page.id DESC;

-- The statement of a partner's accounts: the balance before the first day, each movement with the balance behind it, in the
-- order of days; as of any day, and as it was known at any moment. A positive balance is what the partner owes: receivable less
-- payable less deposit.
--
-- Entries of one journal on one account and day are one movement; usage that a deposit pays is one a day. The balance before is the
-- present one less what came later, so that what is read is as much as the days since; as it was known then, it is a sum.
--
-- Parameters: entity_id smallint; partner_id integer; types text[]: of receivable, payable, prepaid; from_on, to_on date: first
-- and last day of effect (null = from the beginning, to the end); known_at timestamptz (journals recorded by then; null = all).
-- Reads: ledger_account, account_balance, entry, journal, document_issue, manual_journal.
-- Rows expected: per currency one of row_kind opening, one a movement, and one of closing for each account and for all of
-- them (account null). Micros are of the currency, debits less credits.

WITH account AS MATERIALIZED (
    SELECT account.id, account.type, account.currency, COALESCE(balance_micros, 0) AS present_micros, position
    FROM ledger_account AS account
        JOIN ledger_account_type AS type ON type.code = account.type
        LEFT JOIN account_balance ON account_id = account.id
    WHERE account.entity_id = :'entity_id'::smallint AND account.partner_id = :'partner_id'::integer
        AND account.type = ANY (:'types'::text[])
), leg AS MATERIALIZED (
    SELECT account.id AS account_id, account.type, account.currency, entry.id, entry.journal_id, effective_on,
        sign * amount_micros AS micros
    FROM account
        CROSS JOIN LATERAL (
            SELECT id, journal_id, effective_on, amount_micros, 1 AS sign
            FROM entry
            WHERE debit_account_id = account.id
                AND (:'known_at'::timestamptz IS NOT NULL OR :'from_on'::date IS NULL OR effective_on >= :'from_on'::date)
            UNION ALL
            SELECT id, journal_id, effective_on, amount_micros, -1
            FROM entry
            WHERE credit_account_id = account.id
                AND (:'known_at'::timestamptz IS NOT NULL OR :'from_on'::date IS NULL OR effective_on >= :'from_on'::date)
        ) AS entry
    WHERE :'known_at'::timestamptz IS NULL
        OR journal_id IN (SELECT id FROM journal WHERE recorded_at <= :'known_at'::timestamptz)
), before AS (
    SELECT account.type, account.currency, position, CASE
        WHEN :'known_at'::timestamptz IS NULL THEN present_micros - COALESCE(sum(micros), 0)
        ELSE COALESCE(sum(micros) FILTER (WHERE effective_on < :'from_on'::date), 0) END AS micros
    FROM account LEFT JOIN leg ON leg.account_id = account.id
    GROUP BY account.id, account.type, account.currency, present_micros, position
), movement AS (
    SELECT leg.currency, effective_on, leg.type, journal.kind, sum(micros) AS micros,
        CASE WHEN journal.kind <> 'usage' THEN leg.journal_id END AS journal_id, min(leg.journal_id) AS first_journal_id,
        journal.document_id, journal.reverses_journal_id
    FROM leg JOIN journal ON journal.id = leg.journal_id
    WHERE (:'from_on'::date IS NULL OR effective_on >= :'from_on'::date)
        AND (:'to_on'::date IS NULL OR effective_on <= :'to_on'::date)
    GROUP BY leg.currency, effective_on, leg.type, journal.kind, journal.document_id, journal.reverses_journal_id,
        CASE WHEN journal.kind <> 'usage' THEN leg.journal_id END
    HAVING sum(micros) <> 0
), opening AS (
    SELECT currency, sum(micros) AS micros FROM before GROUP BY currency
), line AS (
    SELECT currency, 0 AS part, NULL::date AS effective_on, NULL::text AS type, NULL::text AS kind, 0::numeric AS micros,
        NULL::bigint AS journal_id, NULL::bigint AS document_id, NULL::bigint AS reverses_journal_id, 0::bigint AS place,
        micros AS balance_micros
    FROM opening
    UNION ALL
    SELECT movement.currency, 1, effective_on, type, kind, movement.micros, journal_id, document_id, reverses_journal_id,
        row_number() OVER in_order, opening.micros + sum(movement.micros) OVER in_order
    FROM movement JOIN opening USING (currency)
    WINDOW in_order AS (PARTITION BY movement.currency ORDER BY effective_on, first_journal_id, type)
    UNION ALL
    SELECT currency, 2, NULL, type, NULL, 0, NULL, NULL, NULL, position, sum(micros)
    FROM (
        SELECT currency, type, position, micros FROM before
        UNION ALL
        SELECT movement.currency, type, position, movement.micros
        FROM movement JOIN ledger_account_type ON code = type) AS summed
    GROUP BY GROUPING SETS ((currency, type, position), (currency))
)
SELECT line.currency, minor_digits, CASE part WHEN 0 THEN 'opening' WHEN 1 THEN 'movement' ELSE 'closing' END AS row_kind,
    line.effective_on::text AS effective_on, line.type AS account, line.kind, journal_kind.name AS kind_name,
    CASE WHEN reverses_journal_id IS NOT NULL THEN 'Reversal of ' ELSE '' END
        || COALESCE(number_text, CASE WHEN reverses_journal_id IS NOT NULL THEN 'journal ' || reverses_journal_id END,
            journal_kind.name) || COALESCE(', ' || manual_journal.description, '') AS description,
    COALESCE(number_text, '') AS document, journal_id, GREATEST(line.micros, 0) AS debit_micros,
    GREATEST(-line.micros, 0) AS credit_micros,
    balance_micros
FROM line
    JOIN currency ON code = line.currency
    LEFT JOIN journal_kind ON journal_kind.code = line.kind
    LEFT JOIN document_issue ON document_issue.document_id = line.document_id
    LEFT JOIN manual_journal ON manual_journal.id = line.document_id
ORDER BY line.currency, part, place, line.type NULLS LAST;

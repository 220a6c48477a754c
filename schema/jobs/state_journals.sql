-- Reads the lines of journals by hand, or the balances with which books are opened, and finds what is wrong with them;
-- propose_journals enters them, in the same transaction.
--
-- A row is a line: an amount from one account to another. Rows of one journal have the same key. Of opening balances a row is the
-- balance of one account, on the side on which its class usually has it (below zero: on the other), against the account opening;
-- an account is opened once.
--
-- Parameters: entity_id smallint; kind text: manual_journal or opening; rows jsonb: list of objects with line (of the file),
--     journal (key), effective_on, description, currency, amount_micros, and where they are stated partner, functional_micros,
--     service_period, text; of a manual journal debit and credit, of opening balances account.
-- Reads: entity, partner, agreement, ledger_account_type, currency, manual_journal. Writes: the temporary table stated_line.
-- Lock: of opening balances an advisory lock of the entity until commit, so that no account is opened twice. A second run in one
-- transaction fails on the temporary table.
-- Rows expected: one of faults for each thing that is wrong.

-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('didtron.opening', :'entity_id'::smallint))
WHERE :'kind'::text = 'opening';

-- name: stated_line
CREATE TEMPORARY TABLE stated_line ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY stated.line) AS place, stated.line, COALESCE(stated.journal, '') AS journal,
    stated.effective_on, stated.description, stated.currency, abs(stated.amount_micros) AS amount_micros,
    abs(stated.functional_micros) AS functional_micros, sign(stated.functional_micros) * sign(stated.amount_micros) < 0
        AS is_contrary,
    COALESCE(stated.service_period, date_trunc('month', stated.effective_on::timestamp)::date) AS service_period,
    NULLIF(btrim(stated.text), '') AS text, stated.partner AS partner_code, partner.id AS partner_id,
    agreement.currency AS agreement_currency,
    CASE WHEN account IS NULL THEN debit
        WHEN (class IN ('asset', 'expense')) = (amount_micros > 0) THEN account ELSE 'opening' END AS debit_type,
    CASE WHEN account IS NULL THEN credit
        WHEN (class IN ('asset', 'expense')) = (amount_micros > 0) THEN 'opening' ELSE account END AS credit_type,
    account
FROM jsonb_to_recordset(:'rows'::jsonb) AS stated (line integer, journal text, effective_on date, description text, debit text,
        credit text, account text, partner text, currency text, amount_micros numeric, functional_micros numeric,
        service_period date, text text)
    LEFT JOIN partner ON partner.code = stated.partner
    LEFT JOIN agreement ON agreement.partner_id = partner.id AND agreement.entity_id = :'entity_id'::smallint
    LEFT JOIN ledger_account_type AS opened ON opened.code = account;

-- name: faults
WITH side AS (
    SELECT stated_line.*, field, type_code, per_partner, type.code IS NULL AS is_unknown
    FROM stated_line
        CROSS JOIN LATERAL (VALUES ('debit', debit_type), ('credit', credit_type)) AS stated (field, type_code)
        LEFT JOIN ledger_account_type AS type ON type.code = type_code
    -- What opening balances are against is not stated.
    WHERE account IS NULL OR type_code IS DISTINCT FROM 'opening' OR account = 'opening' AND field = 'debit'
), fault AS (
    SELECT line, CASE WHEN account IS NULL THEN field ELSE 'account' END AS field,
        CASE WHEN type_code IS NULL THEN 'empty' ELSE 'no account of the chart' END AS reason
    FROM side
    WHERE is_unknown
    UNION ALL
    SELECT line, 'partner', format('%s is kept per partner: whose is it?', type_code)
    FROM side
    WHERE per_partner AND partner_code IS NULL
    UNION ALL
    SELECT line, 'partner', 'there is no such partner' FROM stated_line WHERE partner_code IS NOT NULL AND partner_id IS NULL
    UNION ALL
    SELECT line, 'partner', 'the partner has no agreement with the entity'
    FROM stated_line
    WHERE partner_id IS NOT NULL AND agreement_currency IS NULL
    UNION ALL
    SELECT DISTINCT line, 'currency', format('the agreement with %s is in %s', partner_code, agreement_currency)
    FROM side
    WHERE per_partner AND currency <> agreement_currency
    UNION ALL
    SELECT line, 'credit', 'debit and credit are the same account: of two partners, go by way of clearing'
    FROM stated_line
    WHERE debit_type = credit_type AND account IS NULL
    UNION ALL
    SELECT line, 'account', 'the account that the others are opened against' FROM stated_line WHERE account = 'opening'
    UNION ALL
    SELECT line, 'amount', 'not above zero' FROM stated_line WHERE amount_micros = 0
    UNION ALL
    SELECT DISTINCT line, 'amount', format('not in whole minor units of %s, in which %s is kept', side.currency, type_code)
    FROM side JOIN currency ON code = side.currency
    WHERE type_code IN ('receivable', 'payable', 'bank') AND amount_micros % minor_unit_micros(minor_digits) <> 0
    UNION ALL
    SELECT line, 'functional_amount', 'on the other side than the amount' FROM stated_line WHERE is_contrary
    UNION ALL
    SELECT line, 'functional_amount', format('another amount of %s than the amount itself', functional_currency)
    FROM stated_line JOIN entity ON entity.id = :'entity_id'::smallint
    WHERE currency = functional_currency AND functional_micros <> amount_micros
    UNION ALL
    SELECT line, 'on', CASE WHEN effective_on IS NULL THEN 'empty' ELSE 'not from 1990 to 2199' END
    FROM stated_line
    WHERE effective_on IS NULL OR effective_on NOT BETWEEN DATE '1990-01-01' AND DATE '2199-12-31'
    UNION ALL
    SELECT line, 'description', 'empty'
    FROM stated_line
    WHERE place IN (SELECT min(place) FROM stated_line GROUP BY journal) AND COALESCE(btrim(description), '') = ''
    UNION ALL
    SELECT line, 'on', 'not the day of the rows of this journal before it'
    FROM (SELECT line, effective_on, first_value(effective_on) OVER (PARTITION BY journal ORDER BY place) AS first_on
        FROM stated_line) AS dated
    WHERE effective_on <> first_on
    UNION ALL
    SELECT line, 'account', 'the same account as in a row before'
    FROM (SELECT line, row_number() OVER (PARTITION BY account, CASE WHEN per_partner THEN partner_id END, currency
            ORDER BY place) AS times
        FROM stated_line JOIN ledger_account_type ON code = account) AS counted
    WHERE times > 1
    UNION ALL
    SELECT stated_line.line, 'account', format('opened already, by %s', COALESCE(number_text, 'a proposal'))
    FROM stated_line
        JOIN ledger_account_type ON code = account AND account <> 'opening'
        JOIN manual_journal AS opened ON opened.entity_id = :'entity_id'::smallint AND document_kind = 'opening'
            AND state <> 'refused' AND NOT EXISTS (
                SELECT FROM journal JOIN journal AS mirror ON mirror.reverses_journal_id = journal.id
                WHERE journal.document_id = opened.id)
        JOIN manual_journal_line AS line ON line.journal_id = opened.id AND line.currency = stated_line.currency
            AND account IN (line.debit_type, line.credit_type)
            AND (NOT per_partner OR line.partner_id = stated_line.partner_id)
        LEFT JOIN document_issue ON document_id = opened.id
)
SELECT line, field, reason FROM fault ORDER BY line, field, reason;

-- Entries of the journals that name one document.
-- Owner: Receivables.
--
-- Parameters: document_id bigint; row_limit integer.
-- Result: at most row_limit rows, by journal; an entry debits one account and credits another. Amounts in micros (10^-6) of the currency.

SELECT journal.id AS journal_id, journal_kind.name AS kind, reverses_journal_id,
    to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS recorded_at, effective_on, entry.service_period,
    entry.currency, minor_digits, debit_type.name AS debit_account, credit_type.name AS credit_account, amount_micros
FROM journal
    JOIN journal_kind ON journal_kind.code = journal.kind
    JOIN entry ON entry.journal_id = journal.id
    JOIN currency ON currency.code = entry.currency
    JOIN ledger_account AS debit ON debit.id = debit_account_id
    JOIN ledger_account_type AS debit_type ON debit_type.code = debit.type
    JOIN ledger_account AS credit ON credit.id = credit_account_id
    JOIN ledger_account_type AS credit_type ON credit_type.code = credit.type
WHERE journal.document_id = :'document_id'::bigint
ORDER BY journal.id, entry.service_period, entry.id
LIMIT :'row_limit'::integer;

-- Ledger entries, newest first.
--
-- Parameters: account_id integer (on either side), journal_id bigint, partner_id integer, from_on and to_on date
-- (effective, inclusive); each null = all. row_limit integer.
-- Result: one row per entry, at most row_limit; amounts are micros of the currency.

SELECT entry.id AS entry_id, journal_id, journal.kind, COALESCE(number_text, '') AS document, effective_on, service_period,
    debit.type AS debit_type, debit_partner.code AS debit_partner, credit.type AS credit_type,
    credit_partner.code AS credit_partner, amount_micros, functional_micros, entry.currency, minor_digits
FROM entry
    JOIN journal ON journal.id = journal_id
    JOIN ledger_account AS debit ON debit.id = debit_account_id
    JOIN ledger_account AS credit ON credit.id = credit_account_id
    JOIN currency ON currency.code = entry.currency
    LEFT JOIN partner AS debit_partner ON debit_partner.id = debit.partner_id
    LEFT JOIN partner AS credit_partner ON credit_partner.id = credit.partner_id
    LEFT JOIN document_issue ON document_issue.document_id = journal.document_id
WHERE (:'account_id'::integer IS NULL OR :'account_id'::integer IN (debit_account_id, credit_account_id))
    AND (:'journal_id'::bigint IS NULL OR journal_id = :'journal_id'::bigint)
    AND (:'partner_id'::integer IS NULL OR :'partner_id'::integer IN (debit.partner_id, credit.partner_id))
    AND (:'from_on'::date IS NULL OR effective_on >= :'from_on'::date)
    AND (:'to_on'::date IS NULL OR effective_on <= :'to_on'::date)
ORDER BY entry.id DESC
LIMIT :'row_limit'::integer;

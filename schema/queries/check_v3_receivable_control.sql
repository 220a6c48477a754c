-- V3: the receivable account of each partner and currency is the sum of the open balances of the partner's issued
-- invoices and of what journals by hand and opening balances moved there, which is on no invoice. (Unapplied credits and payments
-- join when there are any.)
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected (invoices), found (ledger).

WITH leg AS (
    SELECT debit_account_id AS account_id, amount_micros AS micros FROM entry
    UNION ALL
    SELECT credit_account_id, -amount_micros FROM entry
), ledger AS (
    SELECT account.entity_id, partner_id, currency, sum(micros) AS micros
    FROM leg JOIN ledger_account AS account ON account.id = account_id
    WHERE type = 'receivable'
    GROUP BY account.entity_id, partner_id, currency
), open_invoice AS (
    SELECT entity_id, partner_id, currency,
        sum((total_minor - paid_minor - credited_minor - netted_minor - written_off_minor)
            * minor_unit_micros(minor_digits)) AS micros,
        count(*) AS invoices
    FROM invoice
    WHERE state = 'issued'
    GROUP BY entity_id, partner_id, currency
), by_hand AS (
    -- That these entries are what was stated, the check of journals tells.
    SELECT account.entity_id, account.partner_id, account.currency, sum(sign * amount_micros) AS micros
    FROM journal
        JOIN entry ON entry.journal_id = journal.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
        JOIN ledger_account AS account ON account.id = account_id
    WHERE kind IN ('manual_journal', 'opening') AND type = 'receivable'
    GROUP BY account.entity_id, account.partner_id, account.currency
), compared AS (
    SELECT entity_id, partner_id, currency, COALESCE(open_invoice.micros, 0) + COALESCE(by_hand.micros, 0) AS expected,
        COALESCE(ledger.micros, 0) AS found, COALESCE(invoices, 0) AS invoices
    FROM open_invoice
        FULL JOIN ledger USING (entity_id, partner_id, currency)
        FULL JOIN by_hand USING (entity_id, partner_id, currency)
)
SELECT false AS is_offence, 'issued invoices' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    COALESCE(sum(invoices), 0)::numeric AS found, 1 AS position
FROM compared
UNION ALL
SELECT false, 'receivable', 'micros', currency, sum(expected), sum(found), 2 FROM compared GROUP BY currency
UNION ALL
SELECT true, format('receivable of partner %s, entity %s', COALESCE(partner.code, partner_id::text), entity_id), 'micros',
    currency, expected, found, 3
FROM compared LEFT JOIN partner ON partner.id = partner_id
WHERE expected <> found
ORDER BY position, subject, currency;

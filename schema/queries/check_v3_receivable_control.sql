-- V3: the receivable account of each partner and currency is the sum of the open balances of the partner's issued
-- invoices, less what it has paid that settles no invoice yet, and of what journals by hand and opening balances moved there; the
-- account of advances to a supplier is what is left of them, and what was moved there by hand.
--
-- The ledger from the entries that are not sealed and the sums of what is, or from all entries.
--
-- Parameters: is_full boolean: from all entries.
-- Result: is_offence, subject, unit, currency, expected (documents), found (ledger).

WITH ledger AS (
    SELECT account.entity_id, partner_id, currency, type, sum(debit_micros - credit_micros) AS micros
    FROM account_sums(:'is_full'::boolean) AS summed JOIN ledger_account AS account ON account.id = account_id
    WHERE type IN ('receivable', 'supplier_prepaid')
    GROUP BY account.entity_id, partner_id, currency, type
), open_document AS (
    SELECT entity_id, partner_id, currency, 'receivable' AS type,
        (total_minor - paid_minor - credited_minor - netted_minor - written_off_minor) * minor_unit_micros(minor_digits)::numeric AS micros
    FROM invoice
    WHERE state = 'issued'
    UNION ALL
    SELECT entity_id, partner_id, currency, CASE purpose WHEN 'advance' THEN 'supplier_prepaid' ELSE 'receivable' END,
        CASE purpose WHEN 'advance' THEN 1 ELSE -1 END * (total_minor - allocated_minor) * minor_unit_micros(minor_digits)::numeric
    FROM payment JOIN currency ON currency.code = currency
    WHERE purpose IN ('received', 'deposit_transfer', 'advance') AND state = 'recorded'
    UNION ALL
    -- That these entries are what was stated, the check of journals tells.
    SELECT account.entity_id, account.partner_id, account.currency, type, sign * amount_micros
    FROM journal
        JOIN entry ON entry.journal_id = journal.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
        JOIN ledger_account AS account ON account.id = account_id
    WHERE kind IN ('manual_journal', 'opening') AND type IN ('receivable', 'supplier_prepaid')
), open_sum AS (
    SELECT entity_id, partner_id, currency, type, sum(micros) AS micros
    FROM open_document
    GROUP BY entity_id, partner_id, currency, type
), compared AS (
    SELECT entity_id, partner_id, currency, type, COALESCE(open_sum.micros, 0) AS expected,
        COALESCE(ledger.micros, 0) AS found
    FROM open_sum FULL JOIN ledger USING (entity_id, partner_id, currency, type)
)
SELECT false AS is_offence, 'issued invoices' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM invoice
WHERE state = 'issued'
UNION ALL
SELECT false, replace(type, '_', ' '), 'micros', currency, sum(expected), sum(found), 2 FROM compared GROUP BY type, currency
UNION ALL
SELECT true, format('%s of partner %s, entity %s', replace(type, '_', ' '), COALESCE(partner.code, partner_id::text), entity_id),
    'micros', currency, expected, found, 3
FROM compared LEFT JOIN partner ON partner.id = partner_id
WHERE expected <> found
ORDER BY position, subject, currency;

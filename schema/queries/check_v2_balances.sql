-- V2: the stored balance of every partner account is the sum of its entries, and so is the number of entries.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected (from the entries), found (stored).

WITH leg AS (
    SELECT debit_account_id AS account_id, amount_micros AS micros FROM entry
    UNION ALL
    SELECT credit_account_id, -amount_micros FROM entry
), recomputed AS (
    SELECT account_id, sum(micros) AS micros, count(*) AS entries FROM leg GROUP BY account_id
), compared AS (
    SELECT account.id, account.type, account.currency, partner.code AS partner, COALESCE(micros, 0) AS expected,
        balance_micros AS found, COALESCE(recomputed.entries, 0) AS expected_entries, balance.entries AS found_entries
    FROM ledger_account AS account
        JOIN partner ON partner.id = account.partner_id
        LEFT JOIN recomputed ON recomputed.account_id = account.id
        LEFT JOIN account_balance AS balance ON balance.account_id = account.id
    WHERE recomputed.account_id IS NOT NULL OR balance.account_id IS NOT NULL
)
SELECT false AS is_offence, 'partner accounts' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM compared
UNION ALL
SELECT false, type, 'micros', currency, sum(expected), sum(found), 2 FROM compared GROUP BY type, currency
UNION ALL
SELECT true, format('account %s (%s of %s)', id, type, partner), 'micros', currency, expected, found, 3
FROM compared WHERE expected IS DISTINCT FROM found
UNION ALL
SELECT true, format('account %s (%s of %s): entries', id, type, partner), 'rows', NULL, expected_entries, found_entries, 3
FROM compared WHERE expected_entries IS DISTINCT FROM found_entries
ORDER BY position, subject, currency;

-- V2: the stored balance of every partner account is the sum of its entries, in its currency and in the functional one, and so
-- is the number of entries.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected (from the entries), found (stored).

WITH leg AS (
    SELECT debit_account_id AS account_id, amount_micros AS micros, functional_micros FROM entry
    UNION ALL
    SELECT credit_account_id, -amount_micros, -functional_micros FROM entry
), recomputed AS (
    SELECT account_id, sum(micros) AS micros, COALESCE(sum(functional_micros), 0) AS functional_micros,
        count(*) AS entries, count(*) - count(functional_micros) AS unconverted
    FROM leg
    GROUP BY account_id
), compared AS (
    SELECT account.id, account.type, account.currency, partner.code AS partner, COALESCE(micros, 0) AS expected,
        balance_micros AS found, COALESCE(recomputed.entries, 0) AS expected_entries, balance.entries AS found_entries,
        COALESCE(recomputed.unconverted, 0) AS expected_unconverted, balance.unconverted AS found_unconverted,
        COALESCE(recomputed.functional_micros, 0) AS expected_functional, balance.functional_micros AS found_functional,
        functional_currency
    FROM ledger_account AS account
        JOIN partner ON partner.id = account.partner_id
        JOIN entity ON entity.id = account.entity_id
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
UNION ALL
SELECT true, format('account %s (%s of %s): functional', id, type, partner), 'micros', functional_currency,
    expected_functional, found_functional, 3
FROM compared WHERE expected_functional IS DISTINCT FROM found_functional
UNION ALL
SELECT true, format('account %s (%s of %s): entries without a functional amount', id, type, partner), 'rows', NULL,
    expected_unconverted, found_unconverted, 3
FROM compared WHERE expected_unconverted IS DISTINCT FROM found_unconverted
ORDER BY position, subject, currency;

-- V2: the stored balance of every partner account is the sum of its entries, in its currency and in the functional one, and so
-- is the number of entries.
--
-- From the entries that are not sealed and the sums of what is, or from all entries: then these sums are what the sealed entries come
-- to, as well.
--
-- Parameters: is_full boolean: from all entries.
-- Result: is_offence, subject, unit, currency, expected (from the entries), found (stored).

WITH recomputed AS (
    SELECT account_id, sum(debit_micros - credit_micros) AS micros, sum(functional_micros) AS functional_micros,
        sum(entries) AS entries, sum(unconverted) AS unconverted
    FROM account_sums(:'is_full'::boolean)
    GROUP BY account_id
), sealed_leg AS (
    SELECT account_id, service_period, sum(debit) AS debit, sum(credit) AS credit, count(*) AS entries,
        COALESCE(sum(functional), 0) AS functional, count(*) - count(functional) AS unconverted
    FROM sealed_record AS sealed
        JOIN entry ON entry.journal_id = sealed.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, amount_micros, 0, functional_micros),
            (credit_account_id, 0, amount_micros, -functional_micros)) AS leg (account_id, debit, credit, functional)
    WHERE sealed.kind = 'j' AND :'is_full'::boolean
    GROUP BY account_id, service_period
), sealed AS (
    SELECT COALESCE(sealed_leg.account_id, stored.account_id) AS account_id, value.*
    FROM sealed_leg
        FULL JOIN (SELECT * FROM sealed_sum WHERE :'is_full'::boolean) AS stored ON stored.account_id = sealed_leg.account_id
            AND stored.service_period = sealed_leg.service_period
        CROSS JOIN LATERAL (VALUES ('debits', 'micros', COALESCE(debit, 0), debit_micros),
            ('credits', 'micros', COALESCE(credit, 0), credit_micros),
            ('functional', 'functional', COALESCE(functional, 0), functional_debit_micros - functional_credit_micros),
            ('entries', 'rows', COALESCE(sealed_leg.entries, 0), stored.entries),
            ('entries without a functional amount', 'rows', COALESCE(sealed_leg.unconverted, 0), stored.unconverted))
            AS value (measure, unit, expected, found)
    WHERE value.expected IS DISTINCT FROM value.found
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
UNION ALL
SELECT true, format('sealed sum of account %s: %s', account_id, measure), CASE sealed.unit WHEN 'functional' THEN 'micros' ELSE sealed.unit END,
    CASE sealed.unit WHEN 'micros' THEN account.currency END, sealed.expected, sealed.found, 3
FROM sealed LEFT JOIN ledger_account AS account ON account.id = account_id
ORDER BY position, subject, currency;

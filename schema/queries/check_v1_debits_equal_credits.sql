-- V1: in every journal and currency the debits equal the credits, each entry lies within one entity and currency, and
-- no amount is zero or negative, but for exchange differences, which are of the functional currency alone and in journals of
-- kinds that take them. The currency of a leg is read from its account, not from the entry. Each entry has an id of its own.
--
-- Parameters: none.
-- Result, as of every check: is_offence, subject, unit, currency, expected, found. Rows that are no offence are figures.

WITH leg AS (
    SELECT entry.journal_id, account.entity_id, account.currency, amount_micros AS debit, 0 AS credit
    FROM entry LEFT JOIN ledger_account AS account ON account.id = debit_account_id
    UNION ALL
    SELECT entry.journal_id, account.entity_id, account.currency, 0, amount_micros
    FROM entry LEFT JOIN ledger_account AS account ON account.id = credit_account_id
), journal_total AS (
    SELECT journal_id, entity_id, currency, sum(debit) AS debit, sum(credit) AS credit
    FROM leg
    GROUP BY journal_id, entity_id, currency
), offence AS (
    SELECT format('journal %s, entity %s', journal_id, entity_id) AS subject, 'micros' AS unit, currency,
        debit AS expected, credit AS found
    FROM journal_total
    WHERE debit <> credit OR currency IS NULL
    UNION ALL
    SELECT format('entry %s has no positive amount', entry.id), 'micros', currency, NULL, amount_micros
    FROM entry
        LEFT JOIN journal ON journal.id = journal_id
        LEFT JOIN journal_kind ON journal_kind.code = kind
    WHERE amount_micros < 0 OR amount_micros = 0 AND NOT (COALESCE(takes_differences, false)
        AND COALESCE(functional_micros > 0, false))
    UNION ALL
    SELECT format('entry %s is in no journal of its entity', entry.id), 'rows', NULL, 1, 0
    FROM entry LEFT JOIN journal ON journal.id = journal_id AND journal.entity_id = entry.entity_id
    WHERE journal.id IS NULL
    UNION ALL
    SELECT format('entry %s names another currency than its accounts', entry.id), 'rows', entry.currency, 0, 1
    FROM entry
        JOIN ledger_account AS debit ON debit.id = debit_account_id
        JOIN ledger_account AS credit ON credit.id = credit_account_id
    WHERE debit.currency <> entry.currency OR credit.currency <> entry.currency
        OR debit.entity_id <> entry.entity_id OR credit.entity_id <> entry.entity_id
    UNION ALL
    -- The key of entries has their day, by whose month they are partitioned.
    SELECT format('entry %s', id), 'rows', NULL, 1, count(*)
    FROM entry
    GROUP BY id
    HAVING count(*) > 1
)
SELECT false AS is_offence, 'journals' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM journal
UNION ALL
SELECT false, 'entries', 'rows', NULL, NULL, count(*), 2 FROM entry
UNION ALL
SELECT false, 'debits = credits', 'micros', currency, sum(debit), sum(credit), 3 FROM journal_total GROUP BY currency
UNION ALL
SELECT true, subject, unit, currency, expected, found, 4 FROM offence
ORDER BY position, currency, subject;

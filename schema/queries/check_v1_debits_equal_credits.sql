-- V1: in every journal and currency the debits equal the credits, each entry lies within one entity and currency, and
-- no amount is zero or negative, but for exchange differences, which are of the functional currency alone and in journals of
-- kinds that take them. The currency of a leg is read from its account, not from the entry. Each entry has an id of its own. What is
-- sealed comes, account by account, to what its blocks say.
--
-- Journals are looked at that are not sealed, and those of the newest blocks that together have no more than so many entries, the
-- newest in any case; of the others the sums that sealing has stored.
--
-- Parameters: entries_max bigint: entries of sealed journals that are enough, null = all.
-- Result, as of every check: is_offence, subject, unit, currency, expected, found. Rows that are no offence are figures.

WITH recent AS MATERIALIZED (
    SELECT number
    FROM (SELECT number, sum(entries) OVER (ORDER BY number DESC) AS entries_until, max(number) OVER () AS newest FROM seal_block) AS block
    WHERE entries_until <= :'entries_max'::bigint OR number = newest
), chosen AS MATERIALIZED (
    SELECT id
    FROM journal
    WHERE :'entries_max'::bigint IS NOT NULL
        AND NOT EXISTS (SELECT FROM sealed_record AS sealed WHERE sealed.kind = 'j' AND sealed.id = journal.id)
    UNION ALL
    SELECT id FROM recent JOIN sealed_record ON block = number WHERE kind = 'j' AND :'entries_max'::bigint IS NOT NULL
), chosen_entry AS NOT MATERIALIZED (
    SELECT * FROM entry WHERE :'entries_max'::bigint IS NULL
    UNION ALL
    SELECT entry.* FROM chosen JOIN entry ON journal_id = chosen.id
), leg AS (
    SELECT entry.journal_id, account.entity_id, account.currency, amount_micros AS debit, 0 AS credit
    FROM chosen_entry AS entry LEFT JOIN ledger_account AS account ON account.id = debit_account_id
    UNION ALL
    SELECT entry.journal_id, account.entity_id, account.currency, 0, amount_micros
    FROM chosen_entry AS entry LEFT JOIN ledger_account AS account ON account.id = credit_account_id
), journal_total AS (
    SELECT journal_id, entity_id, currency, sum(debit) AS debit, sum(credit) AS credit
    FROM leg
    GROUP BY journal_id, entity_id, currency
), sealed_total AS (
    SELECT account.entity_id, account.currency, sum(debit_micros) AS debit, sum(credit_micros) AS credit,
        sum(functional_debit_micros) AS functional_debit, sum(functional_credit_micros) AS functional_credit, sum(entries) AS entries
    FROM sealed_sum LEFT JOIN ledger_account AS account ON account.id = account_id
    GROUP BY account.entity_id, account.currency
), sealed AS (
    -- Mixed currencies are control sums alone.
    SELECT measure, unit, expected, found
    FROM (SELECT COALESCE(sum(entries), 0) AS entries, COALESCE(sum(amount_micros), 0) AS amount,
            COALESCE(sum(functional_micros), 0) AS functional FROM seal_block) AS block
        CROSS JOIN (SELECT COALESCE(sum(entries), 0) AS entries, COALESCE(sum(debit), 0) AS debit,
            COALESCE(sum(credit), 0) AS credit, COALESCE(sum(functional_debit), 0) AS functional_debit,
            COALESCE(sum(functional_credit), 0) AS functional_credit FROM sealed_total) AS total
        CROSS JOIN LATERAL (VALUES ('legs', 'rows', block.entries * 2, total.entries), ('debits', 'micros', amount, debit),
            ('credits', 'micros', amount, credit), ('functional debits', 'micros', functional, functional_debit),
            ('functional credits', 'micros', functional, functional_credit)) AS value (measure, unit, expected, found)
), offence AS (
    SELECT format('journal %s, entity %s', journal_id, entity_id) AS subject, 'micros' AS unit, currency,
        debit AS expected, credit AS found
    FROM journal_total
    WHERE debit <> credit OR currency IS NULL
    UNION ALL
    SELECT format('entry %s has no positive amount', entry.id), 'micros', currency, NULL, amount_micros
    FROM chosen_entry AS entry
        LEFT JOIN journal ON journal.id = journal_id
        LEFT JOIN journal_kind ON journal_kind.code = kind
    WHERE amount_micros < 0 OR amount_micros = 0 AND NOT (COALESCE(takes_differences, false)
        AND COALESCE(functional_micros > 0, false))
    UNION ALL
    SELECT format('entry %s is in no journal of its entity', entry.id), 'rows', NULL, 1, 0
    FROM chosen_entry AS entry LEFT JOIN journal ON journal.id = journal_id AND journal.entity_id = entry.entity_id
    WHERE journal.id IS NULL
    UNION ALL
    SELECT format('entry %s names another currency than its accounts', entry.id), 'rows', entry.currency, 0, 1
    FROM chosen_entry AS entry
        JOIN ledger_account AS debit ON debit.id = debit_account_id
        JOIN ledger_account AS credit ON credit.id = credit_account_id
    WHERE debit.currency <> entry.currency OR credit.currency <> entry.currency
        OR debit.entity_id <> entry.entity_id OR credit.entity_id <> entry.entity_id
    UNION ALL
    -- The key of entries has their day, by whose month they are partitioned.
    SELECT format('entry %s', id), 'rows', NULL, 1, count(*)
    FROM chosen_entry
    GROUP BY id
    HAVING count(*) > 1
    UNION ALL
    SELECT format('sealed entries of entity %s', entity_id), 'micros', currency, debit, credit
    FROM sealed_total
    WHERE debit <> credit OR currency IS NULL
    UNION ALL
    SELECT format('sealed sums and blocks: %s', measure), unit, NULL, expected, found FROM sealed WHERE expected <> found
)
SELECT false AS is_offence, 'journals' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM journal
UNION ALL
SELECT false, 'entries looked at', 'rows', NULL, NULL, count(*), 2 FROM chosen_entry
UNION ALL
SELECT false, 'legs sealed, as their blocks say', unit, NULL, expected, found, 3 FROM sealed WHERE measure = 'legs' AND found > 0
UNION ALL
SELECT false, 'debits = credits', 'micros', currency, sum(debit), sum(credit), 4 FROM journal_total GROUP BY currency
UNION ALL
SELECT true, subject, unit, currency, expected, found, 5 FROM offence
ORDER BY position, currency, subject;

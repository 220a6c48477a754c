-- The trial balance: debits, credits and balance of each type of account, by entity and currency; as of any day, and as it was
-- known at any moment.
--
-- Parameters: entity_id smallint (null = all), currency text (null = all), as_of date (entries effective on or before it; null =
-- all), known_at timestamptz (journals recorded by then; null = all).
-- Result: one row per entity, currency and type that has entries; micros are of the currency, functional_micros (debits less
-- credits) of the entity's, without the entries that have no such amount, which unconverted counts.

WITH chosen_entry AS NOT MATERIALIZED (
    SELECT entry.*
    FROM entry
    WHERE (:'as_of'::date IS NULL OR effective_on <= :'as_of'::date)
        AND (:'known_at'::timestamptz IS NULL
            OR journal_id IN (SELECT id FROM journal WHERE recorded_at <= :'known_at'::timestamptz))
        AND (:'entity_id'::smallint IS NULL OR entity_id = :'entity_id'::smallint)
        AND (:'currency'::text IS NULL OR currency = :'currency'::text)
), leg AS (
    SELECT debit_account_id AS account_id, amount_micros AS debit, 0 AS credit, functional_micros FROM chosen_entry
    UNION ALL
    SELECT credit_account_id, 0, amount_micros, -functional_micros FROM chosen_entry
)
SELECT entity.code AS entity_code, currency.code AS currency, minor_digits, type.code AS type, type.name, type.class,
    sum(debit) AS debit_micros, sum(credit) AS credit_micros, count(DISTINCT account.id) AS accounts,
    count(*) AS entries, entity.functional_currency, COALESCE(sum(functional_micros), 0) AS functional_micros,
    count(*) - count(functional_micros) AS unconverted
FROM leg
    JOIN ledger_account AS account ON account.id = account_id
    JOIN ledger_account_type AS type ON type.code = account.type
    JOIN entity ON entity.id = account.entity_id
    JOIN currency ON currency.code = account.currency
GROUP BY entity.code, entity.functional_currency, currency.code, minor_digits, type.code, type.name, type.class, type.position
ORDER BY entity.code, currency.code, type.position;

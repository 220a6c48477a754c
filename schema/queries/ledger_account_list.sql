-- The ledger accounts with their balances, recomputed from the entries; as of any day.
--
-- Parameters: entity_id smallint, partner_id integer, type text, currency text, as_of date (entries effective on or before it);
-- each null = all.
-- Result: one row per account; balance_micros is debits less credits, in micros of the currency; functional_micros of the
-- entity's, of the entries that have such an amount.

WITH leg AS (
    SELECT debit_account_id AS account_id, amount_micros AS micros, functional_micros FROM entry
    WHERE :'as_of'::date IS NULL OR effective_on <= :'as_of'::date
    UNION ALL
    SELECT credit_account_id, -amount_micros, -functional_micros FROM entry
    WHERE :'as_of'::date IS NULL OR effective_on <= :'as_of'::date
)
SELECT account.id AS account_id, entity.code AS entity_code, account.type, partner.code AS partner_code,
    account.currency, minor_digits, COALESCE(sum(micros), 0) AS balance_micros, count(micros) AS entries,
    functional_currency, COALESCE(sum(functional_micros), 0) AS functional_micros,
    count(micros) - count(functional_micros) AS unconverted
FROM ledger_account AS account
    JOIN ledger_account_type AS type ON type.code = account.type
    JOIN entity ON entity.id = account.entity_id
    JOIN currency ON currency.code = account.currency
    LEFT JOIN partner ON partner.id = account.partner_id
    LEFT JOIN leg ON leg.account_id = account.id
WHERE (:'entity_id'::smallint IS NULL OR account.entity_id = :'entity_id'::smallint)
    AND (:'partner_id'::integer IS NULL OR account.partner_id = :'partner_id'::integer)
    AND (:'type'::text IS NULL OR account.type = :'type'::text)
    AND (:'currency'::text IS NULL OR account.currency = :'currency'::text)
GROUP BY account.id, entity.code, entity.functional_currency, type.position, account.type, partner.code, account.currency,
    minor_digits
ORDER BY entity.code, type.position, partner.code, account.currency;

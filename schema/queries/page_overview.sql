-- The sums of an entity by currency, for its overview: what customers owe, of it overdue, what is not billed yet, deposits, what we owe.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint.
-- Result: one row per currency in which there is anything. Micros (10^-6) of the currency, above zero what its name says; overdue in minor
-- units, of invoices alone; as_of is the instant.

WITH today AS MATERIALIZED (
    SELECT (now() AT TIME ZONE zone)::date AS on_day FROM entity WHERE id = :'entity_id'::smallint
), balance AS (
    SELECT account.currency,
        sum(balance_micros) FILTER (WHERE type = 'receivable') AS receivable_micros,
        sum(balance_micros) FILTER (WHERE type = 'unbilled') AS unbilled_micros,
        -sum(balance_micros) FILTER (WHERE type = 'prepaid') AS deposit_micros,
        -sum(balance_micros) FILTER (WHERE type IN ('payable', 'accrued_cost')) AS owed_micros
    FROM account_balance JOIN ledger_account AS account ON account.id = account_id
    WHERE account.entity_id = :'entity_id'::smallint
        AND type IN ('receivable', 'unbilled', 'prepaid', 'payable', 'accrued_cost')
    GROUP BY account.currency
), overdue AS (
    SELECT invoice.currency, count(*) AS overdue_invoices,
        sum(invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor) AS overdue_minor
    FROM invoice
    WHERE invoice.entity_id = :'entity_id'::smallint AND state = 'issued'
        AND paid_minor + credited_minor + netted_minor + written_off_minor < invoice.total_minor
        AND COALESCE(falls_due_on, 'infinity') < (SELECT on_day FROM today)
    GROUP BY invoice.currency
)
SELECT balance.currency, minor_digits, COALESCE(receivable_micros, 0) AS receivable_micros,
    COALESCE(unbilled_micros, 0) AS unbilled_micros, COALESCE(deposit_micros, 0) AS deposit_micros,
    COALESCE(owed_micros, 0) AS owed_micros, COALESCE(overdue_minor, 0) AS overdue_minor,
    COALESCE(overdue_invoices, 0) AS overdue_invoices,
    to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS as_of
FROM balance
    JOIN currency ON currency.code = balance.currency
    LEFT JOIN overdue ON overdue.currency = balance.currency
WHERE COALESCE(receivable_micros, 0) <> 0 OR COALESCE(unbilled_micros, 0) <> 0 OR COALESCE(deposit_micros, 0) <> 0
    OR COALESCE(owed_micros, 0) <> 0
ORDER BY balance.currency;

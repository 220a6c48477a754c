-- How old what customers owe is, as of the end of a day: open invoices by the days that they are overdue, beside credits that
-- settle nothing yet. The buckets less the credits are what the receivable account has on that day.
--
-- Parameters: entity_id smallint; partner_id integer (null = all); as_of date (null = today in the entity's zone).
-- Result: a row per partner and currency with something open, or a balance. Minor units of the currency; ledger_micros in micros.

WITH day AS (
    SELECT id AS entity_id, COALESCE(:'as_of'::date, (clock_timestamp() AT TIME ZONE zone)::date) AS as_of
    FROM entity
    WHERE id = :'entity_id'::smallint
), bucket AS (
    SELECT partner_id, currency, count(*) FILTER (WHERE kind = 'invoice' AND open_minor > 0) AS invoices,
        COALESCE(sum(open_minor) FILTER (WHERE open_minor > 0 AND as_of - due_on <= 0), 0) AS not_due_minor,
        COALESCE(sum(open_minor) FILTER (WHERE open_minor > 0 AND as_of - due_on BETWEEN 1 AND 30), 0) AS days30_minor,
        COALESCE(sum(open_minor) FILTER (WHERE open_minor > 0 AND as_of - due_on BETWEEN 31 AND 60), 0) AS days60_minor,
        COALESCE(sum(open_minor) FILTER (WHERE open_minor > 0 AND as_of - due_on BETWEEN 61 AND 90), 0) AS days90_minor,
        COALESCE(sum(open_minor) FILTER (WHERE open_minor > 0 AND as_of - due_on > 90), 0) AS older_minor,
        COALESCE(-sum(open_minor) FILTER (WHERE open_minor < 0), 0) AS unapplied_minor,
        COALESCE(sum(open_minor), 0) AS total_minor
    FROM day CROSS JOIN LATERAL receivable_items(entity_id, :'partner_id'::integer, as_of) AS item
    GROUP BY partner_id, currency
), ledger AS (
    SELECT partner_id, account.currency, sum(sign * amount_micros) AS micros
    FROM day
        JOIN ledger_account AS account USING (entity_id)
        CROSS JOIN LATERAL (
            SELECT 1 AS sign, amount_micros FROM entry WHERE debit_account_id = account.id AND effective_on <= as_of
            UNION ALL
            SELECT -1, amount_micros FROM entry WHERE credit_account_id = account.id AND effective_on <= as_of) AS leg
    WHERE type = 'receivable' AND (:'partner_id'::integer IS NULL OR partner_id = :'partner_id'::integer)
    GROUP BY partner_id, account.currency
)
SELECT partner.code AS partner, currency, minor_digits, as_of, COALESCE(invoices, 0) AS invoices,
    COALESCE(not_due_minor, 0) AS not_due_minor, COALESCE(days30_minor, 0) AS days30_minor,
    COALESCE(days60_minor, 0) AS days60_minor, COALESCE(days90_minor, 0) AS days90_minor,
    COALESCE(older_minor, 0) AS older_minor, COALESCE(unapplied_minor, 0) AS unapplied_minor,
    COALESCE(total_minor, 0) AS total_minor, COALESCE(micros, 0) AS ledger_micros
FROM bucket
    FULL JOIN ledger USING (partner_id, currency)
    CROSS JOIN day
    JOIN partner ON partner.id = partner_id
    JOIN currency ON currency.code = currency
WHERE invoices > 0 OR total_minor <> 0 OR unapplied_minor <> 0 OR micros <> 0
ORDER BY partner.code, currency;

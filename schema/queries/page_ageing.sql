-- Open invoices of an entity by currency and by the days that they are overdue, as of now.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint.
-- Result: one row per currency with an open invoice; minor units of the currency.

WITH today AS MATERIALIZED (
    SELECT (now() AT TIME ZONE zone)::date AS on_day FROM entity WHERE id = :'entity_id'::smallint
), open_invoice AS (
    SELECT invoice.currency, minor_digits, (SELECT on_day FROM today) - due_on AS days,
        invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor
    FROM invoice JOIN document_issue AS issue ON issue.document_id = invoice.id
    WHERE invoice.entity_id = :'entity_id'::smallint AND state = 'issued'
        AND paid_minor + credited_minor + netted_minor + written_off_minor < invoice.total_minor
)
SELECT currency, minor_digits, count(*) AS invoices,
    COALESCE(sum(open_minor) FILTER (WHERE days <= 0), 0) AS not_due_minor,
    COALESCE(sum(open_minor) FILTER (WHERE days BETWEEN 1 AND 30), 0) AS days30_minor,
    COALESCE(sum(open_minor) FILTER (WHERE days BETWEEN 31 AND 60), 0) AS days60_minor,
    COALESCE(sum(open_minor) FILTER (WHERE days BETWEEN 61 AND 90), 0) AS days90_minor,
    COALESCE(sum(open_minor) FILTER (WHERE days > 90), 0) AS older_minor
FROM open_invoice
GROUP BY currency, minor_digits
ORDER BY currency;

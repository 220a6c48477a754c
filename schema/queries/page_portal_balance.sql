-- What a customer owes on issued invoices, by currency: row-level security leaves the own ones.
-- Owner: Receivables.
--
-- Parameters: none.
-- Result: one row per currency with an open invoice. Amounts in minor units of the currency.

SELECT currency, minor_digits, sum(open_minor) AS open_minor, count(*) AS invoices,
    sum(open_minor) FILTER (WHERE due_on < current_date) AS overdue_minor,
    count(*) FILTER (WHERE due_on < current_date) AS overdue_invoices,
    to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS as_of
FROM (
    SELECT invoice.currency, minor_digits, due_on,
        invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor
    FROM invoice JOIN document_issue ON document_id = invoice.id
    WHERE state = 'issued') AS item
WHERE open_minor > 0
GROUP BY currency, minor_digits
ORDER BY currency;

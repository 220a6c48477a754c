-- Makes the invoices of one customer, approves and issues them. A part of tax.sql.

\o /dev/null
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'invoice.run', 'psql', NULL, false, NULL, '');
\ir ../../jobs/run_invoices.sql
COMMIT;
SELECT COALESCE(array_agg(id), '{}') AS invoice_ids FROM invoice WHERE state = 'draft' \gset
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'invoice.approve', 'psql', NULL, false, NULL, '');
\ir ../../jobs/approve_invoices.sql
COMMIT;
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'invoice.issue', 'psql', NULL, false, NULL, '');
\ir ../../jobs/issue_invoices.sql
COMMIT;
\o

-- Charges the numbers of a month, makes its invoice, approves and issues it. A part of payment.sql.

\o /dev/null
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'did.charge', 'psql', NULL, false, NULL, '');
\ir ../../jobs/charge_dids.sql
COMMIT;
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'invoice.run', 'psql', NULL, false, NULL, '');
\ir ../../jobs/run_invoices.sql
COMMIT;
SELECT array_agg(id) AS invoice_ids FROM invoice WHERE state = 'draft' \gset
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'invoice.approve', 'psql', NULL, false, NULL, '');
\ir ../../jobs/approve_invoices.sql
COMMIT;
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'invoice.issue', 'psql', NULL, false, NULL, '');
\ir ../../jobs/issue_invoices.sql
COMMIT;
\o

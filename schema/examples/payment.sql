-- A customer owes 17,500 from December. January is invoiced at 5,000, the customer transfers 10,000: it owes 12,500.
--
-- Run as the owner of an empty, migrated database: psql -X -q -f schema/examples/payment.sql. What a program does by the jobs
-- of the product is done by the same jobs here; each step is an act.

\set ON_ERROR_STOP on
\pset footer off

-- A carrier with one customer, who lets a number in December and another one from January on.
BEGIN;
SELECT act_id AS act FROM begin_act('shell', 'example', NULL, 'example.arrange', 'psql', NULL, false, NULL, '') \gset
INSERT INTO entity (id, code, name, functional_currency) VALUES (1, 'main', 'Main Carrier Ltd', 'USD');
INSERT INTO product (id, entity_id, code, name, direction) VALUES (1, 1, 'did', 'Numbers', 'inbound');
INSERT INTO partner (id, code, name) VALUES (1, 'acme', 'Acme Telecom');
INSERT INTO agreement (entity_id, partner_id, role, currency) VALUES (1, 1, 'customer', 'USD');
INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode) VALUES (1, 1, 'sell', 'postpaid');
INSERT INTO did (entity_id, partner_id, product_id, monthly_fee_micros, setup_fee_micros, number, in_effect) VALUES
    (1, 1, 1, 17500000000, 0, '442012345678', '[2025-12-01,2026-01-01)'),
    (1, 1, 1, 5000000000, 0, '442012345679', '[2026-01-01,)');
COMMIT;

SET ROLE didtron_app;
\set entity_id 1
\set partner_id 1

-- December and January, each charged, invoiced and issued.
\set period_start 2025-12-01
\set period_end 2026-01-01
\ir payment/invoice_a_month.sql
\set period_start 2026-01-01
\set period_end 2026-02-01
\ir payment/invoice_a_month.sql

-- The bank transfer.
\set payments '[{"partner_id": 1, "purpose": "received", "cash_minor": 1000000, "reference": "Bank transfer", "settles": "oldest"}]'
\o /dev/null
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'payment.record', 'psql', NULL, false, NULL, '');
\ir ../jobs/record_payments.sql
COMMIT;
\o

\echo 'What the customer sees'
WITH movement AS (
    SELECT entry.id, CASE WHEN journal.kind = 'payment' THEN 'Payment' WHEN entry.service_period = '2025-12-01' THEN 'Opening'
            ELSE 'Invoice' END AS type,
        CASE WHEN account.id = debit_account_id THEN amount_micros END AS debit,
        CASE WHEN account.id = credit_account_id THEN amount_micros END AS credit
    FROM ledger_account AS account
        JOIN entry ON account.id IN (debit_account_id, credit_account_id)
        JOIN journal ON journal.id = journal_id
    WHERE account.type = 'receivable'
)
SELECT type, to_char(debit / 1000000, 'FM999,990.00') AS debit, to_char(credit / 1000000, 'FM999,990.00') AS credit,
    to_char(sum(COALESCE(debit, 0) - COALESCE(credit, 0)) OVER (ORDER BY id) / 1000000, 'FM999,990.00') AS balance
FROM movement
ORDER BY id;

\echo 'What is open'
SELECT kind, right(number_text, 6) AS number, to_char(total_minor / 100.0, 'FM999,990.00') AS total,
    to_char(open_minor / 100.0, 'FM999,990.00') AS open
FROM receivable_items(1::smallint, 1, CURRENT_DATE)
ORDER BY kind, number;

\echo 'The books'
SELECT type, to_char(sum(side * amount_micros) / 1000000, 'FM999,990.00') AS balance
FROM entry
    CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, side)
    JOIN ledger_account AS account ON account.id = account_id
GROUP BY type
ORDER BY type;

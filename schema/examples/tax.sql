-- Tax of customers who are invoiced, on top of prices and within them, where the rate changes between two months and in currencies
-- with two, no and three decimals; and of customers who pay ahead, taxed when the money comes in or with what the deposit pays.
--
-- Run as the owner of an empty, migrated database: psql -X -q -f schema/examples/tax.sql. What a program does by the jobs of the
-- product is done by the same jobs here; each step is an act.

\set ON_ERROR_STOP on
\pset footer off

-- Six customers who let numbers for a fee in June and July. The tax on top was 19 % until June and is 16 % from July on.
BEGIN;
SELECT act_id AS act FROM begin_act('shell', 'example', NULL, 'example.arrange', 'psql', NULL, false, NULL, '') \gset
INSERT INTO entity (id, code, name, functional_currency) VALUES (1, 'main', 'Main Carrier Ltd', 'EUR');
INSERT INTO tax_profile (id, entity_id, code, name, includes_tax, treatment, tax_point, rounding, sentence) VALUES
    (1, 1, 'vat', 'Domestic', false, 'taxed', 'usage', 'document', NULL),
    (2, 1, 'vat-lines', 'Domestic, line by line', false, 'taxed', 'usage', 'line', NULL),
    (3, 1, 'within', 'Prices with tax', true, 'taxed', 'usage', 'document', NULL),
    (4, 1, 'two', 'Federal and provincial tax', false, 'taxed', 'receipt', 'document', NULL),
    (5, 1, 'reverse', 'Other countries', false, 'reverse_charge', 'usage', 'document', 'Reverse charge: the recipient owes the tax.');
INSERT INTO tax_rate (profile_id, entity_id, tax, rate_millionths, first_on) VALUES
    (1, 1, 'VAT', 190000, '-infinity'), (1, 1, 'VAT', 160000, '2026-07-01'), (2, 1, 'VAT', 190000, '-infinity'),
    (3, 1, 'VAT', 50000, '-infinity'), (4, 1, 'GST', 50000, '-infinity'), (4, 1, 'PST', 99750, '-infinity');
INSERT INTO product (id, entity_id, code, name, direction) VALUES (1, 1, 'did', 'Numbers', 'inbound');
INSERT INTO partner (id, code, name) VALUES (1, 'berlin', 'Berlin GmbH'), (2, 'tokyo', 'Tokyo KK'), (3, 'kuwait', 'Kuwait WLL'),
    (4, 'paris', 'Paris SA'), (5, 'ahead-receipt', 'Ahead Inc'), (6, 'ahead-usage', 'Ahead GmbH'), (7, 'lines', 'Lines GmbH');
INSERT INTO agreement (entity_id, partner_id, role, currency) VALUES (1, 1, 'customer', 'EUR'), (1, 2, 'customer', 'JPY'),
    (1, 3, 'customer', 'KWD'), (1, 4, 'customer', 'EUR'), (1, 5, 'customer', 'EUR'), (1, 6, 'customer', 'EUR'),
    (1, 7, 'customer', 'EUR');
INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode, tax_profile_id) VALUES (1, 1, 'sell', 'postpaid', 1),
    (1, 2, 'sell', 'postpaid', 1), (1, 3, 'sell', 'postpaid', 3), (1, 4, 'sell', 'postpaid', 5), (1, 5, 'sell', 'prepaid', 4),
    (1, 6, 'sell', 'prepaid', 1), (1, 7, 'sell', 'postpaid', 2);
INSERT INTO did (entity_id, partner_id, product_id, monthly_fee_micros, setup_fee_micros, number, in_effect) VALUES
    (1, 1, 1, 33330000, 10000, '4930100', '[2026-06-01,2026-08-01)'),
    (1, 2, 1, 1234567000, 0, '8130100', '[2026-06-01,2026-08-01)'), (1, 2, 1, 333300, 0, '8130101', '[2026-06-01,2026-08-01)'),
    (1, 3, 1, 10001499, 0, '9650100', '[2026-06-01,2026-08-01)'), (1, 4, 1, 25000000, 0, '3310100', '[2026-06-01,2026-08-01)'),
    (1, 5, 1, 20000000, 0, '1416100', '[2026-06-01,2026-08-01)'), (1, 6, 1, 33333333, 0, '4940100', '[2026-06-01,2026-08-01)'),
    (1, 7, 1, 130000, 0, '4950100', '[2026-06-01,2026-08-01)'), (1, 7, 1, 130000, 0, '4950101', '[2026-06-01,2026-08-01)'),
    (1, 7, 1, 130000, 0, '4950102', '[2026-06-01,2026-08-01)');
COMMIT;

SET ROLE didtron_app;
\set entity_id 1

-- Top-ups of those who pay ahead: of 115 euros with two taxes the deposit has 100.02.
\set payments '[{"partner_id": 5, "purpose": "top_up", "cash_minor": 11500, "value_on": "2026-06-01"}, {"partner_id": 5, "purpose": "top_up", "cash_minor": 5000, "value_on": "2026-06-20"}, {"partner_id": 6, "purpose": "top_up", "cash_minor": 10000, "value_on": "2026-06-01"}]'
\o /dev/null
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'topup.record', 'psql', NULL, false, NULL, '');
\ir ../jobs/record_payments.sql
COMMIT;
\o

-- Both months are charged, and invoiced at once.
\set period_start 2026-06-01
\set period_end 2026-08-01
\o /dev/null
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'did.charge', 'psql', NULL, false, NULL, '');
\ir ../jobs/charge_dids.sql
COMMIT;
\o
\set partner_id 1
\ir tax/invoice.sql
\set partner_id 2
\ir tax/invoice.sql
\set partner_id 3
\ir tax/invoice.sql
\set partner_id 4
\ir tax/invoice.sql
\set partner_id 7
\ir tax/invoice.sql

\echo 'Invoices'
SELECT partner.code AS customer, period_start_on AS period, currency, lines_minor, tax_minor, total_minor, tax_treatment, tax_sentence
FROM invoice JOIN partner ON partner.id = partner_id
ORDER BY partner.code, period_start_on;

\echo 'Their taxes, in minor units'
SELECT partner.code AS customer, period_start_on AS period, tax, trim_scale(rate_millionths / 10000.0) AS percent, base_minor, invoice_tax.tax_minor
FROM invoice_tax
    JOIN invoice ON invoice.id = invoice_id
    JOIN partner ON partner.id = partner_id
ORDER BY partner.code, period_start_on, position;

-- Who pays ahead gets back what is left with its tax, the latest top-up first.
\set payments '[{"partner_id": 5, "purpose": "refund_of_deposit", "cash_minor": 6000, "value_on": "2026-07-31"}]'
\o /dev/null
BEGIN;
SELECT begin_act('shell', 'example', 1::smallint, 'payment.refund', 'psql', NULL, false, NULL, '');
\ir ../jobs/record_payments.sql
COMMIT;
\o

\echo 'Taxes of top-ups and of the refund, in minor units'
SELECT purpose, value_on, payment.total_minor, payment.tax_minor, tax, base_minor, payment_tax.tax_minor AS part
FROM payment LEFT JOIN payment_tax ON payment_id = payment.id
ORDER BY payment.id, position;

\echo 'Entries of deposits and taxes'
SELECT journal.kind, partner.code AS customer, debit.type AS debit, credit.type AS credit, entry.currency, amount_micros,
    entry.service_period
FROM entry
    JOIN journal ON journal.id = journal_id
    JOIN ledger_account AS debit ON debit.id = debit_account_id
    JOIN ledger_account AS credit ON credit.id = credit_account_id
    JOIN partner ON partner.id = entry.partner_id
WHERE 'prepaid' IN (debit.type, credit.type) OR 'output_tax' IN (debit.type, credit.type)
ORDER BY entry.id;

\echo 'What is left of deposits, to the micro'
SELECT partner.code AS customer, deposit_micros, tax_micros, available_micros
FROM deposit_positions(1::smallint, NULL) JOIN partner ON partner.id = partner_id
ORDER BY partner.code;

-- Posts the usage of an entity's closings that are in no journal yet: one journal, one entry per partner, side, billing
-- day and currency. Prepaid: debit deposit, credit revenue. Postpaid: debit unbilled, credit revenue. Buy side:
-- debit cost, credit accrued cost. A negative sum (corrections) swaps the accounts. Where a deposit is taxed with the calls, it pays the
-- tax of each of these sums as well: debit deposit, credit the account of the tax; or debit revenue, where prices contain it.
--
-- Parameters: entity_id smallint.
-- Reads: closing, usage, entity, terms, tax profiles and rates. Writes: journal, closing_posting, ledger_account, entry, account_balance.
-- Lock: an advisory lock of the entity until commit, so posters follow each other; the primary key of closing_posting refuses a
-- closing that was posted already. A second run finds none that is due and changes nothing.
-- Runs inside an act.
-- Rows expected: entries = partners x billing days x sides, and taxes; the result has one row per currency.

-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('didtron.post_usage', :'entity_id'::smallint));

-- name: due_closing
-- Fixed once, so that a closing that commits meanwhile waits for the next run in all statements below.
CREATE TEMPORARY TABLE due_closing ON COMMIT DROP AS
SELECT entity_id, number AS close_number
FROM closing
WHERE entity_id = :'entity_id'::smallint AND NOT EXISTS (SELECT FROM closing_posting AS posting
    WHERE posting.entity_id = closing.entity_id AND posting.close_number = closing.number);

-- name: analyze_due_closing
-- Few closings, so the usage of each is read by its index.
ANALYZE due_closing;

-- name: due_amount
CREATE TEMPORARY TABLE due_amount ON COMMIT DROP AS
SELECT usage.entity_id, partner_id, currency, billing_on, service_period, sum(micros) AS micros,
    CASE WHEN side = 'b' THEN 'cost' WHEN prepaid THEN 'prepaid' ELSE 'unbilled' END AS debit_type,
    CASE WHEN side = 'b' THEN 'accrued_cost' ELSE 'revenue' END AS credit_type
FROM due_closing
    -- Closing by closing, each by the index: what is stored of others is not read.
    CROSS JOIN LATERAL (
        SELECT * FROM usage
        WHERE usage.entity_id = due_closing.entity_id AND usage.close_number = due_closing.close_number
        OFFSET 0
    ) AS usage
GROUP BY usage.entity_id, partner_id, currency, billing_on, service_period, side, prepaid
HAVING sum(micros) <> 0;

-- name: due_tax
CREATE TEMPORARY TABLE due_tax ON COMMIT DROP AS
SELECT entity_id, partner_id, currency, billing_on, service_period, tax.micros, tax.debit_type, tax.account_type AS credit_type
FROM due_amount
    CROSS JOIN LATERAL deposit_tax(entity_id, partner_id, billing_on, due_amount.micros) AS tax
WHERE due_amount.debit_type = 'prepaid' AND EXISTS (SELECT FROM tax_profile WHERE tax_profile.entity_id = :'entity_id'::smallint);

-- name: post
-- An entity whose closings brought nothing has a journal without entries, so that they are posted, too.
CREATE TEMPORARY TABLE posted ON COMMIT DROP AS
SELECT entity_id, journal.journal_id
FROM (
    SELECT due.entity_id, COALESCE(
        array_agg(ROW(NULL, partner_id, debit_type, credit_type, currency, micros, billing_on, service_period, NULL)::movement
            ORDER BY partner_id, billing_on, debit_type, currency, service_period, credit_type, micros) FILTER (WHERE micros IS NOT NULL),
        ARRAY[ROW(NULL, NULL, 'cost', 'accrued_cost', NULL, 0, NULL, NULL, NULL)::movement]) AS movements
    FROM (SELECT DISTINCT entity_id FROM due_closing) AS due
        LEFT JOIN (
            SELECT entity_id, partner_id, currency, billing_on, service_period, micros, debit_type, credit_type FROM due_amount
            UNION ALL
            SELECT entity_id, partner_id, currency, billing_on, service_period, micros, debit_type, credit_type FROM due_tax
        ) AS amount USING (entity_id)
    GROUP BY due.entity_id
    ORDER BY due.entity_id
) AS stated
    CROSS JOIN LATERAL post_movements(entity_id, 'usage', movements) AS journal;

-- name: record_posting
INSERT INTO closing_posting (entity_id, close_number, journal_id)
SELECT entity_id, close_number, journal_id FROM due_closing JOIN posted USING (entity_id);

-- name: analyze_grown_tables
SELECT analyze_grown_tables('journal', 'entry', 'ledger_account', 'account_balance');

-- name: posted
SELECT journal_id, entity.code AS entity, due_amount.currency, count(*) AS entries,
    COALESCE(sum(micros) FILTER (WHERE debit_type <> 'cost'), 0) AS sell_micros,
    COALESCE(sum(micros) FILTER (WHERE debit_type = 'cost'), 0) AS buy_micros
FROM due_amount
    JOIN posted USING (entity_id)
    JOIN entity ON entity.id = due_amount.entity_id
GROUP BY journal_id, entity.code, due_amount.currency
ORDER BY journal_id, currency;

-- Posts the usage of all closed files that are in no journal yet: one journal an entity, one entry per partner, side,
-- billing day and currency. Prepaid: debit deposit, credit revenue. Postpaid: debit unbilled, credit revenue. Buy side:
-- debit cost, credit accrued cost. A negative sum (corrections) swaps the accounts.
--
-- Parameters: none.
-- Reads: cdr_file, usage, entity. Writes: journal, file_posting, ledger_account, entry, account_balance.
-- Lock: an advisory lock until commit, so posters follow each other; the primary key of file_posting refuses a file that
-- was posted already. A second run finds no file that is due and changes nothing.
-- Rows expected: entries = partners x billing days x sides; the result has one row per journal and currency.

-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('didtron.post_usage', 0));

-- name: due_file
-- Fixed once, so that a file that closes meanwhile waits for the next run in all statements below.
CREATE TEMPORARY TABLE due_file ON COMMIT DROP AS
SELECT cdr_file.id AS file_id, entity_id
FROM cdr_file
WHERE state = 'closed' AND NOT EXISTS (SELECT FROM file_posting WHERE file_posting.file_id = cdr_file.id);

-- name: analyze_due_file
-- Few files, so the usage of each is read by its index.
ANALYZE due_file;

-- name: open_journals
WITH opened AS (
    INSERT INTO journal (entity_id, kind)
    SELECT entity_id, 'usage' FROM due_file GROUP BY entity_id ORDER BY entity_id
    RETURNING id, entity_id
)
INSERT INTO file_posting (file_id, entity_id, journal_id)
SELECT file_id, entity_id, opened.id FROM due_file JOIN opened USING (entity_id);

-- name: due_amount
CREATE TEMPORARY TABLE due_amount ON COMMIT DROP AS
WITH summed AS (
    SELECT file_posting.journal_id, usage.entity_id, partner_id, currency, billing_on, service_period, side, prepaid,
        sum(micros) AS micros
    FROM due_file
        JOIN file_posting USING (file_id)
        -- File by file, each by the index: what is stored of others is not read.
        CROSS JOIN LATERAL (SELECT * FROM usage WHERE usage.file_id = due_file.file_id OFFSET 0) AS usage
    GROUP BY file_posting.journal_id, usage.entity_id, partner_id, currency, billing_on, service_period, side, prepaid
)
SELECT journal_id, entity_id, partner_id, currency, billing_on, service_period, micros,
    CASE WHEN side = 'b' THEN 'cost' WHEN prepaid THEN 'prepaid' ELSE 'unbilled' END AS debit_type,
    CASE WHEN side = 'b' THEN 'accrued_cost' ELSE 'revenue' END AS credit_type,
    CASE WHEN side = 's' THEN partner_id ELSE 0 END AS debit_partner_key,
    CASE WHEN side = 'b' THEN partner_id ELSE 0 END AS credit_partner_key
FROM summed
WHERE micros <> 0;

-- name: analyze_due_amount
ANALYZE due_amount;

-- name: open_accounts
INSERT INTO ledger_account (entity_id, type, per_partner, partner_id, currency)
SELECT DISTINCT entity_id, code, per_partner, CASE WHEN per_partner THEN partner_id END, currency
FROM due_amount JOIN ledger_account_type ON code IN (debit_type, credit_type)
ORDER BY 1, 2, 4, 5
ON CONFLICT ON CONSTRAINT ledger_account_is_single DO NOTHING;

-- name: write_entries
INSERT INTO entry (journal_id, entity_id, debit_account_id, credit_account_id, amount_micros, functional_micros, currency,
    effective_on, service_period)
SELECT journal_id, due_amount.entity_id,
    CASE WHEN micros > 0 THEN debit.id ELSE credit.id END, CASE WHEN micros > 0 THEN credit.id ELSE debit.id END,
    abs(micros), CASE WHEN due_amount.currency = entity.functional_currency THEN abs(micros) END,
    due_amount.currency, billing_on, service_period
FROM due_amount
    JOIN entity ON entity.id = due_amount.entity_id
    JOIN ledger_account AS debit ON debit.entity_id = due_amount.entity_id AND debit.currency = due_amount.currency
        AND debit.type = debit_type AND debit.partner_key = debit_partner_key
    JOIN ledger_account AS credit ON credit.entity_id = due_amount.entity_id AND credit.currency = due_amount.currency
        AND credit.type = credit_type AND credit.partner_key = credit_partner_key
ORDER BY journal_id, due_amount.partner_id, billing_on, debit_type;

-- name: add_to_balances
SELECT add_to_account_balance(ARRAY(SELECT DISTINCT journal_id FROM due_file JOIN file_posting USING (file_id)));

-- name: posted
SELECT journal_id, entity.code AS entity, due_amount.currency, count(*) AS entries,
    COALESCE(sum(micros) FILTER (WHERE debit_type <> 'cost'), 0) AS sell_micros,
    COALESCE(sum(micros) FILTER (WHERE debit_type = 'cost'), 0) AS buy_micros
FROM due_amount JOIN entity ON entity.id = due_amount.entity_id
GROUP BY journal_id, entity.code, due_amount.currency
ORDER BY journal_id, currency;

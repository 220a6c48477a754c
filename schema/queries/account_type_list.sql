-- The chart of accounts.
--
-- Parameters: none.
-- Reads: ledger_account_type, ledger_account.
-- Rows expected: one for each type of account, in the order of a trial balance.

SELECT code, name, class AS account_class, per_partner, is_revalued, is_own,
    (SELECT count(*) FROM ledger_account WHERE ledger_account.type = ledger_account_type.code) AS accounts
FROM ledger_account_type
ORDER BY position;

-- Measures what an entity holds in foreign currencies anew at the end of a month, by the exchange rates of that day: a journal of the
-- differences, which another takes back on the next day.
--
-- Parameters: entity_id smallint, month_end date: the last day of a month that is over and open.
-- Reads: ledger_account, entry, exchange_rate. Writes: revaluation, revaluation_line, journal, ledger_account, entry,
-- account_balance.
-- Lock: the periods of the entity: whoever posts is waited for, and waits. A second run finds no difference and posts nothing; where
-- something was booked in the month since, it posts that difference.
-- What it calls is done inside an act.
-- Rows expected: one; revaluation_id null where nothing differs.

-- name: revalue
SELECT revalue(:'entity_id'::smallint, :'month_end'::date) AS revaluation_id;

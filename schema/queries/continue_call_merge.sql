-- Copies what has come since into the copy of a month of calls.
--
-- Parameters: month date: its first day.
-- Runs in a transaction of isolation level repeatable read.
-- Result: the number of rows copied.

SELECT continue_call_merge(:'month'::date) AS calls;

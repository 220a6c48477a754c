-- Copies the days of a month of calls into one table beside them.
--
-- Parameters: month date: its first day.
-- Runs in a transaction of isolation level repeatable read.
-- Result: the number of rows copied.

SELECT begin_call_merge(:'month'::date) AS calls;

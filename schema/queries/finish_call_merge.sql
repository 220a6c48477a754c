-- Puts the copy of a month of calls in the place of its days, unless somebody is at work there or something came since.
--
-- Parameters: month date: its first day.
-- Result: whether it was done.

SELECT finish_call_merge(:'month'::date) AS is_done;

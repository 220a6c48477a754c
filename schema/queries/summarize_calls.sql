-- Brings the summaries of the pages (BRIN) of the partitions of days up to date, so that what was loaded since the last time is
-- found without reading all of it.
--
-- Parameters: days date[]: UTC days; those without a partition are left out.
-- Result: one row per partition, with the number of page ranges that were summarised.

SELECT name, ranges FROM summarize_call_days(:'days'::date[]);

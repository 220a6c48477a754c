-- The last billing day with usage of closed files of an entity, until a day.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; until_on date: not after it.
-- Result: one row; null where there was none.

SELECT max(billing_on) AS last_on
FROM daily_total
WHERE entity_id = :'entity_id'::smallint AND billing_on <= :'until_on'::date;

-- Whether marks of deposits are to be raised or cleared: entities with such customers.
--
-- Parameters: low_units bigint, cleared_percent integer, as mark_deposits.sql has them.
-- Result: the id of each entity with a mark that is due.

SELECT entity.id AS entity_id
FROM entity
WHERE EXISTS (SELECT FROM due_deposit_marks(entity.id, :'low_units'::bigint * 1000000::numeric, :'cleared_percent'::integer))
ORDER BY entity.id;

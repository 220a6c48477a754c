-- Stages a file of entities and finds its faults; import_entities.sql then applies it in the same transaction.
--
-- Parameters: rows jsonb: objects of line, entity, name, currency; absent = the file does not say.
-- Reads: entity. Writes: incoming_entity (temporary, until the end of the transaction).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_entity ON COMMIT DROP AS
SELECT row.*
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (line integer, entity text, name text, currency text);

-- name: faults
SELECT row.line, 'currency' AS field,
    CASE WHEN row.currency IS NULL THEN 'empty: a new entity needs its functional currency'
        ELSE 'the functional currency of an entity never changes, and it is ' || entity.functional_currency END AS reason
FROM incoming_entity AS row
LEFT JOIN entity ON entity.code = row.entity
WHERE entity.id IS NULL AND row.currency IS NULL OR row.currency <> entity.functional_currency
UNION ALL
SELECT line, 'entity', 'the same entity as in line ' || first_line
FROM (SELECT line, min(line) OVER (PARTITION BY entity) AS first_line FROM incoming_entity) AS numbered
WHERE line > first_line
ORDER BY line, field;

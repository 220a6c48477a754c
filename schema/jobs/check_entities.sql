-- Stages a file of entities and finds its faults; import_entities.sql then applies it in the same transaction.
--
-- Parameters: rows jsonb: objects of line, entity, name, currency, zone; absent = the file does not say.
-- Reads: entity, document_issue, iana_zone. Writes: incoming_entity (temporary, until the end of the transaction).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_entity ON COMMIT DROP AS
SELECT row.*
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (line integer, entity text, name text, currency text, zone text);

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
UNION ALL
SELECT line, 'zone', 'not a time zone of the IANA list, such as Europe/Berlin'
FROM incoming_entity
WHERE zone NOT IN (SELECT name FROM iana_zone)
UNION ALL
SELECT row.line, 'zone', 'numbers and days of issue of its documents follow its zone, which is ' || entity.zone
FROM incoming_entity AS row
JOIN entity ON entity.code = row.entity
WHERE row.zone <> entity.zone AND EXISTS (SELECT FROM document_issue WHERE document_issue.entity_id = entity.id)
ORDER BY line, field;

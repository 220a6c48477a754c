-- Stages a file of switches and finds its faults; import_switches.sql then applies it in the same transaction.
--
-- Parameters: rows jsonb: objects of line, entity, switch, zone; absent = the file does not say.
--     entity text: the entity of rows that name none, or null.
-- Reads: entity, switch, iana_zone. Writes: incoming_switch (temporary).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_switch ON COMMIT DROP AS
SELECT row.*, entity.id AS entity_id, switch.id AS switch_id, switch.entity_id AS owner_id
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (line integer, entity text, switch text, zone text)
LEFT JOIN entity ON entity.code =
    coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1))
LEFT JOIN switch ON switch.code = row.switch;

-- name: faults
SELECT line, 'entity' AS field,
    CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
        WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with --entity'
        WHEN EXISTS (SELECT FROM entity) THEN 'there are several entities: add a column entity, or state --entity'
        ELSE 'there is no entity yet: import partners first' END AS reason
FROM incoming_switch
WHERE entity_id IS NULL
UNION ALL
SELECT line, 'switch', 'a switch of that code belongs to another entity'
FROM incoming_switch
WHERE owner_id <> entity_id
UNION ALL
SELECT line, 'zone', 'not a time zone of the IANA list, such as Europe/Berlin'
FROM incoming_switch
WHERE zone IS NOT NULL AND zone NOT IN (SELECT name FROM iana_zone)
UNION ALL
SELECT line, 'switch', 'the same switch as in line ' || first_line
FROM (SELECT line, min(line) OVER (PARTITION BY switch) AS first_line FROM incoming_switch) AS numbered
WHERE line > first_line
ORDER BY line, field;

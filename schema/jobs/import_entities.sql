-- Adds the entities staged by check_entities.sql and changes those that are there already.
--
-- Parameters: none.
-- Reads: incoming_entity. Writes: entity, and for a new one a switch and a product, so that it can be used at once.
-- Lock: that of check_entities.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each entity added (field null) and each field changed.

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT row.line, row.entity AS key, CASE WHEN entity.id IS NOT NULL THEN 'name' END AS field,
    entity.name AS old_value, row.name AS new_value
FROM incoming_entity AS row
LEFT JOIN entity ON entity.code = row.entity
WHERE entity.id IS NULL OR row.name <> entity.name;

-- name: add_entities
INSERT INTO entity (code, name, functional_currency)
SELECT entity, coalesce(name, entity), currency
FROM incoming_entity AS row
WHERE NOT EXISTS (SELECT FROM entity WHERE entity.code = row.entity)
ORDER BY line;

-- name: change_entities
UPDATE entity
SET name = row.name
FROM incoming_entity AS row
WHERE entity.code = row.entity AND entity.name <> row.name;

-- name: add_first_switch
INSERT INTO switch (entity_id, code)
SELECT id, code
FROM entity
WHERE NOT EXISTS (SELECT FROM switch WHERE switch.entity_id = entity.id)
    AND NOT EXISTS (SELECT FROM switch WHERE switch.code = entity.code)
ORDER BY id;

-- name: add_first_product
INSERT INTO product (entity_id, code, name)
SELECT id, 'standard', 'Standard'
FROM entity
WHERE NOT EXISTS (SELECT FROM product WHERE product.entity_id = entity.id)
ORDER BY id;

-- name: report
SELECT line, key, field, old_value, new_value
FROM catalog_change
ORDER BY line, field;

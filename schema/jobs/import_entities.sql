-- Adds the entities staged by check_entities.sql and changes those that are there already.
--
-- Parameters: none.
-- Reads: incoming_entity. Writes: entity, and for a new one a switch and a product, so that it can be used at once.
-- Lock: that of check_entities.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each entity added (field null) and each field changed.

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT row.line, row.entity AS key, NULL::text AS field, NULL::text AS old_value, NULL::text AS new_value
FROM incoming_entity AS row
WHERE NOT EXISTS (SELECT FROM entity WHERE entity.code = row.entity)
UNION ALL
SELECT row.line, row.entity, stated.field, stated.old_value, stated.new_value
FROM incoming_entity AS row
JOIN entity ON entity.code = row.entity
CROSS JOIN LATERAL (VALUES ('name', entity.name, row.name), ('zone', entity.zone, row.zone))
    AS stated (field, old_value, new_value)
WHERE stated.new_value <> stated.old_value;

-- name: add_entities
INSERT INTO entity (code, name, functional_currency, zone)
SELECT entity, coalesce(name, entity), currency, coalesce(zone, 'UTC')
FROM incoming_entity AS row
WHERE NOT EXISTS (SELECT FROM entity WHERE entity.code = row.entity)
ORDER BY line;

-- name: change_entities
UPDATE entity
SET name = coalesce(row.name, entity.name), zone = coalesce(row.zone, entity.zone)
FROM incoming_entity AS row
WHERE entity.code = row.entity AND (entity.name <> row.name OR entity.zone <> row.zone);

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

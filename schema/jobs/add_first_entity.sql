-- Makes the entity main, with a switch and a product, where there is no entity at all: what a newcomer begins with.
--
-- Parameters: currency text: its functional currency.
-- Reads: entity. Writes: entity, switch, product.
-- Lock: one import of catalog data at a time; a second run finds an entity and does nothing.
-- Runs inside an act.
-- Rows expected: one of add_entity, none if there is an entity.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: add_entity
INSERT INTO entity (code, name, functional_currency)
SELECT 'main', 'Main', :'currency'::text
WHERE NOT EXISTS (SELECT FROM entity)
RETURNING id;

-- name: add_first_switch
INSERT INTO switch (entity_id, code)
SELECT id, code
FROM entity
WHERE NOT EXISTS (SELECT FROM switch);

-- name: add_first_product
INSERT INTO product (entity_id, code, name)
SELECT id, 'standard', 'Standard'
FROM entity
WHERE NOT EXISTS (SELECT FROM product);

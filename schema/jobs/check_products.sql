-- Stages a file of products and finds its faults; import_products.sql then applies it in the same transaction.
--
-- Parameters: rows jsonb: objects of line, entity, product, name, direction; absent = the file does not say.
--     entity text: the entity of rows that name none, or null.
-- Reads: entity, product, account, card_assignment. Writes: incoming_product (temporary).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_product ON COMMIT DROP AS
SELECT row.*, entity.id AS entity_id, product.id AS product_id
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (line integer, entity text, product text, name text, direction text)
LEFT JOIN entity ON entity.code =
    coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1))
LEFT JOIN product ON product.entity_id = entity.id AND product.code = row.product;

-- name: faults
SELECT line, 'entity' AS field,
    CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
        WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with ‹entity›'
        WHEN EXISTS (SELECT FROM entity) THEN 'there are several entities: add a column entity, or state ‹entity›'
        ELSE 'there is no entity yet: import partners first' END AS reason
FROM incoming_product
WHERE entity_id IS NULL
UNION ALL
SELECT row.line, 'direction', 'the direction cannot change: accounts or cards use the product, and it is ' || product.direction
FROM incoming_product AS row
JOIN product ON product.id = row.product_id
WHERE row.direction <> product.direction
    AND (EXISTS (SELECT FROM account WHERE account.product_id = product.id)
        OR EXISTS (SELECT FROM card_assignment WHERE card_assignment.product_id = product.id))
UNION ALL
SELECT line, 'product', 'the same product as in line ' || first_line
FROM (SELECT line, min(line) OVER (PARTITION BY entity_id, product) AS first_line FROM incoming_product) AS numbered
WHERE line > first_line
ORDER BY line, field;

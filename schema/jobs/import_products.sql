-- Adds the products staged by check_products.sql and changes those that are there already.
--
-- Parameters: none.
-- Reads: incoming_product. Writes: product.
-- Lock: that of check_products.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each product added (field null) and each field changed.

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT row.line, row.product AS key, NULL::text AS field, NULL::text AS old_value, NULL::text AS new_value
FROM incoming_product AS row
WHERE row.product_id IS NULL
UNION ALL
SELECT row.line, row.product, term.field, term.old_value, term.new_value
FROM incoming_product AS row
JOIN product ON product.id = row.product_id
CROSS JOIN LATERAL (VALUES
    ('name', product.name, row.name),
    ('direction', product.direction, row.direction)
) AS term (field, old_value, new_value)
WHERE term.new_value <> term.old_value;

-- name: add_products
INSERT INTO product (entity_id, code, name, direction)
SELECT entity_id, product, coalesce(name, product), coalesce(direction, 'outbound')
FROM incoming_product
WHERE product_id IS NULL
ORDER BY line;

-- name: change_products
UPDATE product
SET name = coalesce(row.name, product.name), direction = coalesce(row.direction, product.direction)
FROM incoming_product AS row
WHERE product.id = row.product_id
    AND EXISTS (SELECT FROM catalog_change AS change WHERE change.line = row.line AND change.field IS NOT NULL);

-- name: report
SELECT line, key, field, old_value, new_value
FROM catalog_change
ORDER BY line, field;

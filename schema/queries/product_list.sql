-- Products, by code, then entity.
--
-- Parameters: code text: only that one; null = all.
-- Reads: product, entity.
-- Rows expected: one for each product.

SELECT product.code AS product, product.name, product.direction, entity.code AS entity
FROM product
JOIN entity ON entity.id = product.entity_id
WHERE :'code'::text IS NULL OR product.code = :'code'::text
ORDER BY product.code, entity.code;

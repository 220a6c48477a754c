-- Stages a file of accounts and finds its faults; import_accounts.sql then applies it in the same transaction.
--
-- Parameters: rows jsonb: objects of line, entity, account, is_address, partner, side, product, kind, parent; absent = the file
--     does not say. entity text: the entity of rows that name none, or null.
-- Reads: entity, partner, agreement, product, account. Writes: incoming_account (temporary).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
-- A row without a side takes the only one that the partner's role allows; one without a product takes the only product of
-- the entity.
CREATE TEMPORARY TABLE incoming_account ON COMMIT DROP AS
WITH resolved AS (
    SELECT row.*, entity.id AS entity_id, partner.id AS partner_id, agreement.role,
        coalesce(row.side, CASE agreement.role WHEN 'customer' THEN 'sell' WHEN 'supplier' THEN 'buy' END) AS on_side
    FROM jsonb_to_recordset(:'rows'::jsonb) AS row (
        line integer, entity text, account text, is_address boolean, partner text, side text, product text, kind text,
        parent text)
    LEFT JOIN entity ON entity.code =
        coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1))
    LEFT JOIN partner ON partner.code = row.partner
    LEFT JOIN agreement ON agreement.entity_id = entity.id AND agreement.partner_id = partner.id
), only_product AS (
    SELECT entity_id, max(id) AS product_id
    FROM product
    GROUP BY entity_id
    HAVING count(*) = 1
)
SELECT resolved.*, coalesce(product.id, CASE WHEN resolved.product IS NULL THEN only_product.product_id END) AS product_id,
    account.id AS account_id, account.kind AS known_kind, parent.id AS parent_id
FROM resolved
LEFT JOIN product ON product.entity_id = resolved.entity_id AND product.code = resolved.product
LEFT JOIN only_product ON only_product.entity_id = resolved.entity_id
LEFT JOIN account ON account.entity_id = resolved.entity_id AND account.side = resolved.on_side
    AND account.value = resolved.account
LEFT JOIN account AS parent ON parent.entity_id = resolved.entity_id AND parent.side = resolved.on_side
    AND parent.value = resolved.parent;

-- name: faults
SELECT line, 'entity' AS field,
    CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
        WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with ‹entity›'
        WHEN EXISTS (SELECT FROM entity) THEN 'there are several entities: add a column entity, or state ‹entity›'
        ELSE 'there is no entity yet: import partners first' END AS reason
FROM incoming_account
WHERE entity_id IS NULL
UNION ALL
SELECT line, 'partner',
    CASE WHEN partner_id IS NULL THEN 'no partner of that code: import it first'
        ELSE 'the partner has no agreement with this entity: import it first' END
FROM incoming_account
WHERE entity_id IS NOT NULL AND role IS NULL
UNION ALL
SELECT line, 'side', 'the partner is bilateral: state sell (it calls through us) or buy (we call through it)'
FROM incoming_account
WHERE role = 'bilateral' AND side IS NULL
UNION ALL
SELECT line, 'side', 'the partner is a ' || role || ': the other side needs the role bilateral'
FROM incoming_account
WHERE (role, side) IN (('customer', 'buy'), ('supplier', 'sell'))
UNION ALL
SELECT line, 'product',
    CASE WHEN product IS NULL THEN 'there are several products: add a column product'
        ELSE 'no product of that code: import it first' END
FROM incoming_account
WHERE entity_id IS NOT NULL AND product_id IS NULL AND account_id IS NULL
    OR entity_id IS NOT NULL AND product_id IS NULL AND product IS NOT NULL
UNION ALL
SELECT line, 'account', 'not an IP address such as 192.0.2.1 or 2001:db8::1 (without port, zone or network)'
FROM incoming_account
WHERE coalesce(kind, known_kind) = 'ip' AND NOT is_address
UNION ALL
SELECT line, 'account', 'looks like an IP address and is none: correct it, or state the kind code'
FROM incoming_account
WHERE kind IS NULL AND known_kind IS NULL AND NOT is_address AND account ~ '^[0-9]+(\.[0-9]+){3}$'
UNION ALL
SELECT line, 'parent', 'no account of that name on this side'
FROM incoming_account AS row
WHERE parent IS NOT NULL AND parent_id IS NULL
    AND NOT EXISTS (SELECT FROM incoming_account AS other
        WHERE other.entity_id = row.entity_id AND other.on_side = row.on_side AND other.account = row.parent)
UNION ALL
SELECT line, 'parent', 'an account cannot be its own parent'
FROM incoming_account
WHERE parent = account
UNION ALL
SELECT line, 'account', 'the same account and side as in line ' || first_line
FROM (SELECT line, min(line) OVER (PARTITION BY entity_id, on_side, account) AS first_line FROM incoming_account) AS numbered
WHERE line > first_line
ORDER BY line, field;

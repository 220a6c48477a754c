-- Adds the accounts staged by check_accounts.sql and changes those that are there already. A change holds for calls rated
-- from then on.
--
-- Parameters: none.
-- Reads: incoming_account. Writes: account.
-- Lock: that of check_accounts.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each account added (field null) and each field changed.

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT row.line, row.account AS key, NULL::text AS field, NULL::text AS old_value, NULL::text AS new_value
FROM incoming_account AS row
WHERE row.account_id IS NULL
UNION ALL
SELECT row.line, row.account, term.field, term.old_value, term.new_value
FROM incoming_account AS row
JOIN account ON account.id = row.account_id
JOIN partner ON partner.id = account.partner_id
JOIN product ON product.id = account.product_id
LEFT JOIN account AS parent ON parent.id = account.parent_account_id
CROSS JOIN LATERAL (VALUES
    ('partner', partner.code, row.partner),
    ('product', product.code, row.product),
    ('kind', account.kind, row.kind),
    ('parent', coalesce(parent.value, ''), row.parent)
) AS term (field, old_value, new_value)
WHERE term.new_value <> term.old_value;

-- name: add_accounts
INSERT INTO account (entity_id, partner_id, product_id, side, kind, value)
SELECT entity_id, partner_id, product_id, on_side, coalesce(kind, 'code'), account
FROM incoming_account
WHERE account_id IS NULL
ORDER BY line;

-- name: change_accounts
UPDATE account
SET partner_id = row.partner_id,
    product_id = CASE WHEN row.product IS NULL THEN account.product_id ELSE row.product_id END,
    kind = coalesce(row.kind, account.kind)
FROM incoming_account AS row
WHERE account.id = row.account_id
    AND EXISTS (SELECT FROM catalog_change AS change
        WHERE change.line = row.line AND change.field IN ('partner', 'product', 'kind'));

-- name: set_parents
UPDATE account
SET parent_account_id = parent.id
FROM incoming_account AS row
JOIN account AS parent ON parent.entity_id = row.entity_id AND parent.side = row.on_side AND parent.value = row.parent
WHERE account.entity_id = row.entity_id AND account.side = row.on_side AND account.value = row.account
    AND account.parent_account_id IS DISTINCT FROM parent.id;

-- name: report
SELECT line, key, field, old_value, new_value
FROM catalog_change
ORDER BY line, field;

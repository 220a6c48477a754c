-- Adds the DIDs staged by check_dids.sql and changes those that are there already.
--
-- Parameters: none.
-- Reads: incoming_did. Writes: did.
-- Lock: that of check_dids.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each DID added (field null) and each field changed.

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT row.line, row.number AS key, NULL::text AS field, NULL::text AS old_value, NULL::text AS new_value
FROM incoming_did AS row
WHERE row.did_id IS NULL
UNION ALL
SELECT row.line, row.number, term.field, term.old_value, term.new_value
FROM incoming_did AS row
JOIN did ON did.id = row.did_id
JOIN partner ON partner.id = did.partner_id
JOIN product ON product.id = did.product_id
LEFT JOIN partner AS supplier ON supplier.id = did.supplier_id
CROSS JOIN LATERAL (VALUES
    ('partner', partner.code, row.partner),
    ('product', product.code, row.product),
    ('to', COALESCE((upper(did.in_effect) - 1)::text, 'none'), row.to_on),
    ('monthly_fee', trim_scale(did.monthly_fee_micros::numeric / 1000000)::text,
        trim_scale(row.monthly_fee_micros::numeric / 1000000)::text),
    ('setup_fee', trim_scale(did.setup_fee_micros::numeric / 1000000)::text,
        trim_scale(row.setup_fee_micros::numeric / 1000000)::text),
    ('supplier', COALESCE(supplier.code, 'none'), row.supplier)
) AS term (field, old_value, new_value)
WHERE term.new_value <> term.old_value;

-- name: change_dids
UPDATE did
SET partner_id = row.partner_id, product_id = row.product_id, supplier_id = row.supplier_id,
    monthly_fee_micros = row.new_monthly_fee_micros, setup_fee_micros = row.new_setup_fee_micros,
    in_effect = row.in_effect
FROM incoming_did AS row
WHERE did.id = row.did_id
    AND EXISTS (SELECT FROM catalog_change AS change WHERE change.line = row.line AND change.field IS NOT NULL);

-- name: add_dids
INSERT INTO did (entity_id, number, partner_id, product_id, supplier_id, monthly_fee_micros, setup_fee_micros, in_effect)
SELECT entity_id, number, partner_id, product_id, supplier_id, new_monthly_fee_micros, new_setup_fee_micros, in_effect
FROM incoming_did
WHERE did_id IS NULL
ORDER BY line;

-- name: report
SELECT line, key, field, old_value, new_value
FROM catalog_change
ORDER BY line, field;

-- DIDs, by number, then first day, then entity.
--
-- Parameters: code text: only those of that number or of the customer of that code; null = all.
-- Reads: did, partner, agreement, product, entity.
-- Rows expected: one for each DID.

SELECT did.number, partner.code AS partner, product.code AS product, lower(did.in_effect) AS "from",
    upper(did.in_effect) - 1 AS "to", trim_scale(did.monthly_fee_micros::numeric / 1000000) AS monthly_fee,
    trim_scale(did.setup_fee_micros::numeric / 1000000) AS setup_fee, agreement.currency, supplier.code AS supplier,
    entity.code AS entity
FROM did
JOIN partner ON partner.id = did.partner_id
JOIN agreement ON agreement.entity_id = did.entity_id AND agreement.partner_id = did.partner_id
JOIN product ON product.id = did.product_id
JOIN entity ON entity.id = did.entity_id
LEFT JOIN partner AS supplier ON supplier.id = did.supplier_id
WHERE :'code'::text IS NULL OR did.number = :'code'::text OR partner.code = :'code'::text
ORDER BY did.number, lower(did.in_effect), entity.code;

-- The numbers that an entity lets to customers, as their calls are rated: whose they are on which days, and whose price is
-- asked for a call.
--
-- Parameters: entity_id smallint; number text: only this one, null = all.
-- Reads: did, partner, agreement, agreement_terms.
-- Result: one row for each span of days of a number, by number and first day; days since 1970-01-01 in the billing zone of
-- the customer, end_day (behind the last) null = none; the supplier's columns null where the number has none.

SELECT did.number, lower(did.in_effect) - DATE '1970-01-01' AS first_day, upper(did.in_effect) - DATE '1970-01-01' AS end_day,
    did.partner_id, did.product_id, partner.code AS partner_code, terms.billing_zone, agreement.currency,
    did.supplier_id, supplier.code AS supplier_code, supply_terms.billing_zone AS supplier_zone,
    supply.currency AS supplier_currency
FROM did
JOIN partner ON partner.id = did.partner_id
JOIN agreement ON agreement.entity_id = did.entity_id AND agreement.partner_id = did.partner_id
-- The zone of a side never changes.
JOIN agreement_terms AS terms ON terms.entity_id = did.entity_id AND terms.partner_id = did.partner_id
    AND terms.side = 'sell' AND terms.first_on = '-infinity'
LEFT JOIN partner AS supplier ON supplier.id = did.supplier_id
LEFT JOIN agreement AS supply ON supply.entity_id = did.entity_id AND supply.partner_id = did.supplier_id
LEFT JOIN agreement_terms AS supply_terms ON supply_terms.entity_id = did.entity_id
    AND supply_terms.partner_id = did.supplier_id AND supply_terms.side = 'buy' AND supply_terms.first_on = '-infinity'
WHERE did.entity_id = :'entity_id'::smallint AND (:'number'::text IS NULL OR did.number = :'number'::text)
ORDER BY did.number COLLATE "C", lower(did.in_effect);

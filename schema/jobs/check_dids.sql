-- Stages a file of DIDs and finds its faults; import_dids.sql then applies it in the same transaction.
--
-- Parameters: rows jsonb: objects of line, entity, number, partner, product, from_on, to_on (the last day, or none),
--     monthly_fee_micros, setup_fee_micros, currency, supplier (a code, or none); absent = the file does not say.
--     entity text: the entity of rows that name none, or null.
-- Reads: entity, partner, agreement, product, did, did_charge. Writes: incoming_did (temporary).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
-- A number and its first day name a DID. What the file does not say of one that is there stays as it is.
CREATE TEMPORARY TABLE incoming_did ON COMMIT DROP AS
WITH only_product AS (
    SELECT entity_id, max(id) AS product_id
    FROM product
    WHERE direction = 'inbound'
    GROUP BY entity_id
    HAVING count(*) = 1
), resolved AS (
    SELECT row.*, entity.id AS entity_id, did.id AS did_id, partner.id AS partner_id, agreement.role,
        agreement.currency AS agreement_currency, product.direction,
        COALESCE(product.id, CASE WHEN row.product IS NULL THEN COALESCE(did.product_id, only_product.product_id) END)
            AS product_id,
        CASE WHEN row.supplier IS NULL THEN did.supplier_id WHEN row.supplier <> 'none' THEN supplier.id END AS supplier_id,
        supply.role AS supplier_role,
        CASE WHEN row.to_on IS NULL THEN upper(did.in_effect) WHEN row.to_on <> 'none' THEN row.to_on::date + 1 END
            AS ends_before,
        COALESCE(row.monthly_fee_micros, did.monthly_fee_micros, 0) AS new_monthly_fee_micros,
        COALESCE(row.setup_fee_micros, did.setup_fee_micros, 0) AS new_setup_fee_micros,
        EXISTS (SELECT FROM did_charge WHERE did_charge.did_id = did.id) AS is_charged
    FROM jsonb_to_recordset(:'rows'::jsonb) AS row (
        line integer, entity text, number text, partner text, product text, from_on date, to_on text,
        monthly_fee_micros bigint, setup_fee_micros bigint, currency text, supplier text)
    LEFT JOIN entity ON entity.code =
        COALESCE(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1))
    LEFT JOIN did ON did.entity_id = entity.id AND did.number = row.number AND lower(did.in_effect) = row.from_on
    LEFT JOIN partner ON CASE WHEN row.partner IS NULL THEN partner.id = did.partner_id ELSE partner.code = row.partner END
    LEFT JOIN agreement ON agreement.entity_id = entity.id AND agreement.partner_id = partner.id
    LEFT JOIN product ON product.entity_id = entity.id AND product.code = row.product
    LEFT JOIN only_product ON only_product.entity_id = entity.id
    LEFT JOIN partner AS supplier ON supplier.code = row.supplier
    LEFT JOIN agreement AS supply ON supply.entity_id = entity.id AND supply.partner_id = supplier.id
)
SELECT *, CASE WHEN ends_before IS NULL OR from_on < ends_before THEN daterange(from_on, ends_before) END AS in_effect
FROM resolved;

-- name: faults
WITH charged AS (
    SELECT row.line, did.*
    FROM incoming_did AS row JOIN did ON did.id = row.did_id
    WHERE is_charged
)
SELECT line, 'entity' AS field,
    CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
        WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with ‹entity›'
        WHEN EXISTS (SELECT FROM entity) THEN 'there are several entities: add a column entity, or state ‹entity›'
        ELSE 'there is no entity yet: import partners first' END AS reason
FROM incoming_did
WHERE entity_id IS NULL
UNION ALL
SELECT line, 'partner',
    CASE WHEN partner IS NULL THEN 'empty: a new number needs its customer'
        WHEN partner_id IS NULL THEN 'no partner of that code: import it first'
        ELSE 'the partner has no agreement with this entity: import it first' END
FROM incoming_did
WHERE entity_id IS NOT NULL AND role IS NULL
UNION ALL
SELECT line, 'partner', 'the partner is a supplier: a number is let to a customer'
FROM incoming_did
WHERE role = 'supplier'
UNION ALL
SELECT line, 'currency', 'the agreement of the customer is in ' || agreement_currency || ', and so are the fees of its numbers'
FROM incoming_did
WHERE currency <> agreement_currency
UNION ALL
SELECT line, 'product',
    CASE WHEN product IS NOT NULL THEN 'no product of that code: import it first'
        WHEN EXISTS (SELECT FROM product AS other WHERE other.entity_id = row.entity_id AND direction = 'inbound')
            THEN 'there are several products of the direction inbound: state one'
        ELSE 'there is no product of the direction inbound: import one first' END
FROM incoming_did AS row
WHERE entity_id IS NOT NULL AND product_id IS NULL
UNION ALL
SELECT line, 'product', 'the product is one of the direction ' || direction || ': a number needs one of the direction inbound'
FROM incoming_did
WHERE direction <> 'inbound'
UNION ALL
SELECT line, 'supplier',
    CASE WHEN supplier_id IS NULL THEN 'no partner of that code: import it first'
        WHEN supplier_role IS NULL THEN 'the partner has no agreement with this entity: import it first'
        ELSE 'the partner is a customer: the supplier of a number needs the role supplier or bilateral' END
FROM incoming_did
WHERE entity_id IS NOT NULL AND supplier <> 'none' AND COALESCE(supplier_role, 'customer') = 'customer'
UNION ALL
SELECT line, 'monthly_fee', CASE WHEN monthly_fee_micros < 0 THEN 'below zero' ELSE 'more than 1,000,000,000' END
FROM incoming_did
WHERE monthly_fee_micros NOT BETWEEN 0 AND 1000000000000000
UNION ALL
SELECT line, 'setup_fee', CASE WHEN setup_fee_micros < 0 THEN 'below zero' ELSE 'more than 1,000,000,000' END
FROM incoming_did
WHERE setup_fee_micros NOT BETWEEN 0 AND 1000000000000000
UNION ALL
SELECT line, 'to', 'the last day is before the first'
FROM incoming_did
WHERE in_effect IS NULL
UNION ALL
SELECT row.line, term.field,
    'charges have been written of this number: end it with a last day, and import it again from the day after'
FROM incoming_did AS row
JOIN charged ON charged.line = row.line
CROSS JOIN LATERAL (VALUES
    ('partner', charged.partner_id <> row.partner_id),
    ('product', charged.product_id <> row.product_id),
    ('monthly_fee', charged.monthly_fee_micros <> row.new_monthly_fee_micros),
    ('setup_fee', charged.setup_fee_micros <> row.new_setup_fee_micros)
) AS term (field, changes)
WHERE term.changes
UNION ALL
SELECT row.line, 'number', 'overlaps the same number let to ' || partner.code || ' from ' || lower(did.in_effect) ||
    COALESCE(' to ' || upper(did.in_effect) - 1, ', without an end')
FROM incoming_did AS row
JOIN did ON did.entity_id = row.entity_id AND did.number = row.number AND did.in_effect && row.in_effect
JOIN partner ON partner.id = did.partner_id
WHERE NOT EXISTS (SELECT FROM incoming_did AS other WHERE other.did_id = did.id)
UNION ALL
SELECT DISTINCT ON (later.line) later.line, 'number', 'overlaps the same number in line ' || earlier.line
FROM incoming_did AS later
JOIN incoming_did AS earlier ON earlier.entity_id = later.entity_id AND earlier.number = later.number
    AND (earlier.in_effect && later.in_effect OR earlier.from_on = later.from_on)
WHERE earlier.line < later.line
ORDER BY line, field;

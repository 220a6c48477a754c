-- Names the partner and product of a side of a call, and the reason for which it waits for a price, if it does.
--
-- Parameters: entity_id smallint, partner_id integer (null = unknown), product_id smallint (null = unknown), side text,
-- chunk_id integer, ordinal integer.
-- Result: one row; what is not known is null.

SELECT partner.code AS partner_code, partner.name AS partner_name, product.code AS product_code, agreement.currency,
    terms.billing_zone, currency.minor_digits, suspense.reason, suspense_account.account_value,
    resolution.by_chunk_id, resolution.by_ordinal
FROM (SELECT :'partner_id'::integer AS partner_id, :'product_id'::smallint AS product_id) AS stored
    LEFT JOIN partner ON partner.id = stored.partner_id
    LEFT JOIN product ON product.id = stored.product_id
    LEFT JOIN agreement ON agreement.partner_id = stored.partner_id AND agreement.entity_id = :'entity_id'::smallint
    LEFT JOIN agreement_terms AS terms ON terms.partner_id = stored.partner_id AND terms.entity_id = :'entity_id'::smallint
        AND terms.side = :'side'::text AND terms.first_on = '-infinity'
    LEFT JOIN currency ON currency.code = agreement.currency
    LEFT JOIN suspense ON suspense.chunk_id = :'chunk_id'::integer AND suspense.ordinal = :'ordinal'::integer
        AND suspense.side = :'side'::text
    LEFT JOIN suspense_account ON suspense_account.chunk_id = suspense.chunk_id
        AND suspense_account.ordinal = suspense.ordinal AND suspense_account.side = suspense.side
    LEFT JOIN suspense_resolution AS resolution ON resolution.chunk_id = suspense.chunk_id
        AND resolution.ordinal = suspense.ordinal AND resolution.side = suspense.side;

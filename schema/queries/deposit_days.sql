-- Lists the billing days on which customers with invoices paid from a deposit: such usage is on no invoice.
--
-- Parameters: entity_id smallint.
-- Result: one row per customer and day; days are numbers since 1970-01-01.

SELECT partner_id, billing_on - DATE '1970-01-01' AS billing_day
FROM billing_day_mode
WHERE prepaid AND entity_id = :'entity_id'::smallint
    AND partner_id IN (SELECT partner_id FROM usage_claim WHERE entity_id = :'entity_id'::smallint);

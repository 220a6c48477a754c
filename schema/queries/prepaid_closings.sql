-- Lists the closed files in which customers with invoices paid from a deposit: such usage is on no invoice.
--
-- Parameters: entity_id smallint.
-- Result: one row per customer and close number.

SELECT DISTINCT partner_id, close_number
FROM service_usage
WHERE prepaid AND entity_id = :'entity_id'::smallint
    AND partner_id IN (SELECT partner_id FROM usage_claim WHERE entity_id = :'entity_id'::smallint);

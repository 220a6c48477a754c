-- Lists the currencies in which an entity settles with its partners.
--
-- Parameters: entity_id smallint.
-- Result: one row per partner.

SELECT partner_id, currency FROM agreement WHERE entity_id = :'entity_id'::smallint;

-- Codes of an entity's switches.
-- Owner: CallStore.
--
-- Parameters: entity_id smallint.
-- Result: one row per switch, by code.

SELECT code FROM switch WHERE entity_id = :'entity_id'::smallint ORDER BY code;

-- Switches, by code.
--
-- Parameters: code text: only that one; null = all.
-- Reads: switch, entity.
-- Rows expected: one for each switch.

SELECT switch.code AS switch, switch.zone, entity.code AS entity
FROM switch
JOIN entity ON entity.id = switch.entity_id
WHERE :'code'::text IS NULL OR switch.code = :'code'::text
ORDER BY switch.code;

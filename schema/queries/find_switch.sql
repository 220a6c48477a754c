-- Finds the switches of the installation, or the one with a code, with the entity that each writes for.
--
-- Parameters: switch_code text (null = any), entity_code text (null = any).
-- Result: one row per switch, by code; key_seed is the secret of the installation, as hexadecimal digits.

SELECT switch.id AS switch_id, switch.code AS switch_code, switch.zone, entity.id AS entity_id,
    entity.code AS entity_code, installation.key_seed
FROM switch
    JOIN entity ON entity.id = switch.entity_id
    CROSS JOIN installation
WHERE (:'switch_code'::text IS NULL OR switch.code = :'switch_code'::text)
    AND (:'entity_code'::text IS NULL OR entity.code = :'entity_code'::text)
ORDER BY switch.code;

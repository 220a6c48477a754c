-- Finds the switches of the installation, or the one with a code, with the entity that each writes for.
--
-- Parameters: switch_code text (null = any), entity_code text (null = any).
-- Result: one row per switch, by code; key_seed is the secret seed of call keys, as hexadecimal digits;
-- number_plan is the plan as JSON in the form of a layout file, null where the switch states none.

SELECT switch.id AS switch_id, switch.code AS switch_code, switch.zone, entity.id AS entity_id,
    entity.code AS entity_code, call_key.seed AS key_seed, nullif(plan.stated, '{}')::text AS number_plan
FROM switch
    CROSS JOIN LATERAL (SELECT jsonb_strip_nulls(jsonb_build_object(
        'internationalPrefixes', to_jsonb(string_to_array(international_prefixes, ' ')),
        'techPrefixes', to_jsonb(string_to_array(tech_prefixes, ' ')),
        'homeCountry', home_country, 'nationalPrefix', national_prefix, 'nationalDigits', national_digits,
        'separators', replace(replace(replace(replace(replace(replace(number_separators, ' ', ''), 'blank', ' '),
            'dot', '.'), 'hyphen', '-'), 'parentheses', '()'), 'slash', '/'),
        'uris', number_uris = 'yes',
        'anonymous', to_jsonb(string_to_array(anonymous_callers, ' ')))) AS stated) AS plan
    JOIN entity ON entity.id = switch.entity_id
    CROSS JOIN secret.call_key
WHERE (:'switch_code'::text IS NULL OR switch.code = :'switch_code'::text)
    AND (:'entity_code'::text IS NULL OR entity.code = :'entity_code'::text)
ORDER BY switch.code;

-- Switches, by code, with how they write numbers.
--
-- Parameters: code text: only that one; null = all.
-- Reads: switch, entity.
-- Rows expected: one for each switch.

SELECT switch.code AS switch, switch.zone, entity.code AS entity, switch.international_prefixes, switch.tech_prefixes, switch.home_country,
    switch.national_prefix, switch.national_digits,
    switch.number_separators, switch.number_uris, switch.anonymous_callers
FROM switch
JOIN entity ON entity.id = switch.entity_id
WHERE :'code'::text IS NULL OR switch.code = :'code'::text
ORDER BY switch.code;

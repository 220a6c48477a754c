-- Adds the switches staged by check_switches.sql and changes those that are there already. A new zone or number plan holds
-- for files loaded from then on.
--
-- Parameters: none.
-- Reads: incoming_switch. Writes: switch.
-- Lock: that of check_switches.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each switch added (field null) and each field changed.

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT row.line, row.switch AS key, NULL AS field, NULL AS old_value, NULL AS new_value
FROM incoming_switch AS row
WHERE row.switch_id IS NULL
UNION ALL
SELECT row.line, row.switch, change.field, change.old_value, change.new_value
FROM incoming_switch AS row
JOIN switch ON switch.id = row.switch_id
CROSS JOIN LATERAL (VALUES
    ('zone', switch.zone, coalesce(row.zone, switch.zone)),
    ('international_prefixes', switch.international_prefixes, row.new_international_prefixes),
    ('tech_prefixes', switch.tech_prefixes, row.new_tech_prefixes),
    ('home_country', switch.home_country, row.new_home_country),
    ('national_prefix', switch.national_prefix, row.new_national_prefix),
    ('national_digits', switch.national_digits, row.new_national_digits),
    ('number_separators', switch.number_separators, row.new_number_separators),
    ('number_uris', switch.number_uris, row.new_number_uris),
    ('anonymous_callers', switch.anonymous_callers, row.new_anonymous_callers))
    AS change (field, old_value, new_value)
WHERE change.old_value IS DISTINCT FROM change.new_value;

-- name: add_switches
INSERT INTO switch (entity_id, code, zone, international_prefixes, tech_prefixes, home_country, national_prefix,
    national_digits, number_separators, number_uris, anonymous_callers)
SELECT entity_id, switch, coalesce(zone, 'UTC'), new_international_prefixes, new_tech_prefixes, new_home_country,
    new_national_prefix, new_national_digits, new_number_separators, new_number_uris, new_anonymous_callers
FROM incoming_switch
WHERE switch_id IS NULL
ORDER BY line;

-- name: change_switches
UPDATE switch
SET zone = coalesce(row.zone, switch.zone), international_prefixes = row.new_international_prefixes,
    tech_prefixes = row.new_tech_prefixes, home_country = row.new_home_country,
    national_prefix = row.new_national_prefix, national_digits = row.new_national_digits,
    number_separators = row.new_number_separators, number_uris = row.new_number_uris,
    anonymous_callers = row.new_anonymous_callers
FROM incoming_switch AS row
WHERE switch.id = row.switch_id
    AND EXISTS (SELECT FROM catalog_change WHERE catalog_change.line = row.line);

-- name: report
SELECT line, key, field, old_value, new_value
FROM catalog_change
ORDER BY line, field;

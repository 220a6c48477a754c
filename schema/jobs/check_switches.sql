-- Stages a file of switches and finds its faults; import_switches.sql then applies it in the same transaction.
--
-- Parameters: rows jsonb: objects of line, entity, switch, zone and the fields of the number plan; absent = the file does
--     not say, 'none' = nothing.
--     entity text: the entity of rows that name none, or null.
-- Reads: entity, switch, iana_zone. Writes: incoming_switch (temporary).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_switch ON COMMIT DROP AS
SELECT row.*, entity.id AS entity_id, switch.id AS switch_id, switch.entity_id AS owner_id,
    nullif(coalesce(row.international_prefixes, switch.international_prefixes), 'none') AS new_international_prefixes,
    nullif(coalesce(row.tech_prefixes, switch.tech_prefixes), 'none') AS new_tech_prefixes,
    nullif(coalesce(row.home_country, switch.home_country), 'none') AS new_home_country,
    nullif(coalesce(row.national_prefix, switch.national_prefix), 'none') AS new_national_prefix,
    nullif(coalesce(row.national_digits, switch.national_digits), 'none') AS new_national_digits,
    nullif(coalesce(row.number_separators, switch.number_separators), 'none') AS new_number_separators,
    nullif(coalesce(row.number_uris, switch.number_uris), 'none') AS new_number_uris,
    nullif(coalesce(row.anonymous_callers, switch.anonymous_callers), 'none') AS new_anonymous_callers
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (line integer, entity text, switch text, zone text,
    international_prefixes text, tech_prefixes text, home_country text, national_prefix text, national_digits text,
    number_separators text, number_uris text, anonymous_callers text)
LEFT JOIN entity ON entity.code =
    coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1))
LEFT JOIN switch ON switch.code = row.switch;

-- name: faults
SELECT line, 'entity' AS field,
    CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
        WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with ‹entity›'
        WHEN EXISTS (SELECT FROM entity) THEN 'there are several entities: add a column entity, or state ‹entity›'
        ELSE 'there is no entity yet: import partners first' END AS reason
FROM incoming_switch
WHERE entity_id IS NULL
UNION ALL
SELECT line, 'switch', 'a switch of that code belongs to another entity'
FROM incoming_switch
WHERE owner_id <> entity_id
UNION ALL
SELECT line, 'zone', 'not a time zone of the IANA list, such as Europe/Berlin'
FROM incoming_switch
WHERE zone IS NOT NULL AND zone NOT IN (SELECT name FROM iana_zone)
UNION ALL
SELECT line, 'international_prefixes', 'not digits with blanks between them, such as 00 011'
FROM incoming_switch
WHERE new_international_prefixes !~ '^[0-9]{1,32}( [0-9]{1,32})*$'
UNION ALL
SELECT line, 'tech_prefixes', 'not prefixes of digits, letters, # and * with blanks between them, such as 1234# 9999'
FROM incoming_switch
WHERE new_tech_prefixes !~ '^[0-9A-Za-z*#]{1,32}( [0-9A-Za-z*#]{1,32})*$'
UNION ALL
SELECT line, 'home_country', 'not a country code, such as 44'
FROM incoming_switch
WHERE new_home_country !~ '^[1-9][0-9]{0,2}$'
UNION ALL
SELECT line, 'national_prefix', 'not digits, such as 0'
FROM incoming_switch
WHERE new_national_prefix !~ '^[0-9]{1,8}$'
UNION ALL
SELECT line, 'national_digits', 'not a count of 1 to 15, such as 10, or two, such as 9-11'
FROM incoming_switch
WHERE CASE WHEN new_national_digits ~ '^(1[0-5]|[1-9])(-(1[0-5]|[1-9]))?$'
    THEN split_part(new_national_digits, '-', 1)::integer >
        coalesce(nullif(split_part(new_national_digits, '-', 2), ''), '15')::integer
    ELSE new_national_digits IS NOT NULL END
UNION ALL
SELECT line, 'home_country', 'a national prefix or national digits need a home country'
FROM incoming_switch
WHERE new_home_country IS NULL AND (new_national_prefix IS NOT NULL OR new_national_digits IS NOT NULL)
UNION ALL
SELECT line, 'number_separators', 'not some of blank, dot, hyphen, parentheses, slash with blanks between them'
FROM incoming_switch
WHERE new_number_separators !~ '^(blank|dot|hyphen|parentheses|slash)( (blank|dot|hyphen|parentheses|slash))*$'
UNION ALL
SELECT line, 'anonymous_callers', 'not names with one blank between them, such as anonymous restricted'
FROM incoming_switch
WHERE new_anonymous_callers !~ '^[^ ]+( [^ ]+)*$'
UNION ALL
SELECT line, 'switch', 'the same switch as in line ' || first_line
FROM (SELECT line, min(line) OVER (PARTITION BY switch) AS first_line FROM incoming_switch) AS numbered
WHERE line > first_line
ORDER BY line, field;

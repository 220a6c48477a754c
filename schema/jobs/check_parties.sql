-- Stages a file of who entities and partners are by law and finds its faults; import_parties.sql then applies it in the same
-- transaction.
--
-- Parameters: rows jsonb: objects of line, entity, partner, from_on, legal_name, address, city, region, postal_code, country,
--     registration_number, tax_ids, language, reference; absent = the file does not say, none = it is taken away. entity
--     text: the entity of rows that name neither a partner nor an entity, or null.
-- Reads: entity, partner, party_detail. Writes: incoming_party (temporary, until the end of the transaction).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_party ON COMMIT DROP AS
SELECT row.*, entity.id AS entity_id, partner.id AS partner_id, COALESCE(row.partner, entity.code) AS key,
    NULLIF(replace(row.address, '; ', E'\n'), 'none') AS address_lines,
    ARRAY(SELECT btrim(tax_id) FROM regexp_split_to_table(NULLIF(row.tax_ids, 'none'), ';') AS tax_id) AS tax_id_list
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (
    line integer, entity text, partner text, from_on date, legal_name text, address text, city text, region text,
    postal_code text, country text, registration_number text, tax_ids text, language text, reference text)
LEFT JOIN partner ON partner.code = row.partner
LEFT JOIN entity ON row.partner IS NULL AND entity.code =
    coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1));

-- name: faults
SELECT line, 'partner' AS field, 'no partner of that code: import it first' AS reason
FROM incoming_party
WHERE partner IS NOT NULL AND partner_id IS NULL
UNION ALL
SELECT line, 'entity', 'a row is of a partner or of an entity: leave one of them empty'
FROM incoming_party
WHERE partner IS NOT NULL AND entity IS NOT NULL
UNION ALL
SELECT line, 'entity', CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
    WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with ‹entity›'
    ELSE 'a row without a partner is of an entity: add a column entity, or state ‹entity›' END
FROM incoming_party
WHERE partner IS NULL AND entity_id IS NULL
UNION ALL
SELECT line, 'partner', 'the same as in line ' || first_line
FROM (SELECT line, min(line) OVER (PARTITION BY partner_id, entity_id) AS first_line FROM incoming_party) AS numbered
WHERE line > first_line
UNION ALL
SELECT line, 'country', 'not a country code of ISO 3166, such as DE'
FROM incoming_party
WHERE country <> 'none' AND NOT country_is_known(country)
UNION ALL
SELECT line, 'tax_ids', 'not a scheme in capitals, a blank and a value, such as EU_VAT DE123456789; several with semicolons'
FROM incoming_party
WHERE NOT tax_ids_are_sound(tax_id_list)
UNION ALL
SELECT line, 'language', 'not a language tag, such as de or pt-BR'
FROM incoming_party
WHERE language <> 'none' AND language !~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'
UNION ALL
SELECT line, 'legal_name', 'empty: who has no details yet needs a legal name, and nobody is without one'
FROM incoming_party AS row
WHERE legal_name = 'none' OR legal_name IS NULL AND NOT EXISTS (SELECT FROM party_detail AS detail
    WHERE detail.entity_id = row.entity_id OR detail.partner_id = row.partner_id)
ORDER BY 1, 2;

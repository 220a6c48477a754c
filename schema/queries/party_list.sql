-- Who entities and partners are by law, those of entities first.
--
-- Parameters: code text: only of the partner or entity of that code, with what held before and what is to come;
--     null = all, as they are today.
-- Reads: party_detail, partner, entity.
-- Rows expected: one for each span of days.

SELECT entity.code AS entity, partner.code AS partner, legal_name, replace(address, E'\n', '; ') AS address, city, region,
    postal_code, country, registration_number, NULLIF(array_to_string(tax_ids, '; '), '') AS tax_ids, language, reference,
    NULLIF(lower(valid), '-infinity') AS "from", upper(valid) - 1 AS "to"
FROM party_detail AS listed
    LEFT JOIN entity ON entity.id = listed.entity_id
    LEFT JOIN partner ON partner.id = listed.partner_id
WHERE CASE WHEN :'code'::text IS NULL THEN valid @> (now() AT TIME ZONE 'UTC')::date
    ELSE :'code'::text IN (entity.code, partner.code) END
ORDER BY entity.code NULLS LAST, partner.code, lower(valid);

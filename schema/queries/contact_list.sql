-- Contacts of entities and partners, those of entities first.
--
-- Parameters: code text: only of the partner or entity of that code; null = all.
-- Reads: contact, partner, entity.
-- Rows expected: one for each purpose.

SELECT entity.code AS entity, partner.code AS partner, purpose, listed.name, mail, phone
FROM contact AS listed
    LEFT JOIN entity ON entity.id = listed.entity_id
    LEFT JOIN partner ON partner.id = listed.partner_id
WHERE :'code'::text IS NULL OR :'code'::text IN (entity.code, partner.code)
ORDER BY entity.code NULLS LAST, partner.code, purpose;

-- Stages a file of contacts of entities and partners and finds its faults; import_contacts.sql then applies it in the same
-- transaction.
--
-- Parameters: rows jsonb: objects of line, entity, partner, purpose, name, mail, phone; absent = the file does not say, none
--     = it is taken away. entity text: the entity of rows that name neither a partner nor an entity, or null.
-- Reads: entity, partner, contact. Writes: incoming_contact (temporary, until the end of the transaction).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_contact ON COMMIT DROP AS
SELECT row.*, entity.id AS entity_id, partner.id AS partner_id, COALESCE(row.partner, entity.code) AS key
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (
    line integer, entity text, partner text, purpose text, name text, mail text, phone text)
LEFT JOIN partner ON partner.code = row.partner
LEFT JOIN entity ON row.partner IS NULL AND entity.code =
    coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1));

-- name: faults
SELECT line, 'partner' AS field, 'no partner of that code: import it first' AS reason
FROM incoming_contact
WHERE partner IS NOT NULL AND partner_id IS NULL
UNION ALL
SELECT line, 'entity', 'a row is of a partner or of an entity: leave one of them empty'
FROM incoming_contact
WHERE partner IS NOT NULL AND entity IS NOT NULL
UNION ALL
SELECT line, 'entity', CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
    WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with ‹entity›'
    ELSE 'a row without a partner is of an entity: add a column entity, or state ‹entity›' END
FROM incoming_contact
WHERE partner IS NULL AND entity_id IS NULL
UNION ALL
SELECT line, 'purpose', 'the same as in line ' || first_line
FROM (SELECT line, min(line) OVER (PARTITION BY partner_id, entity_id, purpose) AS first_line FROM incoming_contact) AS numbered
WHERE line > first_line
UNION ALL
SELECT line, 'mail', 'not a mail address, nor several with semicolons between them'
FROM incoming_contact
WHERE mail <> 'none' AND mail !~ '^[^@ ;]+@[^@ ;]+(; ?[^@ ;]+@[^@ ;]+)*$'
UNION ALL
SELECT line, 'mail', 'a contact is reached by mail or phone: state one of them'
FROM incoming_contact AS row
WHERE NULLIF(mail, 'none') IS NULL AND NULLIF(phone, 'none') IS NULL AND (mail = 'none' AND phone = 'none') IS NOT TRUE
    AND NOT EXISTS (SELECT FROM contact
        WHERE contact.purpose = row.purpose AND (contact.entity_id = row.entity_id OR contact.partner_id = row.partner_id))
ORDER BY 1, 2;

-- Adds the contacts staged by check_contacts.sql, changes those that are there already, and removes those that can be reached no
-- more: of which the file says none for mail and phone.
--
-- Parameters: none.
-- Reads: incoming_contact. Writes: contact.
-- Lock: that of check_contacts.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each contact added (field null) and each field changed.

-- name: merged
CREATE TEMPORARY TABLE merged ON COMMIT DROP AS
SELECT row.line, row.key || ', ' || row.purpose AS key, row.entity_id, row.partner_id, row.purpose,
    held.purpose IS NOT NULL AS is_held, held.name AS held_name, held.mail AS held_mail, held.phone AS held_phone,
    CASE row.name WHEN 'none' THEN NULL ELSE COALESCE(row.name, held.name) END AS name,
    CASE row.mail WHEN 'none' THEN NULL ELSE COALESCE(row.mail, held.mail) END AS mail,
    CASE row.phone WHEN 'none' THEN NULL ELSE COALESCE(row.phone, held.phone) END AS phone
FROM incoming_contact AS row
LEFT JOIN contact AS held ON held.purpose = row.purpose
    AND (held.entity_id = row.entity_id OR held.partner_id = row.partner_id);

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT line, key, NULL::text AS field, NULL::text AS old_value, NULL::text AS new_value
FROM merged
WHERE NOT is_held AND num_nonnulls(mail, phone) > 0
UNION ALL
SELECT line, key, stated.field, stated.old_value, stated.new_value
FROM merged
CROSS JOIN LATERAL (VALUES ('name', held_name, name), ('mail', held_mail, mail), ('phone', held_phone, phone))
    AS stated (field, old_value, new_value)
WHERE is_held AND stated.new_value IS DISTINCT FROM stated.old_value;

-- name: remove
DELETE FROM contact AS held
USING merged
WHERE is_held AND num_nonnulls(merged.mail, merged.phone) = 0 AND held.purpose = merged.purpose
    AND (held.entity_id = merged.entity_id OR held.partner_id = merged.partner_id);

-- name: change
UPDATE contact AS held
SET name = merged.name, mail = merged.mail, phone = merged.phone, changed_at = clock_timestamp()
FROM merged
WHERE held.purpose = merged.purpose AND (held.entity_id = merged.entity_id OR held.partner_id = merged.partner_id)
    AND merged.line IN (SELECT line FROM catalog_change);

-- name: add
INSERT INTO contact (entity_id, partner_id, purpose, name, mail, phone)
SELECT entity_id, partner_id, purpose, name, mail, phone
FROM merged
WHERE NOT is_held AND num_nonnulls(mail, phone) > 0
ORDER BY line;

-- name: report
SELECT line, key, field, old_value, new_value
FROM catalog_change
ORDER BY line, field;

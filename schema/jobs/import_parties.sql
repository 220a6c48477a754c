-- Adds the details of entities and partners staged by check_parties.sql and changes those that are there already. A change
-- holds from its day on (today, where the file states none): what held before ends there. A row of the same first day is
-- corrected.
--
-- Parameters: none.
-- Reads: incoming_party. Writes: party_detail.
-- Lock: that of check_parties.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each one added (field null) and each field changed.

-- name: merged
-- What holds on the day of each row, with what the row says of it.
CREATE TEMPORARY TABLE merged ON COMMIT DROP AS
SELECT row.line, row.key, row.entity_id, row.partner_id, held.id AS held_id, held.valid AS held_valid, day.starts_on,
    (SELECT min(lower(later.valid)) FROM party_detail AS later
        WHERE (later.entity_id = row.entity_id OR later.partner_id = row.partner_id)
            AND lower(later.valid) > day.starts_on) AS ends_before,
    COALESCE(row.legal_name, held.legal_name) AS legal_name,
    CASE row.address WHEN 'none' THEN NULL ELSE COALESCE(row.address_lines, held.address) END AS address,
    CASE row.city WHEN 'none' THEN NULL ELSE COALESCE(row.city, held.city) END AS city,
    CASE row.region WHEN 'none' THEN NULL ELSE COALESCE(row.region, held.region) END AS region,
    CASE row.postal_code WHEN 'none' THEN NULL ELSE COALESCE(row.postal_code, held.postal_code) END AS postal_code,
    CASE row.country WHEN 'none' THEN NULL ELSE COALESCE(row.country, held.country) END AS country,
    CASE row.registration_number WHEN 'none' THEN NULL
        ELSE COALESCE(row.registration_number, held.registration_number) END AS registration_number,
    CASE row.language WHEN 'none' THEN NULL ELSE COALESCE(row.language, held.language) END AS language,
    CASE row.reference WHEN 'none' THEN NULL ELSE COALESCE(row.reference, held.reference) END AS reference,
    CASE WHEN row.tax_ids IS NULL THEN COALESCE(held.tax_ids, '{}') ELSE row.tax_id_list END AS tax_ids
FROM incoming_party AS row
CROSS JOIN LATERAL (
    SELECT COALESCE(row.from_on, CASE WHEN EXISTS (SELECT FROM party_detail AS held
            WHERE held.entity_id = row.entity_id OR held.partner_id = row.partner_id)
        THEN (now() AT TIME ZONE 'UTC')::date ELSE '-infinity' END) AS starts_on) AS day
LEFT JOIN party_detail AS held ON (held.entity_id = row.entity_id OR held.partner_id = row.partner_id)
    AND held.valid @> day.starts_on;

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT line, key, NULL::text AS field, NULL::text AS old_value, NULL::text AS new_value,
    NULLIF(starts_on, '-infinity') AS first_on
FROM merged
WHERE held_id IS NULL
UNION ALL
SELECT line, key, stated.field, stated.old_value, stated.new_value,
    NULLIF(CASE WHEN lower(held_valid) < starts_on THEN starts_on ELSE lower(held_valid) END, '-infinity')
FROM merged
JOIN party_detail AS held ON held.id = held_id
CROSS JOIN LATERAL (VALUES
    ('legal_name', held.legal_name, merged.legal_name),
    ('address', replace(held.address, E'\n', '; '), replace(merged.address, E'\n', '; ')),
    ('city', held.city, merged.city),
    ('region', held.region, merged.region),
    ('postal_code', held.postal_code, merged.postal_code),
    ('country', held.country, merged.country),
    ('registration_number', held.registration_number, merged.registration_number),
    ('language', held.language, merged.language),
    ('reference', held.reference, merged.reference),
    ('tax_ids', array_to_string(held.tax_ids, '; '), array_to_string(merged.tax_ids, '; '))
) AS stated (field, old_value, new_value)
WHERE stated.new_value IS DISTINCT FROM stated.old_value;

-- name: keep_changed
DELETE FROM merged WHERE held_id IS NOT NULL AND line NOT IN (SELECT line FROM catalog_change);

-- name: correct
UPDATE party_detail AS held
SET (legal_name, address, city, region, postal_code, country, registration_number, language, reference, tax_ids) =
    (merged.legal_name, merged.address, merged.city, merged.region, merged.postal_code, merged.country,
    merged.registration_number, merged.language, merged.reference, merged.tax_ids)
FROM merged
WHERE held.id = held_id AND lower(held_valid) = starts_on;

-- name: end
UPDATE party_detail AS held
SET valid = daterange(lower(held_valid), starts_on)
FROM merged
WHERE held.id = held_id AND lower(held_valid) < starts_on;

-- name: add
INSERT INTO party_detail (entity_id, partner_id, legal_name, address, city, region, postal_code, country,
    registration_number, language, reference, tax_ids, valid)
SELECT entity_id, partner_id, legal_name, address, city, region, postal_code, country, registration_number, language,
    reference, tax_ids, daterange(starts_on, ends_before)
FROM merged
WHERE held_id IS NULL OR lower(held_valid) < starts_on
ORDER BY line;

-- name: report
SELECT line, key, field, old_value, new_value, first_on
FROM catalog_change
ORDER BY line, field;

-- Adds the bank accounts of entities and partners staged by check_banks.sql and changes those that are there already. A
-- change holds from its day on (today, where the file states none): what held before ends there. A row of the same first day
-- is corrected.
--
-- Parameters: none.
-- Reads: incoming_bank. Writes: bank_account.
-- Lock: that of check_banks.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each one added (field null) and each field changed.

-- name: merged
-- What holds on the day of each row, with what the row says of it.
CREATE TEMPORARY TABLE merged ON COMMIT DROP AS
SELECT row.line, row.key, row.entity_id, row.partner_id, row.currency, held.id AS held_id, held.valid AS held_valid,
    day.starts_on,
    (SELECT min(lower(later.valid)) FROM bank_account AS later
        WHERE later.currency = row.currency
            AND (later.entity_id = row.entity_id OR later.partner_id = row.partner_id)
            AND lower(later.valid) > day.starts_on) AS ends_before,
    COALESCE(NULLIF(row.holder, 'none'), held.holder, (SELECT name FROM partner WHERE id = row.partner_id),
        (SELECT name FROM entity WHERE id = row.entity_id)) AS holder,
    CASE WHEN row.plain_iban = 'none' OR row.account_number <> 'none' THEN NULL
        ELSE COALESCE(row.plain_iban, held.iban) END AS iban,
    CASE WHEN row.account_number = 'none' OR row.plain_iban <> 'none' THEN NULL
        ELSE COALESCE(row.account_number, held.account_number) END AS account_number,
    CASE row.bic WHEN 'none' THEN NULL ELSE COALESCE(row.bic, held.bic) END AS bic,
    CASE row.bank_name WHEN 'none' THEN NULL ELSE COALESCE(row.bank_name, held.bank_name) END AS bank_name,
    CASE row.correspondent_bic WHEN 'none' THEN NULL
        ELSE COALESCE(row.correspondent_bic, held.correspondent_bic) END AS correspondent_bic
FROM incoming_bank AS row
CROSS JOIN LATERAL (
    SELECT COALESCE(row.from_on, CASE WHEN EXISTS (SELECT FROM bank_account AS held WHERE held.currency = row.currency
            AND (held.entity_id = row.entity_id OR held.partner_id = row.partner_id))
        THEN (now() AT TIME ZONE 'UTC')::date ELSE '-infinity' END) AS starts_on) AS day
LEFT JOIN bank_account AS held ON held.currency = row.currency
            AND (held.entity_id = row.entity_id OR held.partner_id = row.partner_id) AND held.valid @> day.starts_on;

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
JOIN bank_account AS held ON held.id = held_id
CROSS JOIN LATERAL (VALUES
    ('holder', held.holder, merged.holder),
    ('iban', held.iban, merged.iban),
    ('account_number', held.account_number, merged.account_number),
    ('bic', held.bic, merged.bic),
    ('bank_name', held.bank_name, merged.bank_name),
    ('correspondent_bic', held.correspondent_bic, merged.correspondent_bic)
) AS stated (field, old_value, new_value)
WHERE stated.new_value IS DISTINCT FROM stated.old_value;

-- name: keep_changed
DELETE FROM merged WHERE held_id IS NOT NULL AND line NOT IN (SELECT line FROM catalog_change);

-- name: correct
UPDATE bank_account AS held
SET (holder, iban, account_number, bic, bank_name, correspondent_bic) =
    (merged.holder, merged.iban, merged.account_number, merged.bic, merged.bank_name, merged.correspondent_bic)
FROM merged
WHERE held.id = held_id AND lower(held_valid) = starts_on;

-- name: end
UPDATE bank_account AS held
SET valid = daterange(lower(held_valid), starts_on)
FROM merged
WHERE held.id = held_id AND lower(held_valid) < starts_on;

-- name: add
INSERT INTO bank_account (entity_id, partner_id, currency, holder, iban, account_number, bic, bank_name, correspondent_bic,
    valid)
SELECT entity_id, partner_id, currency, holder, iban, account_number, bic, bank_name, correspondent_bic,
    daterange(starts_on, ends_before)
FROM merged
WHERE held_id IS NULL OR lower(held_valid) < starts_on
ORDER BY line;

-- name: report
SELECT line, key, field, old_value, new_value, first_on
FROM catalog_change
ORDER BY line, field;

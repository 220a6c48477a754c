-- Adds the tax profiles and rates staged by check_taxes.sql and changes what may change of those that are there already: names,
-- sentences, and rates of days that nothing was taxed by.
--
-- Parameters: none.
-- Reads: incoming_tax. Writes: tax_profile, tax_rate.
-- Lock: that of check_taxes.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each profile added (field null), each field changed, and each rate added or changed.

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT line, profile AS key, NULL::text AS field, NULL::text AS old_value, NULL::text AS new_value, NULL::date AS first_on
FROM incoming_tax
WHERE profile_id IS NULL AND line_of_profile = 1
UNION ALL
SELECT row.line, row.profile, term.field, term.old_value, term.new_value, NULL
FROM incoming_tax AS row
    JOIN tax_profile AS profile ON profile.id = row.profile_id
    CROSS JOIN LATERAL (VALUES ('name', profile.name, row.name), ('sentence', profile.sentence, row.sentence))
        AS term (field, old_value, new_value)
WHERE term.new_value IS DISTINCT FROM term.old_value AND term.new_value IS NOT NULL
UNION ALL
SELECT row.line, row.profile, row.tax, trim_scale(rate.rate_millionths / 10000.0) || ' %',
    trim_scale(row.rate_millionths / 10000.0) || ' %', NULLIF(row.first_on, '-infinity')
FROM incoming_tax AS row
    LEFT JOIN tax_rate AS rate ON rate.profile_id = row.profile_id AND rate.tax = row.tax AND rate.first_on = row.first_on
WHERE row.rate_millionths IS NOT NULL AND row.profile_id IS NOT NULL AND row.rate_millionths IS DISTINCT FROM rate.rate_millionths
UNION ALL
SELECT row.line, row.profile, row.tax || ' account', rate.account_type, row.account, NULLIF(row.first_on, '-infinity')
FROM incoming_tax AS row
    JOIN tax_rate AS rate ON rate.profile_id = row.profile_id AND rate.tax = row.tax AND rate.first_on = row.first_on
WHERE row.account <> rate.account_type;

-- name: add_profiles
INSERT INTO tax_profile (entity_id, code, name, treatment, includes_tax, tax_point, rounding, sentence)
SELECT entity_id, profile, COALESCE(name, profile), of_treatment, of_includes_tax, of_tax_point, of_rounding, of_sentence
FROM incoming_tax
WHERE profile_id IS NULL AND line_of_profile = 1
ORDER BY line;

-- name: change_profiles
UPDATE tax_profile
SET name = COALESCE(stated.name, tax_profile.name), sentence = COALESCE(stated.sentence, tax_profile.sentence)
FROM (
    SELECT profile_id, max(name) AS name, max(sentence) AS sentence
    FROM incoming_tax
    WHERE line IN (SELECT line FROM catalog_change WHERE field IN ('name', 'sentence'))
    GROUP BY profile_id
) AS stated
WHERE tax_profile.id = stated.profile_id;

-- name: set_rates
INSERT INTO tax_rate AS rate (profile_id, entity_id, tax, rate_millionths, first_on, account_type)
SELECT profile.id, profile.entity_id, row.tax, row.rate_millionths, row.first_on, COALESCE(stored.account_type, row.account, 'output_tax')
FROM incoming_tax AS row
    JOIN tax_profile AS profile ON profile.entity_id = row.entity_id AND profile.code = row.profile
    LEFT JOIN tax_rate AS stored ON stored.profile_id = profile.id AND stored.tax = row.tax AND stored.first_on = row.first_on
WHERE row.rate_millionths IS NOT NULL AND stored.profile_id IS NULL
ORDER BY row.line;

-- name: change_rates
UPDATE tax_rate
SET rate_millionths = row.rate_millionths, account_type = COALESCE(row.account, tax_rate.account_type)
FROM incoming_tax AS row
WHERE tax_rate.profile_id = row.profile_id AND tax_rate.tax = row.tax AND tax_rate.first_on = row.first_on
    AND (row.rate_millionths <> tax_rate.rate_millionths OR row.account <> tax_rate.account_type);

-- name: report
SELECT line, key, field, old_value, new_value, first_on
FROM catalog_change
ORDER BY line, field NULLS FIRST, first_on;

-- Stages a file of tax profiles with their rates and finds its faults; import_taxes.sql then applies it in the same transaction.
--
-- Parameters: rows jsonb: objects of line, entity, profile, name, treatment, prices, tax_point, rounding, sentence, tax,
--     rate_millionths, from_on, account; absent = the file does not say. entity text: the entity of rows that name none, or null.
-- Reads: entity, tax_profile, tax_rate, ledger_account_type, and what tax_used_until reads. Writes: incoming_tax (temporary).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_tax ON COMMIT DROP AS
SELECT row.line, row.entity, row.profile, row.name, row.treatment, row.prices, row.tax_point, row.rounding, row.sentence,
    CASE WHEN row.rate_millionths IS NOT NULL THEN COALESCE(row.tax, 'VAT') ELSE row.tax END AS tax, row.rate_millionths,
    COALESCE(row.from_on, '-infinity') AS first_on, row.account, entity.id AS entity_id, profile.id AS profile_id,
    COALESCE(profile.treatment, first_value(row.treatment) OVER of_profile, 'taxed') AS of_treatment,
    COALESCE(profile.includes_tax, first_value(row.prices) OVER of_profile = 'inclusive', false) AS of_includes_tax,
    COALESCE(profile.tax_point, first_value(row.tax_point) OVER of_profile, 'usage') AS of_tax_point,
    COALESCE(profile.rounding, first_value(row.rounding) OVER of_profile, 'document') AS of_rounding,
    COALESCE(row.sentence, profile.sentence, first_value(row.sentence) OVER of_profile) AS of_sentence,
    row_number() OVER of_profile AS line_of_profile
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (line integer, entity text, profile text, name text, treatment text, prices text,
    tax_point text, rounding text, sentence text, tax text, rate_millionths integer, from_on date, account text)
LEFT JOIN entity ON entity.code =
    coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1))
LEFT JOIN tax_profile AS profile ON profile.entity_id = entity.id AND profile.code = row.profile
WINDOW of_profile AS (PARTITION BY entity.id, row.profile ORDER BY row.line
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING);

-- name: faults
SELECT line, 'entity' AS field,
    CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
        WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with ‹entity›'
        WHEN EXISTS (SELECT FROM entity) THEN 'there are several entities: add a column entity, or state ‹entity›'
        ELSE 'there is no entity yet: import partners first' END AS reason
FROM incoming_tax
WHERE entity_id IS NULL
UNION ALL
SELECT line, field, format('this cannot change, and it is %s: documents may say so; add a profile of another code', holding)
FROM incoming_tax
    CROSS JOIN LATERAL (VALUES ('treatment', treatment, of_treatment),
        ('prices', prices, CASE WHEN of_includes_tax THEN 'inclusive' ELSE 'exclusive' END),
        ('tax_point', tax_point, of_tax_point), ('rounding', rounding, of_rounding)) AS fixed (field, stated, holding)
WHERE stated <> holding
UNION ALL
SELECT line, 'sentence', 'empty: documents have to say why there is no tax'
FROM incoming_tax
WHERE of_treatment <> 'taxed' AND of_sentence IS NULL AND line_of_profile = 1
UNION ALL
SELECT line, 'tax_point', 'prices that contain the tax are taxed at usage'
FROM incoming_tax
WHERE of_includes_tax AND of_tax_point = 'receipt' AND line_of_profile = 1
UNION ALL
SELECT line, 'rate', format('a profile that is %s has no rates', of_treatment)
FROM incoming_tax
WHERE of_treatment <> 'taxed' AND tax IS NOT NULL
UNION ALL
SELECT line, 'rate', 'empty: a tax needs its rate'
FROM incoming_tax
WHERE of_treatment = 'taxed' AND rate_millionths IS NULL AND (tax IS NOT NULL OR profile_id IS NULL)
UNION ALL
SELECT line, 'rate', 'not 0 to 1,000 percent'
FROM incoming_tax
WHERE rate_millionths NOT BETWEEN 0 AND 10000000
UNION ALL
SELECT line, 'from', 'the first rate of a profile holds from the beginning: leave this empty'
FROM (
    SELECT incoming_tax.*, min(first_on) OVER (PARTITION BY entity_id, profile) AS earliest_on
    FROM incoming_tax) AS ranked
WHERE profile_id IS NULL AND of_treatment = 'taxed' AND line_of_profile = 1 AND earliest_on > '-infinity'
UNION ALL
SELECT incoming_tax.line, 'account', 'no account of taxes: a liability that was added to the chart, or output_tax'
FROM incoming_tax
WHERE account IS NOT NULL AND NOT EXISTS (SELECT FROM ledger_account_type
    WHERE code = account AND class = 'liability' AND NOT per_partner AND (is_own OR code = 'output_tax'))
UNION ALL
SELECT row.line, 'from', format('days until %s were taxed by other rates', used_until)
FROM incoming_tax AS row
    LEFT JOIN tax_rate AS rate ON rate.profile_id = row.profile_id AND rate.tax = row.tax AND rate.first_on = row.first_on
    CROSS JOIN LATERAL tax_used_until(row.profile_id) AS used_until
WHERE row.rate_millionths IS NOT NULL AND used_until >= row.first_on
    AND (row.rate_millionths, COALESCE(row.account, rate.account_type, 'output_tax'))
        IS DISTINCT FROM (rate.rate_millionths, rate.account_type)
UNION ALL
SELECT line, 'profile', 'the same tax and day as in line ' || first_line
FROM (
    SELECT line, min(line) OVER (PARTITION BY entity_id, profile, tax, first_on) AS first_line
    FROM incoming_tax) AS numbered
WHERE line > first_line
ORDER BY line, field;

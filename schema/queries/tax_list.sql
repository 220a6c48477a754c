-- Tax profiles with their rates, by profile, then entity, tax and day.
--
-- Parameters: code text: only that profile; null = all.
-- Reads: tax_profile, tax_rate, entity.
-- Rows expected: one for each rate, and one for each profile without any; rate in percent, "from" null = from the beginning.

SELECT profile.code AS profile, profile.name, treatment, CASE WHEN includes_tax THEN 'inclusive' ELSE 'exclusive' END AS prices,
    tax_point, rounding, tax, trim_scale(rate_millionths / 10000.0) AS rate, NULLIF(first_on, '-infinity') AS "from",
    account_type AS account, sentence, entity.code AS entity
FROM tax_profile AS profile
    JOIN entity ON entity.id = profile.entity_id
    LEFT JOIN (SELECT profile_id, tax, rate_millionths, first_on, account_type FROM tax_rate) AS rate ON profile_id = profile.id
WHERE :'code'::text IS NULL OR profile.code = :'code'::text
ORDER BY profile.code, entity.code, tax, first_on;

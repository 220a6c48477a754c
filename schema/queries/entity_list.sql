-- Entities, by code.
--
-- Parameters: code text: only that one; null = all.
-- Reads: entity.
-- Rows expected: one for each entity.

SELECT code AS entity, name, functional_currency AS currency, zone
FROM entity
WHERE :'code'::text IS NULL OR code = :'code'::text
ORDER BY code;

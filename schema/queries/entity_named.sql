-- The entity of a code, or all of them.
--
-- Parameters: code text: null = all.
-- Reads: entity.
-- Rows expected: none or one for a code.

SELECT id, code, functional_currency
FROM entity
WHERE :'code'::text IS NULL OR code = :'code'::text
ORDER BY code;

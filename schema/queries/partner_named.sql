-- The partner of a code.
--
-- Parameters: code text.
-- Reads: partner.
-- Rows expected: none or one.

SELECT id FROM partner WHERE code = :'code'::text;

-- A destination of the master list by its name, whatever its case.
--
-- Parameters: name text.
-- Result: none or one row, the one in the very same letters first.

SELECT id, name FROM destination WHERE lower(name) = lower(:'name'::text)
ORDER BY name <> :'name'::text, name LIMIT 1;

-- Which of some kept files have a row: something of them is or was loaded.
--
-- Parameters: hashes bytea[]: SHA-256 of the contents.
-- Result: one row per hash that a file has, in hex.

SELECT DISTINCT encode(sha256, 'hex') AS sha256
FROM cdr_file
WHERE sha256 = ANY (:'hashes'::bytea[]);

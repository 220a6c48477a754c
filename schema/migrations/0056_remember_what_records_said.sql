-- Beside the fingerprint of a call, what its record said of it: a record that is repeated as it was is known without asking
-- the rows, however often files overlap.

ALTER TABLE call_fingerprint RENAME TO call_mark;
ALTER TABLE call_mark RENAME COLUMN fingerprints TO marks;
ALTER TABLE call_mark ALTER COLUMN marks SET STORAGE EXTERNAL;
ALTER TABLE call_mark RENAME CONSTRAINT call_fingerprint_pkey TO call_mark_pkey;

-- Of records that were loaded before nothing else is remembered: they are asked for as before.
UPDATE call_mark SET marks = (
    SELECT COALESCE(string_agg(substring(marks FROM 8 * place + 1 FOR 8) || '\x0000000000000000'::bytea, '' ORDER BY place), '')
    FROM generate_series(0, length(marks) / 8 - 1) AS place);

COMMENT ON TABLE call_mark IS
    'What the search for duplicates reads: of each record of a chunk the first 64 bits of its key and a hash of what it said, by hour of the start.';
COMMENT ON COLUMN call_mark.marks IS
    '16 bytes each: fingerprint, big-endian; 48 bits of content hash, 0 = not remembered; 16 bits of leg, 0 = none stated.';

-- Whether a record says something new of its call is told by what the record itself says, and by the order in which records
-- came: one that says what a later record has superseded is stale. A file may state the instant of which it speaks.

ALTER TABLE chunk
    ADD COLUMN stale integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT chunk_counts_what_is_stale_as_duplicate CHECK (stale BETWEEN 0 AND duplicates);
COMMENT ON COLUMN chunk.stale IS
    'Of the duplicates: records that said what a later record had superseded, or spoke of an earlier instant than it.';

ALTER TABLE cdr_file
    ADD COLUMN stated_at timestamptz,
    DROP CONSTRAINT cdr_file_is_loaded_once,
    ADD CONSTRAINT cdr_file_is_loaded_once UNIQUE NULLS NOT DISTINCT (entity_id, sha256, stated_at);
COMMENT ON COLUMN cdr_file.stated_at IS
    'Instant of which the file speaks: what was stated later holds, in whichever order files come. Null = it does not say. Part of its identity: a snapshot may say again what an earlier one said.';
COMMENT ON COLUMN cdr_file.sha256 IS
    'Of the bytes as received (of the description of the batch, for a re-rate): its identity, with stated_at.';

-- What records of before said was told by the partners that were looked up for them: that is forgotten, and the rows are
-- asked where they come again.
UPDATE call_mark SET marks = (
    SELECT COALESCE(string_agg(
        substring(marks FROM 16 * place + 1 FOR 8) || '\x000000000000'::bytea || substring(marks FROM 16 * place + 15 FOR 2)
            || '\x7fffffff'::bytea, '' ORDER BY place), '')
    FROM generate_series(0, length(marks) / 16 - 1) AS place);

DO $$
BEGIN
    IF EXISTS (SELECT FROM call_mark WHERE length(marks) % 20 <> 0) THEN
        RAISE EXCEPTION 'marks of records were lost on their way into 20 bytes each';
    END IF;
END
$$;

COMMENT ON TABLE call_mark IS
    'What the search for duplicates reads: of each record of a chunk that said something new the first 64 bits of its key, a hash of what it said and its place, by hour of the start.';
COMMENT ON COLUMN call_mark.marks IS
    '20 bytes each, big-endian: fingerprint; 48 bits of content hash, 0 = not remembered, and 16 bits of leg, 0 = none stated; 1 bit: spoke of an earlier instant than what was known when it came, and 31 bits of ordinal, all ones = not remembered.';

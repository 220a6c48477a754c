-- Says whose sides in suspense are by whose accounts they are to be rated again, where records name nobody or somebody else.
--
-- Parameters: side text; account text: by which they are rated from now on; chunk_ids integer[], ordinals integer[]: of the same
-- length, the calls (null = all); file_id integer (null = any); stated text: the account that they have now (null = any);
-- entity_id smallint (null = any).
-- Reads: suspense, suspense_account, suspense_resolution, chunk, account. Writes: suspense_correction.
-- Lock: none. A second run finds that they have the account, and adds nothing.
-- Runs inside an act.
-- Rows expected: one of corrected: entities that have no such account, and the calls and seconds that were corrected.

-- name: waiting
CREATE TEMPORARY TABLE waiting ON COMMIT DROP AS
SELECT suspense.chunk_id, suspense.ordinal, suspense.entity_id, suspense.duration_ns, suspense_account.account_value
FROM suspense
    JOIN suspense_account USING (chunk_id, ordinal, side)
    JOIN chunk ON chunk.id = suspense.chunk_id
WHERE suspense.side = :'side'::text
    AND NOT EXISTS (SELECT FROM suspense_resolution AS resolution
        WHERE resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
            AND resolution.side = suspense.side)
    AND (:'chunk_ids'::integer[] IS NULL OR EXISTS (
        SELECT FROM unnest(:'chunk_ids'::integer[], :'ordinals'::integer[]) AS wanted (chunk_id, ordinal)
        WHERE wanted.chunk_id = suspense.chunk_id AND wanted.ordinal = suspense.ordinal))
    AND (:'file_id'::integer IS NULL OR chunk.file_id = :'file_id'::integer)
    AND (:'stated'::text IS NULL OR suspense_account.account_value = :'stated'::text)
    AND (:'entity_id'::smallint IS NULL OR suspense.entity_id = :'entity_id'::smallint);

-- name: correct
INSERT INTO suspense_correction (chunk_id, ordinal, side, account_value)
SELECT chunk_id, ordinal, :'side'::text, :'account'::text
FROM waiting
WHERE account_value <> :'account'::text
ORDER BY chunk_id, ordinal;

-- name: corrected
SELECT (SELECT string_agg(DISTINCT entity.code, ', ') FROM waiting JOIN entity ON entity.id = entity_id
        WHERE NOT EXISTS (SELECT FROM account
            WHERE account.entity_id = waiting.entity_id AND account.side = :'side'::text
                AND account.value = :'account'::text)) AS entities_without,
    count(*) AS calls, trim_scale(COALESCE(sum(duration_ns), 0) / 1000000000.0)::text AS seconds
FROM waiting
WHERE account_value <> :'account'::text;

-- Seals: each block of the chain has the hash that its columns make, and the one of the block before it; its records, as many as it
-- says, make its content; each says what it said when it was sealed, and none is gone.
--
-- The chain is looked at whole; records in the newest blocks that together have no more than so many, the newest in any case.
--
-- Parameters: records_max bigint: records that are enough, null = all; head text: a hash that one of the blocks has, in
-- hexadecimal, or null.
-- Result: is_offence, subject, unit, currency, expected, found.

WITH chained AS (
    SELECT block.*, seal_block_hash(block) AS found_hash, row_number() OVER in_order AS expected_number,
        lag(hash, 1, decode(repeat('00', 32), 'hex')) OVER in_order AS expected_previous,
        lag(sealed_at) OVER in_order AS previous_at, number = max(number) OVER () AS is_newest,
        sum(journals + acts + events) OVER (ORDER BY number DESC) AS records_until
    FROM seal_block AS block
    WINDOW in_order AS (ORDER BY number)
), chosen_block AS MATERIALIZED (
    SELECT *
    FROM chained
    WHERE :'records_max'::bigint IS NULL OR is_newest OR records_until <= :'records_max'::bigint
), sealed AS MATERIALIZED (
    SELECT sealed_record.*
    FROM sealed_record
    WHERE :'records_max'::bigint IS NULL OR block IN (SELECT number FROM chosen_block)
), content AS (
    SELECT block, count(*) FILTER (WHERE kind = 'j') AS journals, count(*) FILTER (WHERE kind = 'a') AS acts,
        count(*) FILTER (WHERE kind = 'e') AS events,
        sha256(convert_to(string_agg(sealed_line(kind, id, hash), '' ORDER BY kind, id), 'UTF8')) AS content_hash
    FROM sealed
    GROUP BY block
), moved AS (
    SELECT block, count(*) AS entries, sum(amount_micros) AS amount_micros, sum(functional_micros) AS functional_micros
    FROM sealed JOIN entry ON entry.journal_id = sealed.id
    WHERE kind = 'j'
    GROUP BY block
), recomputed AS (
    SELECT sealed.block, 'journal' AS name, sealed.id, sealed.hash, journal.id IS NOT NULL AS is_there,
        sha256(convert_to(sealed_text(journal), 'UTF8')) AS found_hash
    FROM sealed LEFT JOIN journal ON journal.id = sealed.id
    WHERE sealed.kind = 'j'
    UNION ALL
    SELECT sealed.block, 'act', sealed.id, sealed.hash, act.id IS NOT NULL, sha256(convert_to(sealed_text(act), 'UTF8'))
    FROM sealed LEFT JOIN act ON act.id = sealed.id
    WHERE sealed.kind = 'a'
    UNION ALL
    SELECT sealed.block, 'audit event', sealed.id, sealed.hash, event.id IS NOT NULL,
        sha256(convert_to(sealed_text(event), 'UTF8'))
    FROM sealed LEFT JOIN audit_event AS event ON event.id = sealed.id
    WHERE sealed.kind = 'e'
), offence AS (
    SELECT format('block %s is in the place of block %s', number, expected_number) AS subject, 'number' AS unit,
        expected_number::numeric AS expected, number::numeric AS found
    FROM chained
    WHERE number <> expected_number
    UNION ALL
    SELECT format('block %s does not follow the block before it', number), 'rows', 0, 1
    FROM chained
    WHERE previous_hash <> expected_previous OR sealed_at < previous_at
    UNION ALL
    SELECT format('block %s has not the hash that it should have', number), 'rows', 0, 1 FROM chained WHERE hash <> found_hash
    UNION ALL
    SELECT format('block %s: %s', number, measure), CASE WHEN measure LIKE '%micros' THEN 'micros' ELSE 'rows' END, expected, found
    FROM chosen_block
        LEFT JOIN content ON content.block = number
        LEFT JOIN moved ON moved.block = number
        CROSS JOIN LATERAL (VALUES ('journals', chosen_block.journals::numeric, COALESCE(content.journals, 0)::numeric),
            ('acts', chosen_block.acts, COALESCE(content.acts, 0)), ('events', chosen_block.events, COALESCE(content.events, 0)),
            ('entries', chosen_block.entries, COALESCE(moved.entries, 0)),
            ('amount in micros', chosen_block.amount_micros, COALESCE(moved.amount_micros, 0)),
            ('functional amount in micros', chosen_block.functional_micros, COALESCE(moved.functional_micros, 0)))
            AS value (measure, expected, found)
    WHERE expected <> found
    UNION ALL
    SELECT format('block %s is of other records', number), 'rows', 0, 1
    FROM chosen_block LEFT JOIN content ON content.block = number
    WHERE content.content_hash IS DISTINCT FROM chosen_block.content_hash
    UNION ALL
    SELECT CASE WHEN is_there THEN format('%s %s does not say what it said when block %s was sealed', name, id, block)
        ELSE format('%s %s of block %s is gone', name, id, block) END, 'rows', is_there::integer, (NOT is_there)::integer
    FROM recomputed
    WHERE NOT is_there OR hash <> found_hash
    UNION ALL
    SELECT format('a record of block %s, which is not there', block), 'rows', 0, count(*)
    FROM sealed
    WHERE block NOT IN (SELECT number FROM seal_block)
    GROUP BY block
    UNION ALL
    SELECT format('no block has the hash %s', :'head'::text), 'rows', 1, 0
    WHERE NOT EXISTS (SELECT FROM seal_block WHERE encode(hash, 'hex') = lower(btrim(:'head'::text)))
        AND :'head'::text IS NOT NULL
), unsealed AS (
    SELECT
        (SELECT count(*) FROM journal) - (SELECT count(*) FROM journal JOIN sealed_record AS sealed ON sealed.kind = 'j'
            AND sealed.id = journal.id) AS journals
)
SELECT false AS is_offence, 'blocks' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM seal_block
UNION ALL
SELECT false, 'blocks whose records were looked at', 'rows', NULL, NULL, count(*), 2 FROM chosen_block
UNION ALL
SELECT false, 'records looked at', 'rows', NULL, NULL, count(*), 3 FROM sealed
UNION ALL
SELECT false, 'journals not sealed yet', 'rows', NULL, NULL, journals, 4 FROM unsealed WHERE journals > 0
UNION ALL
SELECT true, subject, unit, NULL, expected, found, 5 FROM offence
ORDER BY position, subject;

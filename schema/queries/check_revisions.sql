-- Revisions: each reversal has the row that it takes back, an original or a replacement, with equal amounts turned; no row is taken
-- back twice; a replacement comes with the reversal of what it replaces, in its chunk; a side in suspense that is
-- resolved has the replacement that settled it. Where a file was taken back, a reversal may stand alone and settles what waited, and a
-- replacement names the revision that it brings back. Of the rows that count each key is there once.
--
-- Parameters: entity_ids integer[], from_close_numbers integer[]: of each entity the first closing whose rows are looked at, with
-- those of files not closed (null = all); starts_from, starts_until timestamptz: when their calls start, null where all are looked at.
-- Keys are then compared among these rows alone.
-- Result: is_offence, subject, unit, currency, expected, found.

WITH chosen_chunk AS MATERIALIZED (
    SELECT chunk.id AS chunk_id
    FROM chunk
        JOIN cdr_file ON cdr_file.id = file_id
        LEFT JOIN unnest(:'entity_ids'::integer[], :'from_close_numbers'::integer[]) AS first_closing (entity_id, number)
            ON first_closing.entity_id = cdr_file.entity_id
    WHERE :'entity_ids'::integer[] IS NULL OR close_number IS NULL OR close_number >= first_closing.number
), chosen_call AS NOT MATERIALIZED (
    SELECT *
    FROM call
    WHERE :'entity_ids'::integer[] IS NULL
        OR start_at BETWEEN :'starts_from'::timestamptz AND :'starts_until'::timestamptz
            AND chunk_id IN (SELECT chunk_id FROM chosen_chunk)
), revision AS MATERIALIZED (
    SELECT *, chunk_id IN (SELECT chunk.id FROM chunk JOIN cdr_file ON cdr_file.id = file_id WHERE cdr_file.kind = 'undo')
        AS is_undo
    FROM chosen_call
    WHERE kind <> 'o'
), repeated AS (
    -- A key is of one start, to the second, so that rows of a partition are grouped by themselves.
    SELECT start_at, key, sum(CASE kind WHEN 'r' THEN -1 ELSE 1 END) AS rows_that_count
    FROM chosen_call
    GROUP BY start_at, key
    HAVING sum(CASE kind WHEN 'r' THEN -1 ELSE 1 END) > 1
), reversal AS (
    SELECT reversal.chunk_id, reversal.ordinal, reversal.replaces_chunk_id, reversal.replaces_ordinal,
        taken.key IS NOT NULL AS is_found,
        (taken.entity_id, taken.key, taken.start_at, taken.calling, taken.called, taken.calling_text, taken.called_text,
            taken.routing_number, -taken.duration_ns, -taken.sell_micros, -taken.buy_micros, -taken.sell_billed_s,
            -taken.buy_billed_s, taken.customer_id, taken.supplier_id, taken.sell_rate_id, taken.buy_rate_id,
            taken.sell_destination_id, taken.buy_destination_id, taken.sell_billing_on, taken.buy_billing_on,
            taken.sell_product_id, taken.buy_product_id, taken.sell_state, taken.buy_state, taken.kind <> 'r')
        IS NOT DISTINCT FROM (reversal.entity_id, reversal.key, reversal.start_at, reversal.calling, reversal.called,
            reversal.calling_text, reversal.called_text, reversal.routing_number, reversal.duration_ns, reversal.sell_micros,
            reversal.buy_micros, reversal.sell_billed_s, reversal.buy_billed_s, reversal.customer_id, reversal.supplier_id,
            reversal.sell_rate_id, reversal.buy_rate_id, reversal.sell_destination_id, reversal.buy_destination_id,
            reversal.sell_billing_on, reversal.buy_billing_on, reversal.sell_product_id, reversal.buy_product_id,
            reversal.sell_state, reversal.buy_state, true) AS is_equal
    FROM revision AS reversal
        LEFT JOIN call AS taken ON taken.chunk_id = reversal.replaces_chunk_id
            AND taken.ordinal = reversal.replaces_ordinal
            AND taken.start_at >= reversal.replaces_on::timestamp AT TIME ZONE 'UTC'
            AND taken.start_at < (reversal.replaces_on + 1)::timestamp AT TIME ZONE 'UTC'
    WHERE reversal.kind = 'r'
), resolved AS (
    SELECT resolution.chunk_id, resolution.ordinal, resolution.side, by_chunk_id, by_ordinal,
        CASE resolution.side WHEN 'sell' THEN sell_state ELSE buy_state END AS state
    FROM suspense_resolution AS resolution
        LEFT JOIN revision AS replacement ON replacement.chunk_id = by_chunk_id AND replacement.ordinal = by_ordinal
            AND (kind = 'p' OR is_undo)
    WHERE :'entity_ids'::integer[] IS NULL OR by_chunk_id IN (SELECT chunk_id FROM chosen_chunk)
), offence AS (
    SELECT format('chunk %s, ordinal %s takes back chunk %s, ordinal %s, which is not there', chunk_id, ordinal,
        replaces_chunk_id, replaces_ordinal) AS subject, 1 AS expected, 0 AS found
    FROM reversal
    WHERE NOT is_found
    UNION ALL
    SELECT format('chunk %s, ordinal %s is not the negative of chunk %s, ordinal %s', chunk_id, ordinal, replaces_chunk_id,
        replaces_ordinal), 0, 1
    FROM reversal
    WHERE is_found AND NOT is_equal
    UNION ALL
    SELECT format('chunk %s, ordinal %s is taken back more than once', replaces_chunk_id, replaces_ordinal), 1, count(*)
    FROM revision
    WHERE kind = 'r'
    GROUP BY replaces_chunk_id, replaces_ordinal
    HAVING count(*) > 1
    UNION ALL
    SELECT format('chunk %s, ordinal %s replaces chunk %s, ordinal %s: reversals of it', replacement.chunk_id,
        replacement.ordinal, replacement.replaces_chunk_id, replacement.replaces_ordinal), 1, count(reversal.chunk_id)
    FROM revision AS replacement
        LEFT JOIN revision AS reversal ON reversal.kind = 'r' AND reversal.chunk_id = replacement.chunk_id
            AND reversal.ordinal = -1 - replacement.ordinal
            -- But for the leg, which one record of a call may state and another not: the last four digits.
            AND left(reversal.key::text, 32) = left(replacement.key::text, 32)
            AND ((reversal.replaces_on, reversal.replaces_chunk_id, reversal.replaces_ordinal)
                IS NOT DISTINCT FROM (replacement.replaces_on, replacement.replaces_chunk_id, replacement.replaces_ordinal))
    -- What an undo brings back was taken back before; that it counts once the keys tell.
    WHERE replacement.kind = 'p' AND NOT replacement.is_undo
    GROUP BY replacement.chunk_id, replacement.ordinal, replacement.replaces_chunk_id, replacement.replaces_ordinal
    HAVING count(reversal.chunk_id) <> 1
    UNION ALL
    SELECT format('chunk %s, ordinal %s is a %s that names what it replaces, or none that does not', chunk_id, ordinal,
        CASE kind WHEN 'o' THEN 'original' ELSE 'revision' END), 0, 1
    FROM chosen_call
    WHERE kind = 'o' AND replaces_chunk_id IS NOT NULL OR kind <> 'o' AND replaces_chunk_id IS NULL
    UNION ALL
    SELECT format('the call of key %s that starts at %s counts more than once', key, start_at), 1, rows_that_count
    FROM repeated
    UNION ALL
    SELECT format('chunk %s, ordinal %s, %s is resolved by chunk %s, ordinal %s, which is no replacement with that side', chunk_id,
        ordinal, side, by_chunk_id, by_ordinal), 1, 0
    FROM resolved
    -- It may wait again, in a row of suspense of its own.
    WHERE state IS NULL OR state = 'n'
)
SELECT false AS is_offence, 'reversals' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM reversal
UNION ALL
SELECT false, 'resolved sides', 'rows', NULL, NULL, count(*), 2 FROM resolved
UNION ALL
SELECT true, subject, 'rows', NULL, expected, found, 3 FROM offence
ORDER BY position, subject;

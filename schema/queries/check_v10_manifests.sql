-- V10: the manifest of every chunk says what was committed with it: rows, seconds, charges, costs, calls without a price,
-- rejects; there is no row without a manifest; the chunks of a file follow each other without a hole.
--
-- Parameters: entity_ids integer[], from_close_numbers integer[]: of each entity the first closing to look at, with files not
-- closed (null = all files); starts_from, starts_until timestamptz: when their calls start, null where all are looked at.
-- Result: is_offence, subject, unit, currency, expected (manifest), found (rows).

WITH chosen_chunk AS (
    SELECT chunk.*, cdr_file.kind AS file_kind
    FROM chunk
        JOIN cdr_file ON cdr_file.id = file_id
        LEFT JOIN unnest(:'entity_ids'::integer[], :'from_close_numbers'::integer[])
            AS first_closing (entity_id, first_number) ON first_closing.entity_id = cdr_file.entity_id
    WHERE :'entity_ids'::integer[] IS NULL OR close_number IS NULL OR close_number >= first_number
), span AS (
    -- With all files chosen nothing is bounded, so that rows without a manifest are found wherever they are.
    SELECT COALESCE(min(id), 0) AS first_chunk_id
    FROM chosen_chunk
), called AS (
    SELECT chunk_id, count(*) AS call_rows, count(*) FILTER (WHERE kind <> 'r') AS calls,
        count(*) FILTER (WHERE kind <> 'r' AND (sell_state = 'u' OR buy_state = 'u')) AS unrated,
        COALESCE(sum((sell_state = 'u')::integer + (buy_state = 'u')::integer) FILTER (WHERE kind <> 'r'), 0) AS unpriced,
        sum(duration_ns) AS duration_ns, sum(sell_micros) AS sell_micros, sum(buy_micros) AS buy_micros,
        min(start_at) AS min_start_at, max(start_at) AS max_start_at,
        -- Of a side that waits or does not apply there is nothing to charge.
        COALESCE(sum((sell_state <> 'p' AND (sell_micros <> 0 OR sell_billed_s <> 0))::integer
            + (buy_state <> 'p' AND (buy_micros <> 0 OR buy_billed_s <> 0))::integer), 0) AS charged_unpriced,
        -COALESCE(sum(duration_ns) FILTER (WHERE kind = 'r'), 0) AS reversed_ns,
        COALESCE(sum(duration_ns) FILTER (WHERE kind <> 'r' AND (sell_state = 'u' OR buy_state = 'u')), 0) AS unrated_ns
    FROM call
    WHERE :'entity_ids'::integer[] IS NULL
        OR (start_at BETWEEN :'starts_from'::timestamptz AND :'starts_until'::timestamptz
            AND chunk_id >= (SELECT first_chunk_id FROM span))
    GROUP BY chunk_id
), rejected AS (
    SELECT chunk_id, count(*) AS rejected FROM call_reject
    WHERE :'entity_ids'::integer[] IS NULL OR chunk_id >= (SELECT first_chunk_id FROM span)
    GROUP BY chunk_id
), suspended AS (
    SELECT chunk_id, count(*) AS unpriced FROM suspense
    WHERE :'entity_ids'::integer[] IS NULL OR chunk_id >= (SELECT first_chunk_id FROM span)
    GROUP BY chunk_id
), chained AS (
    SELECT id, file_id, number, byte_offset, first_line,
        row_number() OVER file_order - 1 AS expected_number,
        lag(byte_offset + byte_count) OVER file_order AS expected_offset,
        lag(first_line + line_count) OVER file_order AS expected_line
    FROM chosen_chunk
    WHERE file_kind = 'received'
    WINDOW file_order AS (PARTITION BY file_id ORDER BY number)
), offence AS (
    SELECT format('file %s, chunk %s: %s', file_id, number, measure) AS subject, unit, expected, found
    FROM chosen_chunk
        LEFT JOIN called ON called.chunk_id = id
        LEFT JOIN rejected ON rejected.chunk_id = id
        LEFT JOIN suspended ON suspended.chunk_id = id
        CROSS JOIN LATERAL (VALUES
            ('rows of call', 'rows', chosen_chunk.call_rows::numeric, COALESCE(called.call_rows, 0)::numeric),
            ('calls', 'rows', chosen_chunk.calls, COALESCE(called.calls, 0)),
            ('unrated', 'rows', chosen_chunk.unrated, COALESCE(called.unrated, 0)),
            ('rejected', 'rows', chosen_chunk.rejected, COALESCE(rejected.rejected, 0)),
            ('sides in suspense', 'rows', COALESCE(called.unpriced, 0), COALESCE(suspended.unpriced, 0)),
            ('duration', 'ns', chosen_chunk.duration_ns, COALESCE(called.duration_ns, 0)),
            ('charges', 'micros', chosen_chunk.sell_micros, COALESCE(called.sell_micros, 0)),
            ('costs', 'micros', chosen_chunk.buy_micros, COALESCE(called.buy_micros, 0)),
            ('duration of reversals', 'ns', chosen_chunk.reversed_ns, COALESCE(called.reversed_ns, 0)),
            ('duration of unrated calls', 'ns', chosen_chunk.unrated_ns, COALESCE(called.unrated_ns, 0)),
            ('sides without a price that have an amount', 'rows', 0, COALESCE(called.charged_unpriced, 0)),
            ('calls outside of its first and last start', 'rows', 0,
                COALESCE(called.min_start_at < chosen_chunk.min_start_at OR called.max_start_at > chosen_chunk.max_start_at
                    OR chosen_chunk.min_start_at IS NULL AND called.call_rows > 0, false)::integer))
            AS value (measure, unit, expected, found)
    WHERE expected <> found
    UNION ALL
    SELECT format('rows of chunk %s, which has no manifest', chunk_id), 'rows', 0, called.call_rows
    FROM called WHERE NOT EXISTS (SELECT FROM chunk WHERE chunk.id = chunk_id)
    UNION ALL
    SELECT format('rejects of chunk %s, which has no manifest', chunk_id), 'rows', 0, rejected.rejected
    FROM rejected WHERE NOT EXISTS (SELECT FROM chunk WHERE chunk.id = chunk_id)
    UNION ALL
    SELECT format('file %s, chunk %s: %s', file_id, number, measure), unit, expected, found
    FROM chained
        CROSS JOIN LATERAL (VALUES ('number', 'number', expected_number, number::bigint),
            ('first byte', 'bytes', expected_offset, byte_offset), ('first line', 'number', expected_line, first_line))
            AS value (measure, unit, expected, found)
    WHERE expected <> found
    UNION ALL
    SELECT format('file %s: chunks', cdr_file.id), 'rows', cdr_file.chunks, count(chunk.id)
    FROM cdr_file LEFT JOIN chunk ON file_id = cdr_file.id
    WHERE cdr_file.state = 'closed'
    GROUP BY cdr_file.id, cdr_file.chunks
    HAVING cdr_file.chunks <> count(chunk.id)
)
SELECT false AS is_offence, 'chunks' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM chosen_chunk
UNION ALL
SELECT false, 'rows of call', 'rows', NULL, (SELECT COALESCE(sum(call_rows), 0) FROM chosen_chunk),
    COALESCE(sum(call_rows), 0), 2
FROM called
UNION ALL
SELECT false, 'duration', 'ns', NULL, (SELECT COALESCE(sum(duration_ns), 0) FROM chosen_chunk),
    COALESCE(sum(duration_ns), 0), 3
FROM called
UNION ALL
SELECT false, 'rejected', 'rows', NULL, (SELECT COALESCE(sum(chosen_chunk.rejected), 0) FROM chosen_chunk),
    COALESCE(sum(rejected), 0), 4
FROM rejected
UNION ALL
SELECT false, format('of file %s, %s, which is not loaded to its end', id, name), 'rows', NULL, NULL, rows_read, 5
FROM unfinished_file
UNION ALL
SELECT true, subject, unit, NULL, expected, found, 6 FROM offence
ORDER BY position, subject;

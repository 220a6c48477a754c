-- Writes the manifest of a chunk, last in the transaction of the chunk.
--
-- Parameters: chunk_id integer, file_id integer, number integer, byte_offset bigint, byte_count bigint, first_line bigint,
-- line_count bigint, rows_read integer, rated integer, unrated integer, duplicates integer, stale integer,
-- changed integer, rejected integer, rejected_bytes bigint, rated_ns numeric, unrated_ns numeric, duplicate_ns numeric,
-- reversed_ns numeric, sell_micros numeric, buy_micros numeric, min_start_micros bigint, max_start_micros bigint (null
-- without a call), first_record_micros bigint, last_record_micros bigint (null without a record), tariff_hash bytea, not_compared integer, fx_revision integer, fx_days_max integer (null = no limit).
-- Result: none.

INSERT INTO chunk (id, file_id, number, byte_offset, byte_count, first_line, line_count, rows_read, calls, rated, unrated,
    duplicates, stale, changed, rejected, rejected_bytes, call_rows, duration_ns, unrated_ns, duplicate_ns, reversed_ns,
    sell_micros, buy_micros, min_start_at, max_start_at, first_record_at, last_record_at, tariff_hash, not_compared, fx_revision,
    fx_days_max, act_id)
SELECT :'chunk_id'::integer, cdr_file.id, :'number'::integer, :'byte_offset'::bigint, :'byte_count'::bigint,
    :'first_line'::bigint, :'line_count'::bigint, :'rows_read'::integer, :'rated'::integer + :'unrated'::integer,
    :'rated'::integer, :'unrated'::integer, :'duplicates'::integer, :'stale'::integer, :'changed'::integer, :'rejected'::integer,
    :'rejected_bytes'::bigint, :'rated'::integer + :'unrated'::integer + :'changed'::integer,
    :'rated_ns'::numeric + :'unrated_ns'::numeric - :'reversed_ns'::numeric, :'unrated_ns'::numeric,
    :'duplicate_ns'::numeric, :'reversed_ns'::numeric, :'sell_micros'::numeric, :'buy_micros'::numeric,
    TIMESTAMPTZ 'epoch' + :'min_start_micros'::bigint * INTERVAL '1 microsecond',
    TIMESTAMPTZ 'epoch' + :'max_start_micros'::bigint * INTERVAL '1 microsecond',
    TIMESTAMPTZ 'epoch' + :'first_record_micros'::bigint * INTERVAL '1 microsecond',
    TIMESTAMPTZ 'epoch' + :'last_record_micros'::bigint * INTERVAL '1 microsecond',
    NULLIF(:'tariff_hash'::bytea, cdr_file.tariff_hash), :'not_compared'::integer,
    :'fx_revision'::integer, :'fx_days_max'::integer, cdr_file.act_id
FROM cdr_file
WHERE cdr_file.id = :'file_id'::integer;

-- Finds all revisions of calls by the stems of their keys (all but the leg), for a chunk's calls that may have been loaded
-- before. The marks told which chunks have rows of them; batches have no marks, those of undone files do not count,
-- and both are always read. A chunk's rows of a day lie together, and are read once however many calls are asked for; nearly all
-- of them are passed by for their start, before anything else of them is looked at.
--
-- Parameters: stems bytea[]: 14 bytes each; days date[], from_s bigint[], to_s bigint[]: UTC days of the calls and, in seconds
-- since 1970 UTC, from when until before when those of the day started; place_days date[], place_chunk_ids integer[],
-- place_from_s bigint[], place_to_s bigint[]: the same for the chunks to read. What belongs together stands side by side.
-- first_s bigint, until_s bigint: within which all of these spans are.
-- Result: rows of call, reversals included, times and days as numbers since 1970 UTC.

WITH place AS (
    SELECT day, chunk_id, to_timestamp(from_s) AS from_at, to_timestamp(to_s) AS to_at
    FROM unnest(
        :'place_days'::date[], :'place_chunk_ids'::integer[], :'place_from_s'::bigint[], :'place_to_s'::bigint[])
        AS marked (day, chunk_id, from_s, to_s)
    UNION ALL
    SELECT day, chunk.id, to_timestamp(from_s), to_timestamp(to_s)
    FROM unnest(:'days'::date[], :'from_s'::bigint[], :'to_s'::bigint[]) AS asked (day, from_s, to_s)
        JOIN cdr_file ON cdr_file.kind <> 'received' OR cdr_file.undo_act_id IS NOT NULL
        JOIN chunk ON chunk.file_id = cdr_file.id
            AND chunk.min_start_at < to_timestamp(to_s) AND chunk.max_start_at >= to_timestamp(from_s)
)
SELECT
    (extract(epoch FROM start_at) * 1000000)::bigint AS start_micros, calling, called, calling_text, called_text,
    routing_number,
    duration_ns, sell_micros, buy_micros, key, call.chunk_id, ordinal, call.entity_id, customer_id, supplier_id, sell_rate_id,
    buy_rate_id, sell_destination_id, buy_destination_id, sell_billed_s, buy_billed_s,
    sell_billing_on - DATE '1970-01-01' AS sell_billing_day, buy_billing_on - DATE '1970-01-01' AS buy_billing_day,
    sell_product_id, buy_product_id, sip_code, sell_state, buy_state, kind,
    replaces_on - DATE '1970-01-01' AS replaces_day, replaces_chunk_id, replaces_ordinal, sell_claim_from, buy_claim_from
FROM place
    CROSS JOIN LATERAL (
        SELECT *
        FROM call
        WHERE start_at >= place.from_at AND start_at < place.to_at
            -- Known when it is planned, so that other partitions are left out before.
            AND start_at >= to_timestamp(:'first_s'::bigint) AND start_at < to_timestamp(:'until_s'::bigint)
            AND chunk_id = place.chunk_id AND substring(uuid_send(key) FROM 1 FOR 14) = ANY (:'stems'::bytea[])
        OFFSET 0) AS call
ORDER BY start_at, call.chunk_id, ordinal;

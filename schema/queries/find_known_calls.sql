-- Finds all revisions of calls by the stems of their keys (all but the leg) and their starts.
--
-- Parameters: stems bytea[]: 14 bytes each; from_s bigint, to_s bigint: seconds since 1970 UTC, the starts of the calls
-- are from the first until before the second.
-- Result: rows of call, reversals included, times and days as numbers since 1970 UTC.

SELECT
    (extract(epoch FROM start_at) * 1000000)::bigint AS start_micros, calling, called, calling_text, called_text,
    routing_number,
    duration_ns, sell_micros, buy_micros, key, call.chunk_id, ordinal, call.entity_id, customer_id, supplier_id, sell_rate_id,
    buy_rate_id, sell_destination_id, buy_destination_id, sell_billed_s, buy_billed_s,
    sell_billing_on - DATE '1970-01-01' AS sell_billing_day, buy_billing_on - DATE '1970-01-01' AS buy_billing_day,
    sell_product_id, buy_product_id, sip_code, sell_state, buy_state, kind,
    replaces_on - DATE '1970-01-01' AS replaces_day, replaces_chunk_id, replaces_ordinal, sell_claim_from, buy_claim_from
FROM unnest(:'stems'::bytea[]) AS candidate (stem)
    JOIN call ON substring(uuid_send(key) FROM 1 FOR 14) = stem
WHERE start_at >= to_timestamp(:'from_s'::bigint) AND start_at < to_timestamp(:'to_s'::bigint)
ORDER BY start_at, chunk_id, ordinal;

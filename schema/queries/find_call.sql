-- Finds one row of call by its address: UTC day, chunk, ordinal.
--
-- Parameters: day date, chunk_id integer, ordinal integer.
-- Result: the row, times and days as numbers since 1970 UTC; none where there is no such call.

SELECT
    (extract(epoch FROM start_at) * 1000000)::bigint AS start_micros, calling, called, calling_text, called_text,
    routing_number,
    duration_ns, sell_micros, buy_micros, key, chunk_id, ordinal, call.entity_id, customer_id, supplier_id, sell_rate_id,
    buy_rate_id, sell_destination_id, buy_destination_id, sell_billed_s, buy_billed_s,
    sell_billing_on - DATE '1970-01-01' AS sell_billing_day, buy_billing_on - DATE '1970-01-01' AS buy_billing_day,
    sell_product_id, buy_product_id, sip_code, sell_state, buy_state, kind,
    replaces_on - DATE '1970-01-01' AS replaces_day, replaces_chunk_id, replaces_ordinal, sell_claim_from, buy_claim_from
FROM call
WHERE start_at >= :'day'::date::timestamp AT TIME ZONE 'UTC'
    AND start_at < (:'day'::date + 1)::timestamp AT TIME ZONE 'UTC'
    AND chunk_id = :'chunk_id'::integer AND ordinal = :'ordinal'::integer;

-- Finds calls that start within some hours of one UTC day, the last started first. Revisions that were taken back are left out unless
-- they are asked for.
--
-- Parameters: from_micros, until_micros bigint: starts in microseconds since 1970 UTC, half open; chunk_ids integer[]: where to look
-- (null = all); changed_chunk_ids integer[]: chunks that took calls of that time back; partner_id integer: on either side (null = any);
-- calling, called, either text: the beginning of a number, of either of them (null = any); state text: rated, unrated, revised
-- (null = any); with_replaced boolean: revisions taken back as well; before_micros bigint, before_chunk_id integer, before_ordinal
-- integer: the last one of the page before (null = the first page); row_limit integer.
-- Result: the addresses, start_micros in microseconds since 1970 UTC.

WITH reversal AS MATERIALIZED (
    SELECT replaces_chunk_id, replaces_ordinal
    FROM unnest(:'changed_chunk_ids'::integer[]) AS changed (chunk_id) JOIN call USING (chunk_id)
    WHERE kind = 'r' AND start_at >= TIMESTAMPTZ 'epoch' + :'from_micros'::bigint * INTERVAL '1 microsecond'
        AND start_at < TIMESTAMPTZ 'epoch' + :'until_micros'::bigint * INTERVAL '1 microsecond'
)
SELECT (extract(epoch FROM start_at) * 1000000)::bigint AS start_micros, chunk_id, ordinal
FROM call
WHERE start_at >= TIMESTAMPTZ 'epoch' + :'from_micros'::bigint * INTERVAL '1 microsecond'
    AND start_at < TIMESTAMPTZ 'epoch' + :'until_micros'::bigint * INTERVAL '1 microsecond'
    AND kind <> 'r'
    AND (:'chunk_ids'::integer[] IS NULL OR chunk_id = ANY (:'chunk_ids'::integer[]))
    AND (:'partner_id'::integer IS NULL OR :'partner_id'::integer IN (customer_id, supplier_id))
    AND (:'called'::text IS NULL OR starts_with(COALESCE(called_text, called::text), :'called'::text))
    AND (:'calling'::text IS NULL OR starts_with(COALESCE(calling_text, calling::text), :'calling'::text))
    AND (:'either'::text IS NULL OR starts_with(COALESCE(called_text, called::text), :'either'::text)
        OR starts_with(COALESCE(calling_text, calling::text), :'either'::text))
    AND CASE :'state'::text WHEN 'rated' THEN sell_state <> 'u' AND buy_state <> 'u'
        WHEN 'unrated' THEN sell_state = 'u' OR buy_state = 'u' WHEN 'revised' THEN kind = 'p' ELSE true END
    AND (:'before_micros'::bigint IS NULL OR (start_at, chunk_id, ordinal) < (
        TIMESTAMPTZ 'epoch' + :'before_micros'::bigint * INTERVAL '1 microsecond', :'before_chunk_id'::integer,
        :'before_ordinal'::integer))
    AND (:'with_replaced'::boolean OR NOT EXISTS (SELECT FROM reversal
        WHERE replaces_chunk_id = chunk_id AND replaces_ordinal = ordinal))
ORDER BY start_at DESC, chunk_id DESC, ordinal DESC
LIMIT :'row_limit'::integer;

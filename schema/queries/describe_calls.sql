-- Describes calls by their addresses: numbers, partners, amounts, file, and whether a later revision took them back.
--
-- Parameters: start_micros bigint[], chunk_ids integer[], ordinals integer[]: of the same length; starts in microseconds since 1970 UTC.
-- Result: one row per call, the last started first; later_* is the revision that follows, later_kind the kind of its file; amounts in
-- micros (10^-6) of the currency beside them.

SELECT (extract(epoch FROM call.start_at) * 1000000)::bigint AS start_micros, call.chunk_id, call.ordinal,
    COALESCE(calling_text, calling::text, '') AS calling, COALESCE(called_text, called::text, '') AS called, call.duration_ns,
    customer.code AS customer, supplier.code AS supplier, sell_state, buy_state, call.sell_micros, call.buy_micros,
    sold.currency AS sell_currency, bought.currency AS buy_currency, sell_unit.minor_digits AS sell_digits,
    buy_unit.minor_digits AS buy_digits, call.kind = 'p' AS is_replacement,
    (SELECT reason FROM suspense
        WHERE suspense.chunk_id = call.chunk_id AND suspense.ordinal = call.ordinal AND side = 'sell') AS sell_reason,
    (SELECT reason FROM suspense
        WHERE suspense.chunk_id = call.chunk_id AND suspense.ordinal = call.ordinal AND side = 'buy') AS buy_reason,
    chunk.file_id, cdr_file.name AS file_name, later_chunk_id, later_ordinal, later_kind, later_file_id, later_file_name
FROM unnest(:'start_micros'::bigint[], :'chunk_ids'::integer[], :'ordinals'::integer[]) AS wanted (micros, chunk_id, ordinal)
    JOIN call ON call.start_at = TIMESTAMPTZ 'epoch' + micros * INTERVAL '1 microsecond'
        AND call.chunk_id = wanted.chunk_id AND call.ordinal = wanted.ordinal
    JOIN chunk ON chunk.id = call.chunk_id
    JOIN cdr_file ON cdr_file.id = chunk.file_id
    LEFT JOIN partner AS customer ON customer.id = customer_id
    LEFT JOIN partner AS supplier ON supplier.id = supplier_id
    LEFT JOIN agreement AS sold ON sold.entity_id = call.entity_id AND sold.partner_id = customer_id
    LEFT JOIN agreement AS bought ON bought.entity_id = call.entity_id AND bought.partner_id = supplier_id
    LEFT JOIN currency AS sell_unit ON sell_unit.code = sold.currency
    LEFT JOIN currency AS buy_unit ON buy_unit.code = bought.currency
    LEFT JOIN LATERAL (
        SELECT reversal.chunk_id AS later_chunk_id, -1 - reversal.ordinal AS later_ordinal, file.kind AS later_kind,
            file.id AS later_file_id, file.name AS later_file_name
        FROM call AS reversal
            JOIN chunk AS part ON part.id = reversal.chunk_id
            JOIN cdr_file AS file ON file.id = part.file_id
        WHERE reversal.start_at = call.start_at AND reversal.kind = 'r'
            AND reversal.replaces_chunk_id = call.chunk_id AND reversal.replaces_ordinal = call.ordinal
        LIMIT 1) AS later ON true
ORDER BY call.start_at DESC, call.chunk_id DESC, call.ordinal DESC;

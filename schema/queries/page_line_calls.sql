-- Calls of one line of an invoice on one billing day, the first started first; revisions that were taken back are left out.
-- Owner: Receivables.
--
-- Parameters: invoice_id bigint; line_number integer; billing_on date; after_micros bigint, after_chunk_id integer, after_ordinal integer:
-- the last row of the page before (null = from the first); row_limit integer.
-- Result: at most row_limit rows; start_micros in microseconds since 1970 UTC, sell_micros in micros (10^-6) of the invoice's currency.

WITH line AS MATERIALIZED (
    SELECT invoice_line.*, invoice.partner_id, invoice.currency AS invoice_currency
    FROM invoice_line JOIN invoice ON invoice.id = invoice_id
    WHERE invoice_id = :'invoice_id'::bigint AND line_number = :'line_number'::integer AND kind = 'usage'
), own_rate AS MATERIALIZED (
    SELECT DISTINCT usage.rate_id
    FROM line
        JOIN usage_claim AS claim ON claim.invoice_id = line.invoice_id AND claim.service_period = line.service_period
        JOIN usage ON usage.entity_id = line.entity_id AND usage.partner_id = line.partner_id AND usage.side = 's'
            AND usage.product_id = line.product_id AND usage.service_period = line.service_period
            AND billing_on = :'billing_on'::date AND close_number BETWEEN from_close_number AND to_close_number
        JOIN rate ON rate.id = rate_id
        JOIN card_version AS version ON version.id = version_id
        JOIN rate_card AS card ON card.id = version.card_id
        LEFT JOIN card_destination ON card_destination.id = card_destination_id
        LEFT JOIN destination ON destination.id = usage.destination_id AND card_destination_id IS NULL
    WHERE COALESCE(card_destination.name, destination.name, 'no destination')
            || CASE WHEN time_band IS NOT NULL OR origin IS NOT NULL OR jurisdiction IS NOT NULL
                THEN ' (' || concat_ws(', ', time_band, 'from ' || origin, jurisdiction) || ')' ELSE '' END = line.destination
        AND rate.nanos_per_minute IS NOT DISTINCT FROM line.nanos_per_minute
        AND rate.setup_fee_nanos IS NOT DISTINCT FROM line.setup_fee_nanos
        AND NULLIF(card.currency, line.invoice_currency) IS NOT DISTINCT FROM line.rate_currency
), own_file AS MATERIALIZED (
    SELECT file.id AS file_id
    FROM line
        JOIN usage_claim AS claim ON claim.invoice_id = line.invoice_id AND claim.service_period = line.service_period
        JOIN cdr_file AS file ON file.entity_id = line.entity_id
            AND file.close_number BETWEEN from_close_number AND to_close_number
), found AS (
    SELECT call.start_at, call.chunk_id, call.ordinal, called, called_text, calling, calling_text, call.duration_ns,
        call.sell_billed_s, call.sell_micros, call.kind
    FROM line
        JOIN call ON call.entity_id = line.entity_id AND call.customer_id = line.partner_id
            AND call.sell_product_id = line.product_id AND call.sell_billing_on = :'billing_on'::date
            -- A zone is at most fourteen hours away.
            AND call.start_at >= (:'billing_on'::date - 1)::timestamp AT TIME ZONE 'UTC'
            AND call.start_at < (:'billing_on'::date + 2)::timestamp AT TIME ZONE 'UTC'
        JOIN chunk ON chunk.id = call.chunk_id AND chunk.file_id IN (SELECT file_id FROM own_file)
    WHERE call.kind <> 'r' AND call.sell_rate_id IN (SELECT rate_id FROM own_rate)
        AND (:'after_micros'::bigint IS NULL OR (call.start_at, call.chunk_id, call.ordinal) > (
            TIMESTAMPTZ 'epoch' + :'after_micros'::bigint * INTERVAL '1 microsecond', :'after_chunk_id'::integer,
            :'after_ordinal'::integer))
        AND NOT EXISTS (SELECT FROM call AS reversal
            WHERE reversal.start_at = call.start_at AND reversal.kind = 'r'
                AND reversal.replaces_chunk_id = call.chunk_id AND reversal.replaces_ordinal = call.ordinal)
    ORDER BY call.start_at, call.chunk_id, call.ordinal
    LIMIT :'row_limit'::integer
)
SELECT (extract(epoch FROM start_at) * 1000000)::bigint AS start_micros,
    to_char(start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS start_at, chunk_id, ordinal,
    COALESCE(called_text, called::text, '') AS called, COALESCE(calling_text, calling::text, '') AS calling, duration_ns,
    sell_billed_s, sell_micros, kind = 'p' AS is_replacement
FROM found
ORDER BY found.start_at, chunk_id, ordinal;

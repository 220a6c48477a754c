-- Usage of one line of an invoice by day: what its claim took, by the destination and price that the line states.
-- Owner: Receivables.
--
-- Parameters: invoice_id bigint; line_number integer.
-- Result: one row per billing day; amounts in micros (10^-6) of the invoice's currency. Corrections of calls that another invoice has are
-- not of this line, and are in the usage of the days all the same: what the days come to beyond the line is those.

WITH line AS MATERIALIZED (
    SELECT invoice_line.*, invoice.partner_id, invoice.currency AS invoice_currency
    FROM invoice_line JOIN invoice ON invoice.id = invoice_id
    WHERE invoice_id = :'invoice_id'::bigint AND line_number = :'line_number'::integer AND kind = 'usage'
), taken AS (
    SELECT billing_on, usage.destination_id, usage.rate_id, sum(attempts) AS attempts, sum(answered) AS answered,
        sum(usage.billed_s) AS billed_s, sum(micros) AS micros
    FROM line
        JOIN usage_claim AS claim ON claim.invoice_id = line.invoice_id AND claim.service_period = line.service_period
        JOIN usage ON usage.entity_id = line.entity_id AND usage.partner_id = line.partner_id AND usage.side = 's'
            AND usage.product_id = line.product_id AND usage.currency = line.invoice_currency
            AND usage.service_period = line.service_period AND NOT prepaid
            AND close_number BETWEEN from_close_number AND to_close_number
            -- No billing period is longer.
            AND billing_on >= line.service_period AND billing_on < line.service_period + 32
    GROUP BY billing_on, usage.destination_id, usage.rate_id
)
SELECT billing_on, sum(attempts) AS attempts, sum(answered) AS calls, sum(taken.billed_s) AS billed_s,
    sum(micros) AS micros
FROM taken
    CROSS JOIN line
    LEFT JOIN rate ON rate.id = taken.rate_id
    LEFT JOIN card_version AS version ON version.id = version_id
    LEFT JOIN rate_card AS card ON card.id = version.card_id
    LEFT JOIN card_destination ON card_destination.id = card_destination_id
    LEFT JOIN destination ON destination.id = taken.destination_id AND card_destination_id IS NULL
WHERE COALESCE(card_destination.name, destination.name, 'no destination')
        || CASE WHEN time_band IS NOT NULL OR origin IS NOT NULL OR jurisdiction IS NOT NULL
            THEN ' (' || concat_ws(', ', time_band, 'from ' || origin, jurisdiction) || ')' ELSE '' END = line.destination
    AND rate.nanos_per_minute IS NOT DISTINCT FROM line.nanos_per_minute
    AND rate.setup_fee_nanos IS NOT DISTINCT FROM line.setup_fee_nanos
    AND NULLIF(card.currency, line.invoice_currency) IS NOT DISTINCT FROM line.rate_currency
GROUP BY billing_on
HAVING sum(attempts) <> 0 OR sum(answered) <> 0 OR sum(taken.billed_s) <> 0 OR sum(micros) <> 0
ORDER BY billing_on;

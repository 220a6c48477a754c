-- Reads the rate by which a side of a call was priced, with its card version and its names.
--
-- Parameters: rate_id integer.
-- Result: one row; instants as microseconds since 1970 UTC, null = no end; the settings as the columns of rate.

SELECT rate.id AS rate_id, rate.version_id, rate.prefix, rate_card.name AS card_name, rate_card.currency,
    card_version.number AS version_number,
    to_char(card_version.effective_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS version_from,
    card_destination.name AS card_destination, destination.name AS master_destination,
    (extract(epoch FROM rate.effective_from) * 1000000)::bigint AS from_micros,
    CASE WHEN rate.effective_to < 'infinity' THEN (extract(epoch FROM rate.effective_to) * 1000000)::bigint END AS to_micros,
    rate.nanos_per_minute, rate.setup_fee_nanos, rate.initial_s, rate.increment_s, rate.minimum_s, rate.grace_s,
    rate.grace_mode, rate.duration_rounding, rate.rounding_decimals, rate.rounding_mode, rate.max_cost_nanos,
    rate.min_cost_nanos, rate.blocked
FROM rate
    JOIN card_version ON card_version.id = rate.version_id
    JOIN rate_card ON rate_card.id = card_version.card_id
    LEFT JOIN card_destination ON card_destination.id = rate.card_destination_id
    LEFT JOIN destination ON destination.id = rate.destination_id
WHERE rate.id = :'rate_id'::integer;

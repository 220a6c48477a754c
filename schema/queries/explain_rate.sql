-- Reads the rate by which a side of a call was priced, with its card version and its names.
--
-- Parameters: rate_id integer.
-- Result: one row.

SELECT rate.id AS rate_id, rate.version_id, rate.prefix, rate_card.name AS card_name, rate_card.id AS card_id,
    rate_card.currency, rate_card.zone,
    card_version.number AS version_number,
    to_char(card_version.effective_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS version_from,
    card_destination.name AS card_destination, destination.name AS master_destination
FROM rate
    JOIN card_version ON card_version.id = rate.version_id
    JOIN rate_card ON rate_card.id = card_version.card_id
    LEFT JOIN card_destination ON card_destination.id = rate.card_destination_id
    LEFT JOIN destination ON destination.id = rate.destination_id
WHERE rate.id = :'rate_id'::integer;

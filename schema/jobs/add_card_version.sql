-- Stores the deck in incoming_rate as a draft of a card.
--
-- Parameters: card_id integer; effective_from timestamptz: when the version takes over; content_hash bytea: SHA-256 of the
--     deck; source_name text: name of the file;
--     replaces_id integer: a version whose place it takes though that one begins later, or null.
-- Reads: incoming_rate (stage_rates.sql), destination_prefix. Writes: card_version, rate, card_destination, destination.
-- Lock: the caller's, one change of the card at a time. A second run would add a second draft; the caller compares first.
-- Rows expected: one of add_version.

-- name: analyze
ANALYZE incoming_rate;

-- name: match_master
-- The longest prefix of the master list that begins the rate's own: of several, all of them beginnings of one number, it
-- is the greatest as text.
CREATE TEMPORARY TABLE incoming_master ON COMMIT DROP AS
WITH longest AS (
    SELECT own.prefix, max(master.prefix COLLATE "C") AS master_prefix
    FROM (SELECT DISTINCT prefix FROM incoming_rate) AS own
    JOIN (SELECT DISTINCT length(prefix) AS digits FROM destination_prefix) AS master_length
        ON master_length.digits <= length(own.prefix)
    JOIN destination_prefix AS master ON master.prefix = left(own.prefix, master_length.digits)
    GROUP BY own.prefix
)
SELECT longest.prefix, master.destination_id
FROM longest
JOIN destination_prefix AS master ON master.prefix = longest.master_prefix;

-- name: name_the_nameless
UPDATE incoming_rate
SET destination = coalesce(
    (SELECT destination.name
        FROM incoming_master AS master
        JOIN destination ON destination.id = master.destination_id
        WHERE master.prefix = incoming_rate.prefix),
    'Prefix ' || prefix)
WHERE coalesce(destination, '') = '';

-- name: add_destinations
-- What the master list does not know is a destination by the card's own name.
INSERT INTO destination (name)
SELECT DISTINCT incoming.destination
FROM incoming_rate AS incoming
WHERE NOT EXISTS (SELECT FROM incoming_master AS master WHERE master.prefix = incoming.prefix)
ON CONFLICT (name) DO NOTHING;

-- name: add_card_destinations
INSERT INTO card_destination (card_id, name)
SELECT DISTINCT :'card_id'::integer, destination
FROM incoming_rate
ON CONFLICT (card_id, name) DO NOTHING;

-- name: add_version
INSERT INTO card_version (card_id, number, state, effective_from, content_hash, rates, source_name,
    replaces_id)
SELECT :'card_id'::integer, coalesce(max(number), 0) + 1, 'draft', :'effective_from'::timestamptz, :'content_hash'::bytea,
    (SELECT count(*) FROM incoming_rate), :'source_name'::text, :'replaces_id'::integer
FROM card_version
WHERE card_id = :'card_id'::integer
RETURNING id, number;

-- name: add_rates
INSERT INTO rate (version_id, destination_id, card_destination_id, initial_s, increment_s, minimum_s, grace_s,
    effective_from, effective_to, nanos_per_minute, setup_fee_nanos, max_cost_nanos, min_cost_nanos, rounding_decimals,
    grace_mode, duration_rounding, rounding_mode, blocked, prefix)
SELECT version.id, coalesce(master.destination_id, destination.id), card_destination.id, incoming.initial_s,
    incoming.increment_s, incoming.minimum_s, incoming.grace_s, incoming.effective_from,
    coalesce(incoming.effective_to, 'infinity'), (incoming.rate_per_min * 1000000000)::bigint,
    (incoming.setup_fee * 1000000000)::bigint, (incoming.max_cost * 1000000000)::bigint,
    (incoming.min_cost * 1000000000)::bigint, incoming.rounding_decimals, incoming.grace_mode,
    incoming.duration_rounding, incoming.rounding_mode, incoming.blocked = 1, incoming.prefix
FROM incoming_rate AS incoming
JOIN card_version AS version ON version.card_id = :'card_id'::integer
    AND version.number = (SELECT max(number) FROM card_version WHERE card_id = :'card_id'::integer)
JOIN card_destination ON card_destination.card_id = version.card_id AND card_destination.name = incoming.destination
LEFT JOIN incoming_master AS master ON master.prefix = incoming.prefix
LEFT JOIN destination ON destination.name = incoming.destination
ORDER BY incoming.prefix, incoming.effective_from;

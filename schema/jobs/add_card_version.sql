-- Makes a draft of a card, without its rates, which are copied into it in the same transaction.
--
-- Parameters: card_id integer; rates integer: how many it has; effective_from timestamptz: when the version takes over; content_hash bytea: SHA-256 of the
--     deck; source_name text: name of the file;
--     replaced_ids integer[]: versions whose place it takes when it is approved; kept_ids integer[]: approved ones that take
--     over after it as they are;
--     base_id integer: the version it was compared with, or null; received_at timestamptz: when the deck was received;
--     scope text: full, amendment or generated; generation jsonb: of a generated one what it was made from, or null;
--     actor text: who imports; detail jsonb: what else the audit should keep.
-- Reads: incoming_name (stage_names.sql), destination, rate_card.
-- Writes: card_version, version_beside, card_destination, destination_mapping, audit_event.
-- Lock: the caller's, one change of the card at a time. A second run would add a second draft; the caller compares first.
-- Runs inside an act.
-- Rows expected: one of add_version; one of names for each name.

-- name: add_card_destinations
INSERT INTO card_destination (card_id, name)
SELECT DISTINCT :'card_id'::integer, name
FROM incoming_name
ON CONFLICT (card_id, name) DO NOTHING;

-- name: map_names
-- Most of the prefixes decide what a name means; of several destinations with as many, the first by name. A name none of
-- whose prefixes the master list knows is compared with its names, capitals, blanks and punctuation aside.
WITH counted AS (
    SELECT name, sum(prefixes)::integer AS prefixes
    FROM incoming_name
    GROUP BY name
), by_prefix AS (
    SELECT DISTINCT ON (incoming.name) incoming.name, incoming.destination_id, incoming.prefixes AS matched
    FROM incoming_name AS incoming
    JOIN destination ON destination.id = incoming.destination_id
    ORDER BY incoming.name, incoming.prefixes DESC, destination.name
), by_name AS (
    SELECT DISTINCT ON (named.name) named.name, destination.id AS destination_id,
        EXISTS (SELECT FROM destination_prefix WHERE destination_id = destination.id) AS is_listed
    FROM counted AS named
    JOIN destination ON plain_name(destination.name) = plain_name(named.name)
    WHERE NOT EXISTS (SELECT FROM by_prefix WHERE by_prefix.name = named.name)
    ORDER BY named.name, is_listed DESC, destination.name <> named.name, destination.name
)
INSERT INTO destination_mapping (card_destination_id, destination_id, method, prefixes, matched)
SELECT own.id, coalesce(by_prefix.destination_id, by_name.destination_id),
    CASE WHEN by_prefix.destination_id IS NOT NULL THEN 'prefix' WHEN by_name.is_listed THEN 'name' ELSE 'own' END,
    counted.prefixes, coalesce(by_prefix.matched, 0)
FROM counted
JOIN card_destination AS own ON own.card_id = :'card_id'::integer AND own.name = counted.name
LEFT JOIN by_prefix ON by_prefix.name = counted.name
LEFT JOIN by_name ON by_name.name = counted.name
ON CONFLICT (card_destination_id) DO UPDATE
SET destination_id = excluded.destination_id, method = excluded.method, prefixes = excluded.prefixes,
    matched = excluded.matched
WHERE destination_mapping.reviewed_at IS NULL;

-- name: add_version
INSERT INTO card_version (card_id, number, state, effective_from, content_hash, rates, source_name,
    base_id, received_at, scope, generation, imported_by)
SELECT :'card_id'::integer, coalesce(max(number), 0) + 1, 'draft', :'effective_from'::timestamptz, :'content_hash'::bytea,
    :'rates'::integer, :'source_name'::text, :'base_id'::integer,
    :'received_at'::timestamptz, :'scope'::text, :'generation'::jsonb, :'actor'::text
FROM card_version
WHERE card_id = :'card_id'::integer
RETURNING id, number;

-- name: add_versions_beside
INSERT INTO version_beside (version_id, other_id, is_replaced)
SELECT version.id, beside.other_id, beside.is_replaced
FROM (
    SELECT unnest(:'replaced_ids'::integer[]) AS other_id, true AS is_replaced
    UNION ALL
    SELECT unnest(:'kept_ids'::integer[]), false
) AS beside
JOIN card_version AS version ON version.card_id = :'card_id'::integer
    AND version.number = (SELECT max(number) FROM card_version WHERE card_id = :'card_id'::integer);

-- name: record
INSERT INTO audit_event (entity_id, subject_kind, subject_id, subject_label, after)
SELECT card.entity_id, 'card_version', version.id, card.name || ' ' || version.number,
    jsonb_build_object('version', version.number, 'effective_from', version.effective_from, 'rates', version.rates,
        'source', version.source_name, 'scope', version.scope, 'sha256', encode(version.content_hash, 'hex'))
        || :'detail'::jsonb
FROM card_version AS version
JOIN rate_card AS card ON card.id = version.card_id
WHERE version.card_id = :'card_id'::integer
ORDER BY version.number DESC
LIMIT 1;

-- name: names
-- What a rate of each name belongs to: where a person has said so always there, else where its prefix is none of the master list.
SELECT own.name, own.id AS card_destination_id, mapping.destination_id, mapping.reviewed_at IS NOT NULL AS is_reviewed
FROM (SELECT DISTINCT name FROM incoming_name) AS incoming
JOIN card_destination AS own ON own.card_id = :'card_id'::integer AND own.name = incoming.name
JOIN destination_mapping AS mapping ON mapping.card_destination_id = own.id;

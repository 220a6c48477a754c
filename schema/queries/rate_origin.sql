-- Tells what a rate was made from: the version, its deck and the line of it, or what the version was generated from.
--
-- Parameters: rate_id integer.
-- Result: one row; line is null where it is not recorded and 0 where the version kept the rate of the one before; generation is the JSON
-- of a generated version, with source_ids, the versions that it names, in their order; kept_rate_id is the same rate of the version
-- before, null where there is none.

SELECT rate.prefix, rate.nanos_per_minute, rate.setup_fee_nanos, version.id AS version_id, version.number AS version_number,
    version.scope, version.source_name, version.imported_by, version.generation::text AS generation, card.name AS card_name,
    card.currency, to_char(version.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS imported_on,
    master.name AS destination, (
        SELECT (array_agg(item.line ORDER BY item.position))[own.rank]
        FROM (SELECT prefixes, lines FROM deck_line
                WHERE version_id = rate.version_id AND first_prefix <= rate.prefix ORDER BY first_prefix DESC LIMIT 1) AS block
            CROSS JOIN LATERAL unnest(prefixes, lines) WITH ORDINALITY AS item (prefix, line, position)
        WHERE item.prefix = rate.prefix) AS line, (
        SELECT kept.id FROM rate AS kept
        WHERE kept.version_id = version.base_id AND kept.prefix = rate.prefix
            AND kept.nanos_per_minute = rate.nanos_per_minute AND kept.time_band IS NOT DISTINCT FROM rate.time_band
            AND kept.origin IS NOT DISTINCT FROM rate.origin AND kept.jurisdiction IS NOT DISTINCT FROM rate.jurisdiction
        ORDER BY kept.effective_from <= rate.effective_from DESC, kept.effective_from DESC LIMIT 1) AS kept_rate_id, (
        SELECT array_to_string(array_agg(source_version.id ORDER BY position), ' ')
        FROM jsonb_array_elements(version.generation -> 'sources') WITH ORDINALITY AS source (named, position)
            JOIN rate_card AS source_card ON source_card.entity_id = card.entity_id
                AND source_card.name = named ->> 'card'
            JOIN card_version AS source_version ON source_version.card_id = source_card.id
                AND source_version.number = (named ->> 'version')::integer) AS source_ids
FROM rate
    JOIN card_version AS version ON version.id = rate.version_id
    JOIN rate_card AS card ON card.id = version.card_id
    JOIN destination AS master ON master.id = rate.destination_id
    CROSS JOIN LATERAL (
        -- In the order of a sheet: by start, rates for any call first.
        SELECT count(*)::integer + 1 AS rank FROM rate AS earlier
        WHERE earlier.version_id = rate.version_id AND earlier.prefix = rate.prefix
            AND (earlier.effective_from, COALESCE(earlier.time_band, '') COLLATE "C", COALESCE(earlier.origin, '') COLLATE "C",
                COALESCE(earlier.jurisdiction, '') COLLATE "C")
            < (rate.effective_from, COALESCE(rate.time_band, '') COLLATE "C", COALESCE(rate.origin, '') COLLATE "C",
                COALESCE(rate.jurisdiction, '') COLLATE "C")) AS own
WHERE rate.id = :'rate_id'::integer;

-- Versions of cards: the rates of each are as many as it says and, written anew as the canonical file, have the hash that was taken
-- when they were stored; each rate is of a version, and its names are of the version's card; states are dated.
--
-- Parameters: since timestamptz: only versions stored since (null = all).
-- Result: is_offence, subject, unit, currency, expected, found.

WITH chosen_version AS NOT MATERIALIZED (
    SELECT * FROM card_version WHERE :'since'::timestamptz IS NULL OR created_at >= :'since'::timestamptz
), name AS (
    -- Quoted where COPY would quote them.
    SELECT id, card_id, CASE WHEN name ~ '[,"\n\r]' OR name IN ('', '\.') THEN '"' || replace(name, '"', '""') || '"' ELSE name END
        AS quoted
    FROM card_destination
), deck AS (
    SELECT id AS card_id, CASE WHEN name ~ '[,"\n\r]' OR name IN ('', '\.') THEN '"' || replace(name, '"', '""') || '"' ELSE name END
        AS quoted
    FROM rate_card
), line AS (
    SELECT version_id, prefix, rate.effective_from, time_band, origin, jurisdiction, deck.quoted || ',' || prefix || ','
        || COALESCE(name.quoted, '?') || ','
        || CASE WHEN rate.effective_from > '-infinity' THEN to_char(rate.effective_from AT TIME ZONE 'UTC',
            'YYYY-MM-DD"T"HH24:MI:SS') || rtrim(rtrim(to_char(rate.effective_from AT TIME ZONE 'UTC', '.US'), '0'), '.') || 'Z'
            ELSE '' END || ','
        || trim_scale(nanos_per_minute::numeric / 1000000000) || ',' || trim_scale(setup_fee_nanos::numeric / 1000000000)
        || ',' || initial_s || ',' || increment_s || ',' || minimum_s || ','
        || CASE WHEN effective_to < 'infinity' THEN to_char(effective_to AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
            || rtrim(rtrim(to_char(effective_to AT TIME ZONE 'UTC', '.US'), '0'), '.') || 'Z' ELSE '' END || ','
        || blocked::integer || ',' || grace_s || ',' || grace_mode || ',' || duration_rounding || ',' || rounding_decimals
        || ',' || rounding_mode || ',' || COALESCE(trim_scale(max_cost_nanos::numeric / 1000000000)::text, '') || ','
        || COALESCE(trim_scale(min_cost_nanos::numeric / 1000000000)::text, '') AS text,
        COALESCE(',' || time_band, ',') || COALESCE(',' || origin, ',') || COALESCE(',' || jurisdiction, ',') AS variant_text,
        ',' || CASE WHEN attempt_fee_nanos > 0 THEN trim_scale(attempt_fee_nanos::numeric / 1000000000)::text ELSE '' END AS attempt_text
    FROM rate
        JOIN chosen_version AS version ON version.id = version_id
        JOIN deck USING (card_id)
        LEFT JOIN name ON name.id = card_destination_id AND name.card_id = version.card_id
), varied_version AS (
    SELECT version_id, bool_or(attempt_fee_nanos > 0) AS has_attempt_fees,
        bool_or(time_band IS NOT NULL OR origin IS NOT NULL OR jurisdiction IS NOT NULL) AS has_variants
    FROM rate
    WHERE version_id IN (SELECT id FROM chosen_version)
    GROUP BY version_id
), written AS (
    SELECT version_id, count(*) AS rates, has_attempt_fees, has_variants,
        string_agg(text || CASE WHEN has_attempt_fees THEN attempt_text ELSE '' END
            || CASE WHEN has_variants THEN variant_text ELSE '' END || E'\n', ''
            ORDER BY prefix COLLATE "C", effective_from, num_nonnulls(time_band, origin, jurisdiction) > 0,
                COALESCE(time_band, '') COLLATE "C", COALESCE(origin, '') COLLATE "C",
                COALESCE(jurisdiction, '') COLLATE "C") AS rate_lines
    FROM line JOIN varied_version USING (version_id)
    GROUP BY version_id, has_attempt_fees, has_variants
), compared AS (
    SELECT version.id, version.card_id, version.number, state, version.rates, COALESCE(written.rates, 0) AS found_rates,
        version.content_hash, sha256(convert_to('deck_id,prefix,destination,effective_from,rate_per_min,setup_fee,initial_s,'
            || 'increment_s,minimum_s,effective_to,blocked,grace_s,grace_mode,duration_rounding,rounding_decimals,'
            || 'rounding_mode,max_cost,min_cost' || CASE WHEN has_attempt_fees THEN ',attempt_fee' ELSE '' END
            || CASE WHEN has_variants THEN ',time_band,origin,jurisdiction' ELSE '' END
            || E'\n' || COALESCE(rate_lines, ''), 'UTF8')) AS found_hash
    FROM chosen_version AS version LEFT JOIN written ON version_id = version.id
), offence AS (
    SELECT format('card %s, version %s: rates', rate_card.name, number) AS subject, rates AS expected, found_rates AS found
    FROM compared LEFT JOIN rate_card ON rate_card.id = card_id
    WHERE rates <> found_rates
    UNION ALL
    SELECT format('card %s, version %s does not say what it said when it was stored', rate_card.name, number), 0, 1
    FROM compared LEFT JOIN rate_card ON rate_card.id = card_id
    WHERE content_hash IS DISTINCT FROM found_hash
    UNION ALL
    SELECT format('version %s, of which no card has', version_id), 0, count(*)
    FROM rate
    WHERE :'since'::timestamptz IS NULL AND NOT EXISTS (SELECT FROM card_version WHERE card_version.id = version_id)
    GROUP BY version_id
    UNION ALL
    SELECT format('card %s, version %s is %s, and its dates say otherwise', card_id, number, state), 0, 1
    FROM chosen_version
    WHERE (state = 'draft') = (approved_at IS NOT NULL) AND state <> 'withdrawn'
        OR (state = 'withdrawn') <> (withdrawn_at IS NOT NULL) OR approved_at < created_at
)
SELECT false AS is_offence, 'versions' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM compared
UNION ALL
SELECT false, 'rates', 'rows', NULL, COALESCE(sum(rates), 0), COALESCE(sum(found_rates), 0), 2 FROM compared
UNION ALL
SELECT true, subject, 'rows', NULL, expected, found, 3 FROM offence
ORDER BY position, subject;

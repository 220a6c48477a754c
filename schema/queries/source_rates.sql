-- Finds what versions of suppliers' cards ask for a prefix at an instant: of each the longest prefix that is, or begins, it, with a rate
-- for any call in effect then.
--
-- Parameters: version_ids integer[]; prefix text; instant timestamptz.
-- Result: one row per version that has one, the cheapest first; a blocked rate asks nothing and comes last.

SELECT DISTINCT ON (blocked, nanos_per_minute, position) rate_id, card.name AS card_name, card.currency,
    version.number AS version_number, offered.prefix, nanos_per_minute, blocked
FROM unnest(:'version_ids'::integer[]) WITH ORDINALITY AS source (version_id, position)
    JOIN card_version AS version ON version.id = source.version_id
    JOIN rate_card AS card ON card.id = version.card_id
    CROSS JOIN LATERAL (
        SELECT id AS rate_id, rate.prefix, nanos_per_minute, blocked
        FROM rate
        WHERE rate.version_id = source.version_id AND effective_from <= :'instant'::timestamptz
            AND :'instant'::timestamptz < effective_to AND time_band IS NULL AND origin IS NULL AND jurisdiction IS NULL
            AND rate.prefix = ANY (
                ARRAY(SELECT left(:'prefix'::text, n) FROM generate_series(1, length(:'prefix'::text)) AS n))
        ORDER BY length(rate.prefix) DESC, effective_from DESC
        LIMIT 1) AS offered
ORDER BY blocked, nanos_per_minute, position;

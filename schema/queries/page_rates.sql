-- Rates of a version of a card: one page by prefix; or those that a number may have, the longest prefix first.
-- Owner: RateBook.
--
-- Parameters: version_id integer; sought text: the beginning of a prefix, or part of a destination's name (null = any); number text: digits of
-- a number (null = a page by prefix); after_prefix text, after_id integer: the last row of the page before (null = from the first);
-- row_limit integer.
-- Result: at most row_limit rows. Nanos (10^-9) of the card's currency; effective_to is null where it has no end.

SELECT rate.id AS rate_id, rate.prefix, own.name AS destination, rate.nanos_per_minute, rate.setup_fee_nanos, rate.initial_s,
    rate.increment_s, rate.blocked, rate.time_band, rate.origin, rate.jurisdiction,
    to_char(rate.effective_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS effective_from,
    CASE WHEN isfinite(rate.effective_to) THEN to_char(rate.effective_to AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END AS effective_to
FROM rate
    JOIN card_destination AS own ON own.id = rate.card_destination_id
WHERE version_id = :'version_id'::integer
    AND (:'sought'::text IS NULL OR rate.prefix LIKE replace(replace(replace(:'sought'::text, '\', '\\'), '%', '\%'), '_', '\_') || '%'
        OR strpos(lower(own.name), lower(:'sought'::text)) > 0)
    AND (:'number'::text IS NULL OR rate.prefix = ANY (
        SELECT left(:'number'::text, length) FROM generate_series(1, length(:'number'::text)) AS length))
    AND (:'after_id'::integer IS NULL OR (rate.prefix, rate.id) > (:'after_prefix'::text, :'after_id'::integer))
ORDER BY CASE WHEN :'number'::text IS NOT NULL THEN -length(rate.prefix) END, rate.prefix, rate.id
LIMIT :'row_limit'::integer;

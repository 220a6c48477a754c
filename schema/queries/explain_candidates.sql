-- Lists the rates of a card version whose prefix begins a number: what the choice of a rate was made from, the longest
-- prefix first and of one prefix the latest.
--
-- Parameters: version_id integer, called text, start_micros bigint: start of the call in microseconds since 1970 UTC.
-- Result: one row per rate; is_in_effect at the start of the call; instants as microseconds since 1970 UTC, null = no end;
-- the settings as the columns of rate.

SELECT id AS rate_id, prefix, to_char(effective_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS effective_from,
    to_char(NULLIF(effective_to, 'infinity') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS effective_to,
    (extract(epoch FROM effective_from) * 1000000)::bigint AS from_micros,
    CASE WHEN effective_to < 'infinity' THEN (extract(epoch FROM effective_to) * 1000000)::bigint END AS to_micros,
    nanos_per_minute, setup_fee_nanos, initial_s, increment_s, minimum_s, grace_s, grace_mode, duration_rounding,
    rounding_decimals, rounding_mode, max_cost_nanos, min_cost_nanos, attempt_fee_nanos, blocked, time_band, origin, jurisdiction,
    TIMESTAMPTZ 'epoch' + :'start_micros'::bigint * INTERVAL '1 microsecond' BETWEEN effective_from
        AND effective_to - INTERVAL '1 microsecond' AS is_in_effect
FROM rate
WHERE version_id = :'version_id'::integer
    AND prefix = ANY (ARRAY(SELECT left(:'called'::text, n) FROM generate_series(1, length(:'called'::text)) AS n))
ORDER BY length(prefix) DESC, rate.effective_from DESC, time_band COLLATE "C" NULLS LAST, origin COLLATE "C" NULLS LAST,
    jurisdiction COLLATE "C" NULLS LAST;

-- Lists the rates of a card version whose prefix begins a number: what the choice of a rate was made from, in the order in
-- which they are tried, the longest prefix first and of one prefix the latest.
--
-- Parameters: version_id integer, called text, start_micros bigint: start of the call in microseconds since 1970 UTC.
-- Result: one row per rate; is_in_effect at the start of the call.

SELECT id AS rate_id, prefix, to_char(effective_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS effective_from,
    to_char(NULLIF(effective_to, 'infinity') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS effective_to,
    nanos_per_minute, blocked,
    TIMESTAMPTZ 'epoch' + :'start_micros'::bigint * INTERVAL '1 microsecond' BETWEEN effective_from
        AND effective_to - INTERVAL '1 microsecond' AS is_in_effect
FROM rate
WHERE version_id = :'version_id'::integer
    AND prefix = ANY (ARRAY(SELECT left(:'called'::text, n) FROM generate_series(1, length(:'called'::text)) AS n))
ORDER BY length(prefix) DESC, rate.effective_from DESC;

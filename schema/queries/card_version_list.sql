-- Versions of a card, the latest first.
--
-- Parameters: card_id integer.
-- Reads: card_version.
-- Rows expected: one for each version.

SELECT id, number, state, effective_from::text AS effective_at, content_hash, rates, source_name,
    (extract(epoch FROM effective_from) * 1000000)::bigint AS effective_micros,
    to_char(effective_from, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS effective_from,
    to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created_at,
    to_char(approved_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS approved_at
FROM card_version
WHERE card_id = :'card_id'::integer
ORDER BY number DESC;

-- Versions of a card, the latest first.
--
-- Parameters: card_id integer.
-- Reads: card_version, version_beside.
-- Rows expected: one for each version.

SELECT id, number, state, effective_from::text AS effective_at, content_hash, rates, source_name, scope, base_id,
    displaced_by_id, imported_by, approved_by, withdrawn_by, generation,
    (extract(epoch FROM effective_from) * 1000000)::bigint AS effective_micros,
    (extract(epoch FROM coalesce(received_at, created_at)) * 1000000)::bigint AS received_micros,
    to_char(effective_from, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS effective_from,
    to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS created_at,
    to_char(approved_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS approved_at,
    to_char(withdrawn_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS withdrawn_at,
    array_to_string(ARRAY(SELECT other_id FROM version_beside
        WHERE version_id = card_version.id AND is_replaced), ' ') AS replaced_ids,
    array_to_string(ARRAY(SELECT other_id FROM version_beside
        WHERE version_id = card_version.id AND NOT is_replaced), ' ') AS kept_ids
FROM card_version
WHERE card_id = :'card_id'::integer
ORDER BY number DESC;

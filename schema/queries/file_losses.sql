-- Calls of files that were sold below what they cost, by destination and currency, of each file the largest loss first.
--
-- Parameters: file_ids integer[].
-- Result: one row per file, destination and currency; calls and micros (10^-6 of the currency).

WITH chosen AS MATERIALIZED (
    SELECT id AS chunk_id, file_id FROM chunk WHERE file_id = ANY (:'file_ids'::integer[])
), loss AS (
    SELECT *
    FROM call_loss
    -- Bounds for the summaries of the pages.
    WHERE chunk_id BETWEEN (SELECT min(chunk_id) FROM chosen) AND (SELECT max(chunk_id) FROM chosen)
)
SELECT file_id, COALESCE(destination.name, '(none)') AS destination, loss.currency, sum(loss.calls)::bigint AS calls,
    LEAST(sum(loss.micros), 9223372036854775807)::bigint AS micros
FROM chosen
    JOIN loss USING (chunk_id)
    LEFT JOIN destination ON destination.id = destination_id
GROUP BY file_id, destination.name, loss.currency
ORDER BY file_id, micros DESC, destination, loss.currency;

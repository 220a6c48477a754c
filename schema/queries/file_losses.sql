-- Calls of a file that were sold below what they cost, by destination and currency, the largest loss first.
--
-- Parameters: file_id integer.
-- Result: one row per destination and currency; calls and micros (10^-6 of the currency).

SELECT COALESCE(destination.name, '(none)') AS destination, call_loss.currency, sum(call_loss.calls)::bigint AS calls,
    LEAST(sum(call_loss.micros), 9223372036854775807)::bigint AS micros
FROM chunk
    JOIN call_loss ON call_loss.chunk_id = chunk.id
    LEFT JOIN destination ON destination.id = destination_id
WHERE chunk.file_id = :'file_id'::integer
GROUP BY destination.name, call_loss.currency
ORDER BY micros DESC, destination, call_loss.currency;

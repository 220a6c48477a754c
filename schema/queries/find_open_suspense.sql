-- Reads the sides of calls in a range of chunks that wait for a price, with their accounts as they were corrected.
--
-- Parameters: first_chunk_id integer, last_chunk_id integer.
-- Result: one row per side.

SELECT suspense.chunk_id, suspense.ordinal, suspense.side, suspense.reason, suspense_account.account_value
FROM suspense JOIN suspense_account USING (chunk_id, ordinal, side)
WHERE suspense.chunk_id BETWEEN :'first_chunk_id'::integer AND :'last_chunk_id'::integer
    AND NOT EXISTS (
        SELECT FROM suspense_resolution AS resolution
        WHERE resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
            AND resolution.side = suspense.side);

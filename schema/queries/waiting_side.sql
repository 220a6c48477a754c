-- Tells whether a side of a call waits for a price.
--
-- Parameters: chunk_id integer, ordinal integer, side text.
-- Result: one row.

SELECT EXISTS (
    SELECT FROM suspense
    WHERE chunk_id = :'chunk_id'::integer AND ordinal = :'ordinal'::integer AND side = :'side'::text
        AND NOT EXISTS (SELECT FROM suspense_resolution AS resolution
            WHERE resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
                AND resolution.side = suspense.side)) AS is_waiting;

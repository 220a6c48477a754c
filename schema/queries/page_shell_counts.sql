-- How many things of an entity wait for a hand: calls without a price, jobs that failed for good; counting stops at a bound.
-- Owner: Operations.
--
-- Parameters: entity_id smallint; count_max integer: where counting stops.
-- Result: one row; jobs are those of the entity and of the installation.

SELECT (
        SELECT count(*)
        FROM (
            SELECT FROM suspense
            WHERE entity_id = :'entity_id'::smallint
                AND NOT EXISTS (SELECT FROM suspense_resolution AS resolution
                    WHERE resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
                        AND resolution.side = suspense.side)
            LIMIT :'count_max'::integer) AS waiting) AS suspense,
    (
        SELECT count(*)
        FROM (
            SELECT FROM job
            WHERE state = 'parked' AND (entity_id IS NULL OR entity_id = :'entity_id'::smallint)
            LIMIT :'count_max'::integer) AS parked) AS parked_jobs;

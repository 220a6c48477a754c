-- How many things of an entity wait for a person; counting stops at a bound.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; count_max integer: where counting stops.
-- Result: one row; drafts wait to be approved.

SELECT count(*) AS drafts
FROM (
    SELECT FROM invoice
    WHERE entity_id = :'entity_id'::smallint AND state = 'draft'
    LIMIT :'count_max'::integer
) AS counted;

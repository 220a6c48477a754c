-- Removes request keys, with their answers, that nobody will send again.
--
-- Parameters: days integer: the age at which they go.
-- Reads and writes: act_request.
-- Lock: the rows removed. A second run finds none.
-- Rows expected: one, with their count.

-- name: remove
WITH removed AS (
    DELETE FROM act_request USING act
    WHERE act.id = act_id AND act.outcome <> 'begun'
        AND received_at < clock_timestamp() - make_interval(days => :'days'::integer)
    RETURNING 1
)
SELECT count(*) AS removed FROM removed;

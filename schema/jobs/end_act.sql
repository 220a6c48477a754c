-- Ends an act that was begun in an earlier transaction.
--
-- Parameters: act_id bigint; outcome text: done or refused; refusal text (JSON; null unless refused).
-- Reads: nothing. Writes: act.
-- Lock: the act's row. A second run finds the act ended and changes nothing.
-- plans: kept
-- Rows expected: one if the act was under way.

-- name: end
UPDATE act SET outcome = :'outcome'::text, refusal = :'refusal'::jsonb, ended_at = clock_timestamp()
WHERE id = :'act_id'::bigint AND outcome = 'begun'
RETURNING id;

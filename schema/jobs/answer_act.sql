-- Keeps the answer of an act with its request key.
--
-- Parameters: act_id bigint; answer text (JSON).
-- Reads: nothing. Writes: act_request.
-- Lock: the request key. A second run writes the same answer.
-- plans: kept
-- Rows expected: none.

-- name: answer
UPDATE act_request SET answer = :'answer'::jsonb WHERE act_id = :'act_id'::bigint;

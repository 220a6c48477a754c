-- Enters an act and takes its request key; of a key that was used before, tells what was answered then.
--
-- Parameters: kind, actor text: who acts; entity_id smallint (null = the installation); name, origin, reason text; is_long
--     boolean: whether it ends in a later transaction; key text (null = none); body bytea: what was asked;
--     months_apart boolean: missing months of usage and the ledger can be made apart from the transaction (demand_months).
-- Reads: act. Writes: actor, act, act_request.
-- Lock: the request key, until commit: the same request at the same time waits here. A second run with the key enters no
-- act and gives the first answer.
-- plans: kept
-- Rows expected: one.

-- name: begin
SELECT act_id, is_repeated, is_same_body, outcome, answer::text AS answer,
    -- Of acts that may take long; others make a month themselves, and are over soon.
    CASE WHEN :'months_apart'::boolean AND :'name'::text IN ('books.close', 'ledger.post', 'invoice.issue')
        THEN set_config('didtron.months_apart', 'on', true) END AS months_apart
FROM begin_act(:'kind'::text, :'actor'::text, :'entity_id'::smallint, :'name'::text, :'origin'::text, :'reason'::text,
    :'is_long'::boolean, :'key'::text, :'body'::bytea);

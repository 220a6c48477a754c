-- Takes a version back that is not in effect yet: a draft, or an approved one that begins later. What its approval had
-- displaced is approved again, so the card is as it was before.
--
-- Parameters: version_id integer; at timestamptz: the instant that a version must not have begun by; actor text: who
--     takes it back.
-- Reads: card_version, rate_card. Writes: card_version, audit_event.
-- Lock: the rows of the card's versions, by id. A second run finds it withdrawn and changes nothing.
-- Runs inside an act.
-- Rows expected: one of withdraw where it could be taken back; one of restore for each version restored.

-- name: lock
SELECT id
FROM card_version
WHERE card_id = (SELECT card_id FROM card_version WHERE id = :'version_id'::integer)
ORDER BY id
FOR UPDATE;

-- name: withdraw
UPDATE card_version
SET state = 'withdrawn', withdrawn_at = clock_timestamp(), withdrawn_by = :'actor'::text
WHERE id = :'version_id'::integer
    AND (state = 'draft' OR state = 'approved' AND effective_from > :'at'::timestamptz)
RETURNING number;

-- name: restore
UPDATE card_version AS version
SET state = 'approved', withdrawn_at = NULL, withdrawn_by = NULL, displaced_by_id = NULL
FROM card_version AS taken
WHERE taken.id = :'version_id'::integer AND taken.state = 'withdrawn' AND version.displaced_by_id = taken.id
RETURNING version.number;

-- name: record
INSERT INTO audit_event (entity_id, subject_kind, subject_id, subject_label, before, after)
SELECT card.entity_id, 'card_version', taken.id, card.name || ' ' || taken.number,
    jsonb_build_object('state', CASE WHEN taken.approved_at IS NULL THEN 'draft' ELSE 'approved' END),
    jsonb_build_object('version', taken.number, 'state', 'withdrawn')
FROM card_version AS taken
JOIN rate_card AS card ON card.id = taken.card_id
WHERE taken.id = :'version_id'::integer;

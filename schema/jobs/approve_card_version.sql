-- Approves a draft: from its effective_from on it prices calls. An approved version of the card that begins at the same
-- instant is withdrawn, since the draft takes its place; so are those that the draft was made to replace. Each keeps by
-- whom it was displaced, so that taking the approval back can restore it.
--
-- Parameters: version_id integer; actor text: who approves.
-- Reads: card_version, version_beside, rate_card. Writes: card_version, audit_event.
-- Lock: the rows of the card's versions, by id. A second run finds no draft and changes nothing.
-- Runs inside an act.
-- Rows expected: one of approve for a draft; one of withdraw for each version replaced.

-- name: lock
SELECT id
FROM card_version
WHERE card_id = (SELECT card_id FROM card_version WHERE id = :'version_id'::integer)
ORDER BY id
FOR UPDATE;

-- name: withdraw
UPDATE card_version AS version
SET state = 'withdrawn', withdrawn_at = clock_timestamp(), withdrawn_by = :'actor'::text, displaced_by_id = draft.id
FROM card_version AS draft
WHERE draft.id = :'version_id'::integer AND draft.state = 'draft' AND version.card_id = draft.card_id
    AND version.state = 'approved'
    AND (version.effective_from = draft.effective_from OR version.id IN (
        SELECT other_id FROM version_beside WHERE version_id = draft.id AND is_replaced))
RETURNING version.number;

-- name: record
INSERT INTO audit_event (entity_id, subject_kind, subject_id, subject_label, before, after)
SELECT card.entity_id, 'card_version', draft.id, card.name || ' ' || draft.number, jsonb_build_object('state', 'draft'),
    jsonb_build_object('version', draft.number, 'state', 'approved', 'effective_from', draft.effective_from,
        'displaces', (SELECT coalesce(jsonb_agg(number ORDER BY number), '[]') FROM card_version
            WHERE displaced_by_id = draft.id))
FROM card_version AS draft
JOIN rate_card AS card ON card.id = draft.card_id
WHERE draft.id = :'version_id'::integer AND draft.state = 'draft';

-- name: approve
UPDATE card_version
SET state = 'approved', approved_at = clock_timestamp(), approved_by = :'actor'::text
WHERE id = :'version_id'::integer AND state = 'draft'
RETURNING number;

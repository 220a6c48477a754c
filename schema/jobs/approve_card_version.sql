-- Approves a draft: from its effective_from on it prices calls. An approved version of the card that begins at the same
-- instant is withdrawn, since the draft takes its place; so is the one that the draft was made to replace.
--
-- Parameters: version_id integer.
-- Reads: card_version. Writes: card_version.
-- Lock: the rows of the card's versions, by id. A second run finds no draft and changes nothing.
-- Rows expected: one of approve for a draft; one of withdraw for each version replaced.

-- name: lock
SELECT id
FROM card_version
WHERE card_id = (SELECT card_id FROM card_version WHERE id = :'version_id'::integer)
ORDER BY id
FOR UPDATE;

-- name: withdraw
UPDATE card_version AS version
SET state = 'withdrawn'
FROM card_version AS draft
WHERE draft.id = :'version_id'::integer AND draft.state = 'draft' AND version.card_id = draft.card_id
    AND version.state = 'approved'
    AND (version.effective_from = draft.effective_from OR version.id = draft.replaces_id)
RETURNING version.number;

-- name: approve
UPDATE card_version
SET state = 'approved', approved_at = clock_timestamp()
WHERE id = :'version_id'::integer AND state = 'draft'
RETURNING number;

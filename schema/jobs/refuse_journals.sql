-- Refuses journals by hand that are proposed: they move nothing, and stay as they were proposed.
--
-- Parameters: entity_id smallint, document_ids bigint[].
-- Reads: manual_journal. Writes: manual_journal.
-- Lock: the journals in the order of their ids. A second run finds them refused, and is refused itself.
-- Runs inside an act.
-- Rows expected: one a journal.

-- name: lock_journals
SELECT id
FROM manual_journal
WHERE id = ANY (:'document_ids'::bigint[]) AND entity_id = :'entity_id'::smallint
ORDER BY id
FOR UPDATE;

-- name: refuse
UPDATE manual_journal SET state = 'refused', decided_act_id = current_act()
WHERE id = ANY (:'document_ids'::bigint[]) AND entity_id = :'entity_id'::smallint
RETURNING id AS document_id, description;

-- Finds files by number or name.
--
-- Parameters: name text.
-- Result: one row per file, those first that count or whose undo is under way.

SELECT cdr_file.id AS file_id, cdr_file.name, kind, switch.code AS switch_code, entity.code AS entity_code,
    undo_act_id IS NOT NULL AS is_undone, undo_act_id IS NOT NULL AND undone_at IS NULL AS is_being_undone,
    EXISTS (SELECT FROM chunk WHERE file_id = cdr_file.id) AS has_chunks
FROM cdr_file
    JOIN switch ON switch.id = cdr_file.switch_id
    JOIN entity ON entity.id = cdr_file.entity_id
WHERE cdr_file.id::text = :'name'::text OR cdr_file.name = :'name'::text
ORDER BY cdr_file.id::text <> :'name'::text, undo_act_id IS NOT NULL AND undone_at IS NOT NULL, cdr_file.id DESC;

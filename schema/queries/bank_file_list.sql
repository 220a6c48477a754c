-- Bank files, the newest first.
--
-- Parameters: entity_id smallint (null = all), file text (number or name; null = all).
-- Result: one row per file, at most 200.

SELECT bank_file.id AS file_id, bank_file.entity_id, entity.code AS entity, bank_file.name, format, currency, account, lines,
    (SELECT count(*) FROM bank_line WHERE file_id = bank_file.id AND state = 'open') AS open_lines,
    to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS received_at
FROM bank_file JOIN entity ON entity.id = entity_id
WHERE (:'entity_id'::smallint IS NULL OR bank_file.entity_id = :'entity_id'::smallint)
    AND (:'file'::text IS NULL OR bank_file.id::text = :'file'::text OR bank_file.name = :'file'::text)
ORDER BY bank_file.id DESC
LIMIT 200;

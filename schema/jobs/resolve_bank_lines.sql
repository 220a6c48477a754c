-- Marks lines of a bank file as confirmed, each with its payment, or as ignored.
--
-- Parameters: file_id integer, lines jsonb: an array of objects with line_id and payment_id (null = ignored), note text.
-- Reads and writes: bank_line.
-- Lock: the lines in the order of their ids. A second run finds them resolved and is refused.
-- Runs inside an act.
-- Rows expected: one per line.

-- name: lock_lines
SELECT id
FROM bank_line
WHERE file_id = :'file_id'::integer
    AND id IN (SELECT (line ->> 'line_id')::bigint FROM jsonb_array_elements(:'lines'::jsonb) AS line)
ORDER BY id
FOR NO KEY UPDATE;

-- name: resolve
UPDATE bank_line
SET state = CASE WHEN resolved.payment_id IS NULL THEN 'ignored' ELSE 'confirmed' END, payment_id = resolved.payment_id,
    resolved_at = clock_timestamp(), note = :'note'::text
FROM (
    SELECT (line ->> 'line_id')::bigint AS line_id, (line ->> 'payment_id')::bigint AS payment_id
    FROM jsonb_array_elements(:'lines'::jsonb) AS line) AS resolved
WHERE bank_line.id = line_id AND file_id = :'file_id'::integer
RETURNING bank_line.id AS line_id;

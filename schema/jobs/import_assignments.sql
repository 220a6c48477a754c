-- Adds the assignments staged by check_assignments.sql. Earlier ones that they replace end where they begin.
--
-- Parameters: none.
-- Reads: incoming_assignment. Writes: card_assignment.
-- Lock: that of check_assignments.sql. A second run finds the same assignments there and adds nothing.
-- Runs inside an act.
-- Rows expected: one of report for each assignment added (field null) or ended earlier (field to).

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
WITH added AS (
    SELECT *
    FROM incoming_assignment AS row
    WHERE NOT EXISTS (SELECT FROM card_assignment AS assignment
        WHERE assignment.entity_id = row.entity_id AND assignment.partner_id = row.partner_id
            AND assignment.side = row.card_side AND assignment.product_id = row.product_id
            AND assignment.card_id = row.card_id AND assignment.effective = row.effective)
)
SELECT added.line, added.partner || ' ' || added.card_side || ': card ' || added.card AS key, NULL::text AS field,
    NULL::text AS old_value, NULL::text AS new_value, NULL::integer AS assignment_id, NULL::tstzrange AS effective
FROM added
UNION ALL
SELECT added.line, added.partner || ' ' || added.card_side || ': card ' || card.name, 'to',
    coalesce(to_char(upper(assignment.effective), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'open'),
    to_char(added.begins_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), assignment.id,
    tstzrange(lower(assignment.effective), added.begins_at, '[)')
FROM added
JOIN card_assignment AS assignment ON assignment.entity_id = added.entity_id AND assignment.partner_id = added.partner_id
    AND assignment.side = added.card_side AND assignment.product_id = added.product_id
    AND assignment.effective && added.effective
JOIN rate_card AS card ON card.id = assignment.card_id;

-- name: end_earlier_assignments
UPDATE card_assignment AS assignment
SET effective = change.effective
FROM catalog_change AS change
WHERE assignment.id = change.assignment_id;

-- name: add_assignments
INSERT INTO card_assignment (entity_id, partner_id, side, product_id, card_id, effective)
SELECT row.entity_id, row.partner_id, row.card_side, row.product_id, row.card_id, row.effective
FROM incoming_assignment AS row
WHERE EXISTS (SELECT FROM catalog_change AS change WHERE change.line = row.line AND change.field IS NULL)
ORDER BY row.line;

-- name: report
SELECT line, key, field, old_value, new_value
FROM catalog_change
ORDER BY line, field;

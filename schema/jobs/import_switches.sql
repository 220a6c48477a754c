-- Adds the switches staged by check_switches.sql and changes those that are there already. A new zone holds for files
-- loaded from then on.
--
-- Parameters: none.
-- Reads: incoming_switch. Writes: switch.
-- Lock: that of check_switches.sql. A second run finds nothing to add or change.
-- Rows expected: one of report for each switch added (field null) and each field changed.

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT row.line, row.switch AS key, CASE WHEN switch.id IS NOT NULL THEN 'zone' END AS field,
    switch.zone AS old_value, row.zone AS new_value
FROM incoming_switch AS row
LEFT JOIN switch ON switch.id = row.switch_id
WHERE switch.id IS NULL OR row.zone <> switch.zone;

-- name: add_switches
INSERT INTO switch (entity_id, code, zone)
SELECT entity_id, switch, coalesce(zone, 'UTC')
FROM incoming_switch
WHERE switch_id IS NULL
ORDER BY line;

-- name: change_switches
UPDATE switch
SET zone = row.zone
FROM incoming_switch AS row
WHERE switch.id = row.switch_id AND switch.zone <> row.zone;

-- name: report
SELECT line, key, field, old_value, new_value
FROM catalog_change
ORDER BY line, field;

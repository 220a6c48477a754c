-- Makes a list the holidays of a card in the years that it has days in: adds, renames, and takes away what it lacks.
--
-- Parameters: card_id integer; days date[], names text[]: the list, each day once, both of the same length.
-- Reads: card_holiday. Writes: card_holiday.
-- Lock: one change of the catalog at a time. A second run finds the same list there.
-- Runs inside an act.
-- Rows expected: one of report.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: note
CREATE TEMPORARY TABLE incoming_holiday ON COMMIT DROP AS
SELECT coalesce(listed.holiday_on, known.holiday_on) AS holiday_on, listed.name, known.name AS known_name
FROM unnest(:'days'::date[], :'names'::text[]) AS listed (holiday_on, name)
FULL JOIN (
    SELECT holiday_on, name FROM card_holiday
    WHERE card_id = :'card_id'::integer
        AND extract(year FROM holiday_on) IN (SELECT extract(year FROM day) FROM unnest(:'days'::date[]) AS day)
) AS known USING (holiday_on);

-- name: remove
DELETE FROM card_holiday
WHERE card_id = :'card_id'::integer AND holiday_on IN (SELECT holiday_on FROM incoming_holiday WHERE name IS NULL);

-- name: add
INSERT INTO card_holiday (card_id, holiday_on, name)
SELECT :'card_id'::integer, holiday_on, name
FROM incoming_holiday
WHERE name IS DISTINCT FROM known_name AND name IS NOT NULL
ON CONFLICT (card_id, holiday_on) DO UPDATE SET name = EXCLUDED.name;

-- name: report
SELECT count(*) FILTER (WHERE known_name IS NULL) AS added, count(*) FILTER (WHERE name <> known_name) AS changed,
    count(*) FILTER (WHERE name IS NULL) AS removed, count(*) FILTER (WHERE name = known_name) AS unchanged
FROM incoming_holiday;

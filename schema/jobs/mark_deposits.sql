-- Raises and clears the marks of deposits that run low or are overdrawn.
--
-- Parameters: entity_id smallint, low_units bigint (of each customer's currency; 0 = none is low), cleared_percent integer: of that,
-- from which a deposit is no longer low.
-- Reads: deposit_positions. Writes: deposit_mark.
-- Lock: an advisory lock of the entity until commit, so that no mark is raised twice. A second run finds them as they should be.
-- Runs inside an act.
-- Rows expected: one per mark that was raised or cleared.

-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('didtron.mark_deposits', :'entity_id'::smallint));

-- name: due_mark
CREATE TEMPORARY TABLE due_mark ON COMMIT DROP AS
SELECT * FROM due_deposit_marks(:'entity_id'::smallint, :'low_units'::bigint * 1000000::numeric, :'cleared_percent'::integer);

-- name: clear
UPDATE deposit_mark
SET cleared_at = clock_timestamp(), cleared_micros = due_mark.available_micros
FROM due_mark
WHERE deposit_mark.id = mark_id;

-- name: raise
INSERT INTO deposit_mark (entity_id, partner_id, currency, kind, available_micros, limit_micros)
SELECT :'entity_id'::smallint, partner_id, currency, kind, available_micros, limit_micros
FROM due_mark
WHERE is_raised
ORDER BY partner_id, kind;

-- name: marked
SELECT partner.code AS partner, due_mark.kind, is_raised, due_mark.currency, minor_digits, due_mark.available_micros, due_mark.limit_micros
FROM due_mark
    JOIN partner ON partner.id = partner_id
    JOIN currency ON currency.code = due_mark.currency
ORDER BY partner.code, due_mark.kind;

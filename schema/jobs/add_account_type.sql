-- Adds an account to the chart, for journals by hand: one of the carrier's own, which belongs to no partner.
--
-- Parameters: code, name, class text; is_revalued boolean: of a foreign currency, whether it is measured anew at the end of a month.
-- Reads: ledger_account_type. Writes: ledger_account_type.
-- Lock: an advisory lock, so that places in the chart follow one another. A second run is refused, for the code is taken.
-- Runs inside an act.
-- Rows expected: one.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.ledger_account_type'));

-- name: add
INSERT INTO ledger_account_type (position, code, name, class, per_partner, is_revalued, is_own)
SELECT GREATEST(max(position) + 1, 1000), :'code'::text, :'name'::text, :'class'::text, false, :'is_revalued'::boolean, true
FROM ledger_account_type
RETURNING code, name, class, position;

-- Adds exchange rates. The same again is left out; another value for a pair and day corrects the one that is stored, where
-- a reason is stated.
--
-- Parameters: lines integer[], from_currencies text[], to_currencies text[], days date[], rates numeric[]: the list, all
--     of the same length, each pair and day once; reason text: why, or null; jump_percent integer: what differs more from
--     the rate before it is a jump.
-- Reads: current_exchange_rate. Writes: exchange_rate, exchange_rate_revision.
-- Lock: one change of the catalog at a time, and the counter of revisions. A second run finds the same rates there.
-- Runs inside an act.
-- Rows expected: one of faults for each rate that would need a reason, one of jumps for each jump (the caller rolls back,
--     unless jumps are wanted); one of report.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: note
CREATE TEMPORARY TABLE incoming_exchange_rate ON COMMIT DROP AS
SELECT listed.*, known.rate AS known_rate, known.revision AS known_revision
FROM unnest(:'lines'::integer[], :'from_currencies'::text[], :'to_currencies'::text[], :'days'::date[],
    :'rates'::numeric[]) AS listed (line, from_currency, to_currency, effective_on, rate)
LEFT JOIN current_exchange_rate AS known ON known.from_currency = listed.from_currency
    AND known.to_currency = listed.to_currency AND known.effective_on = listed.effective_on;

-- name: faults
SELECT line, trim_scale(known_rate)::text AS known_rate
FROM incoming_exchange_rate
WHERE known_rate <> rate AND :'reason'::text IS NULL
ORDER BY line;

-- name: jumps
-- Each rate is held against the one before it, in whichever direction that is stated; products instead of quotients, so
-- that nothing is rounded.
WITH held AS (
    SELECT from_currency, to_currency, effective_on, rate, line, known_rate IS DISTINCT FROM rate AS is_new
    FROM incoming_exchange_rate
    UNION ALL
    SELECT from_currency, to_currency, effective_on, rate, NULL, false
    FROM current_exchange_rate AS known
    WHERE NOT EXISTS (SELECT FROM incoming_exchange_rate AS incoming
        WHERE incoming.from_currency = known.from_currency AND incoming.to_currency = known.to_currency
            AND incoming.effective_on = known.effective_on)
), compared AS (
    SELECT held.*, lag(from_currency) OVER by_day AS last_from, lag(to_currency) OVER by_day AS last_to,
        lag(effective_on) OVER by_day AS last_on, lag(rate) OVER by_day AS last_rate
    FROM held
    WINDOW by_day AS (PARTITION BY least(from_currency, to_currency), greatest(from_currency, to_currency)
        ORDER BY effective_on, from_currency)
)
SELECT line, trim_scale(last_rate)::text AS last_rate, last_from, last_to, last_on::text AS last_on
FROM compared
WHERE is_new AND CASE WHEN last_from = from_currency
    THEN abs(rate - last_rate) * 100 > :'jump_percent'::integer * last_rate
    ELSE abs(rate * last_rate - 1) * 100 > :'jump_percent'::integer END
ORDER BY line;

-- name: count_revision
UPDATE exchange_rate_revision SET last_revision = last_revision + 1
WHERE EXISTS (SELECT FROM incoming_exchange_rate WHERE known_rate IS DISTINCT FROM rate);

-- name: add
INSERT INTO exchange_rate (from_currency, to_currency, effective_on, rate, revision, known_at, supersedes, reason)
SELECT from_currency, to_currency, effective_on, rate, (SELECT last_revision FROM exchange_rate_revision),
    statement_timestamp(), known_revision, :'reason'::text
FROM incoming_exchange_rate
WHERE known_rate IS NULL OR known_rate <> rate AND :'reason'::text IS NOT NULL
ORDER BY from_currency, to_currency, effective_on;

-- name: report
SELECT count(*) FILTER (WHERE known_rate IS NULL) AS added, count(*) FILTER (WHERE known_rate <> rate) AS changed,
    0 AS removed, count(*) FILTER (WHERE known_rate = rate) AS unchanged,
    min(effective_on) FILTER (WHERE known_rate <> rate)::text AS first_changed_on
FROM incoming_exchange_rate;

-- Adds exchange rates. One that is stored is never changed: the same again is left out, another value is a fault.
--
-- Parameters: lines integer[], from_currencies text[], to_currencies text[], days date[], rates numeric[]: the list, all
--     of the same length, each pair and day once.
-- Reads: currency, exchange_rate. Writes: exchange_rate.
-- Lock: one change of the catalog at a time. A second run finds the same rates there.
-- Rows expected: one of faults for each fault (then nothing is to be added: the caller rolls back); one of report.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: note
CREATE TEMPORARY TABLE incoming_exchange_rate ON COMMIT DROP AS
SELECT listed.*, known.rate AS known_rate
FROM unnest(:'lines'::integer[], :'from_currencies'::text[], :'to_currencies'::text[], :'days'::date[],
    :'rates'::numeric[]) AS listed (line, from_currency, to_currency, effective_on, rate)
LEFT JOIN exchange_rate AS known ON known.from_currency = listed.from_currency
    AND known.to_currency = listed.to_currency AND known.effective_on = listed.effective_on;

-- name: faults
SELECT line, trim_scale(known_rate)::text AS known_rate
FROM incoming_exchange_rate
WHERE known_rate <> rate
ORDER BY line;

-- name: add
INSERT INTO exchange_rate (from_currency, to_currency, effective_on, rate)
SELECT from_currency, to_currency, effective_on, rate
FROM incoming_exchange_rate
WHERE known_rate IS NULL
ORDER BY from_currency, to_currency, effective_on;

-- name: report
SELECT count(*) FILTER (WHERE known_rate IS NULL) AS added, 0 AS changed, 0 AS removed,
    count(*) FILTER (WHERE known_rate = rate) AS unchanged
FROM incoming_exchange_rate;

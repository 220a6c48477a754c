-- V14: no entry is effective, and no allocation begins or ends, on a day that was locked when it was recorded; locks follow each other in time.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected, found.

WITH lock_span AS (
    -- From when until when a lock holds: the latest one does.
    SELECT id, entity_id, locked_through, locked_at,
        COALESCE(lead(locked_at) OVER (PARTITION BY entity_id ORDER BY id), 'infinity') AS replaced_at
    FROM period_lock
), offence AS (
    SELECT format('entry %s of journal %s is effective on %s, which lock %s covered', entry.id, journal.id, effective_on,
        lock_span.id) AS subject, currency, amount_micros
    FROM lock_span
        JOIN journal ON journal.entity_id = lock_span.entity_id AND recorded_at >= locked_at AND recorded_at < replaced_at
        JOIN entry ON entry.journal_id = journal.id AND effective_on <= locked_through
    UNION ALL
    SELECT format('allocation %s is from %s on, which lock %s covered', allocation.id, allocated_on, lock_span.id), currency,
        amount_minor
    FROM lock_span
        JOIN allocation ON allocation.entity_id = lock_span.entity_id AND recorded_at >= locked_at
            AND recorded_at < replaced_at AND allocated_on <= locked_through
    UNION ALL
    SELECT format('lock %s of entity %s is older than the one before it', id, entity_id), NULL, 0
    FROM lock_span
    WHERE replaced_at < locked_at
)
SELECT false AS is_offence, 'locks' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM period_lock
UNION ALL
SELECT true, subject, 'micros', currency, 0, amount_micros, 2 FROM offence
ORDER BY position, subject, currency;

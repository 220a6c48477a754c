-- Seals journals with their entries, acts that have ended, and audit events: all that are committed and in no block yet become the
-- next block of the chain, which has the hash of the block before it. What is not sealed is found by its absence and never by
-- the largest id, for ids are not committed in their order.
--
-- Parameters: records_max bigint: records a block has at most; the caller goes on while blocks are full.
-- Reads: journal, entry, act, actor, audit_event. Writes: seal_block, sealed_record, sealed_sum.
-- Lock: an advisory lock until commit, so that one block follows another. A second run finds nothing and makes no block.
-- It is no act: it changes nothing of the business.
-- Rows expected: one, none where there was nothing to seal.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.seal'));

-- name: unsealed
CREATE TEMPORARY TABLE unsealed ON COMMIT DROP AS
SELECT kind, id
FROM (
    SELECT 'j'::"char" AS kind, id FROM journal
    WHERE NOT EXISTS (SELECT FROM sealed_record AS sealed WHERE sealed.kind = 'j' AND sealed.id = journal.id)
    UNION ALL
    SELECT 'a', id FROM act
    WHERE outcome <> 'begun'
        AND NOT EXISTS (SELECT FROM sealed_record AS sealed WHERE sealed.kind = 'a' AND sealed.id = act.id)
    UNION ALL
    SELECT 'e', id FROM audit_event
    WHERE NOT EXISTS (SELECT FROM sealed_record AS sealed WHERE sealed.kind = 'e' AND sealed.id = audit_event.id)) AS found
ORDER BY kind, id
LIMIT :'records_max'::bigint;

-- name: analyze_unsealed
ANALYZE unsealed;

-- name: fresh_record
CREATE TEMPORARY TABLE fresh_record ON COMMIT DROP AS
SELECT unsealed.kind, unsealed.id, sha256(convert_to(sealed_text(journal), 'UTF8')) AS hash
FROM unsealed JOIN journal ON journal.id = unsealed.id
WHERE unsealed.kind = 'j'
UNION ALL
SELECT unsealed.kind, unsealed.id, sha256(convert_to(sealed_text(act), 'UTF8'))
FROM unsealed JOIN act ON act.id = unsealed.id
WHERE unsealed.kind = 'a'
UNION ALL
SELECT unsealed.kind, unsealed.id, sha256(convert_to(sealed_text(audit_event), 'UTF8'))
FROM unsealed JOIN audit_event ON audit_event.id = unsealed.id
WHERE unsealed.kind = 'e';

-- name: fresh_block
CREATE TEMPORARY TABLE fresh_block ON COMMIT DROP AS
SELECT COALESCE(last_block.number, 0) + 1 AS number, GREATEST(clock_timestamp(), last_block.sealed_at) AS sealed_at,
    counted.journals, moved.entries, counted.acts, counted.events, moved.amount_micros, moved.functional_micros,
    COALESCE(last_block.hash, decode(repeat('00', 32), 'hex')) AS previous_hash, counted.content_hash
FROM (
    SELECT count(*) AS records, count(*) FILTER (WHERE kind = 'j') AS journals, count(*) FILTER (WHERE kind = 'a') AS acts,
        count(*) FILTER (WHERE kind = 'e') AS events,
        sha256(convert_to(COALESCE(string_agg(sealed_line(kind, id, hash), '' ORDER BY kind, id), ''), 'UTF8')) AS content_hash
    FROM fresh_record) AS counted
    CROSS JOIN (
        SELECT count(*) AS entries, COALESCE(sum(amount_micros), 0) AS amount_micros,
            COALESCE(sum(functional_micros), 0) AS functional_micros
        FROM fresh_record JOIN entry ON entry.journal_id = fresh_record.id
        WHERE kind = 'j') AS moved
    LEFT JOIN (SELECT * FROM seal_block ORDER BY number DESC LIMIT 1) AS last_block ON true
WHERE records > 0;

-- name: add_block
INSERT INTO seal_block (number, sealed_at, journals, entries, acts, events, amount_micros, functional_micros, previous_hash,
    content_hash, hash)
SELECT fresh_block.*, seal_block_hash(ROW(fresh_block.*, NULL)::seal_block) FROM fresh_block;

-- name: add_records
INSERT INTO sealed_record (kind, id, block, hash)
SELECT kind, id, number, hash FROM fresh_record CROSS JOIN fresh_block ORDER BY kind, id;

-- name: add_sums
-- What the journals of the block come to, added to what is sealed of their accounts.
WITH sealed_entry AS (
    SELECT entry.*
    FROM fresh_record JOIN entry ON entry.journal_id = fresh_record.id
    WHERE fresh_record.kind = 'j'
), summed AS (
    SELECT account_id, service_period, entity_id, sum(debit) AS debit, sum(credit) AS credit,
        COALESCE(sum(functional) FILTER (WHERE is_debit), 0) AS functional_debit,
        COALESCE(sum(functional) FILTER (WHERE NOT is_debit), 0) AS functional_credit,
        count(*) AS entries, count(*) - count(functional) AS unconverted
    FROM (
        SELECT debit_account_id AS account_id, service_period, amount_micros AS debit, 0 AS credit, functional_micros AS functional,
            true AS is_debit
        FROM sealed_entry
        UNION ALL
        SELECT credit_account_id, service_period, 0, amount_micros, functional_micros, false FROM sealed_entry) AS leg
        JOIN ledger_account AS account ON account.id = account_id
    GROUP BY account_id, service_period, entity_id
)
INSERT INTO sealed_sum AS sealed (account_id, service_period, entity_id, debit_micros, credit_micros, functional_debit_micros,
    functional_credit_micros, entries, unconverted)
SELECT account_id, service_period, entity_id, debit, credit, functional_debit, functional_credit, entries, unconverted
FROM summed
ORDER BY account_id, service_period
ON CONFLICT ON CONSTRAINT sealed_sum_is_one_per_account_and_period DO UPDATE
SET debit_micros = sealed.debit_micros + excluded.debit_micros, credit_micros = sealed.credit_micros + excluded.credit_micros,
    functional_debit_micros = sealed.functional_debit_micros + excluded.functional_debit_micros,
    functional_credit_micros = sealed.functional_credit_micros + excluded.functional_credit_micros,
    entries = sealed.entries + excluded.entries, unconverted = sealed.unconverted + excluded.unconverted;

-- name: sealed
SELECT number, to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS sealed_at, journals, entries, acts, events,
    encode(hash, 'hex') AS hash
FROM seal_block
WHERE number = (SELECT number FROM fresh_block);

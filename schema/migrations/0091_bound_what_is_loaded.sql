-- No input may stop what others do: what a record can say is bounded, sums that can pass 2^63 are numeric, and a file that
-- is mostly rejects stops.
--
-- Proof that the sums which stay bigint fit: a side is at most 10^12 micros and billed for at most 2^31 seconds, so that a
-- chunk (at most 2^26 bytes, 15 of them a record: below 2^23 calls) sums to less than 2^63 micros, and seconds and counts
-- pass 2^63 with 2^32 calls in one sum at the earliest. Amounts pass it with ten million calls at the bound: their sums
-- over a file, an account or a period are numeric.

-- Sums

ALTER TABLE usage ALTER COLUMN micros TYPE numeric;
ALTER TABLE service_usage ALTER COLUMN micros TYPE numeric;
ALTER TABLE usage_adjustment
    ALTER COLUMN old_micros TYPE numeric,
    ALTER COLUMN new_micros TYPE numeric;
ALTER TABLE entry
    ALTER COLUMN amount_micros TYPE numeric,
    ALTER COLUMN functional_micros TYPE numeric;
ALTER TABLE account_balance ALTER COLUMN balance_micros TYPE numeric;

-- numeric knows numbers that are none, and they pass for larger than any other.
ALTER TABLE entry
    DROP CONSTRAINT entry_amount_is_positive,
    ADD CONSTRAINT entry_amount_is_positive CHECK (amount_micros > 0 AND amount_micros < 'Infinity'
        AND functional_micros >= 0 AND functional_micros < 'Infinity');

CREATE OR REPLACE FUNCTION add_to_account_balance(journals bigint[]) RETURNS bigint LANGUAGE sql AS $$
    WITH leg AS (
        SELECT debit_account_id AS account_id, amount_micros AS micros FROM entry WHERE journal_id = ANY (journals)
        UNION ALL
        SELECT credit_account_id, -amount_micros FROM entry WHERE journal_id = ANY (journals)
    ), movement AS (
        SELECT account_id, entity_id, sum(micros) AS micros, count(*) AS entries
        FROM leg JOIN ledger_account ON ledger_account.id = account_id
        WHERE partner_id IS NOT NULL
        GROUP BY account_id, entity_id
    ), added AS (
        INSERT INTO account_balance AS balance (account_id, entity_id, balance_micros, entries)
        SELECT account_id, entity_id, micros, entries FROM movement ORDER BY account_id
        ON CONFLICT (account_id) DO UPDATE
        SET balance_micros = balance.balance_micros + excluded.balance_micros,
            entries = balance.entries + excluded.entries
        RETURNING 1
    )
    SELECT count(*) FROM added
$$;

CREATE FUNCTION rounded_half_up(micros numeric, unit_micros bigint) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sign(micros) * div(abs(micros) + unit_micros / 2, unit_micros)
$$;
COMMENT ON FUNCTION rounded_half_up(numeric, bigint) IS
    'Minor units nearest to a sum in micros; a half goes away from zero.';

-- Calls

-- Not validated: what was stored before may be larger, and is taken back by rating it again. A reversal is below zero.
ALTER TABLE call
    ADD CONSTRAINT call_side_is_not_too_large CHECK (sell_micros <= 1000000000000 AND buy_micros <= 1000000000000)
        NOT VALID,
    ADD CONSTRAINT call_called_number_is_digits CHECK (called >= 0 AND called_text ~ '^[0-9]+$') NOT VALID;

CREATE OR REPLACE FUNCTION add_call_partition(day date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    partition_name text := 'call_' || to_char(day, 'YYYYMMDD');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('didtron.call_partition', 0));
    IF to_regclass(quote_ident(partition_name)) IS NOT NULL THEN
        RETURN false;
    END IF;
    -- Made aside and attached: that waits for nobody who writes to other days, as CREATE TABLE ... PARTITION OF would.
    EXECUTE format('CREATE TABLE %I (LIKE call INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS)',
        partition_name);
    EXECUTE format('ALTER TABLE call ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition_name,
        day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
    RETURN true;
END
$$;

ALTER TABLE suspense
    DROP CONSTRAINT suspense_reason_is_known,
    ADD CONSTRAINT suspense_reason_is_known CHECK (reason IN ('unknown_account', 'no_card', 'no_prefix', 'blocked',
        'too_large', 'ambiguous_leg', 'no_variant', 'no_exchange_rate', 'too_long'));

-- Files

ALTER TABLE cdr_file
    ADD COLUMN starts_from timestamptz,
    ADD COLUMN starts_until timestamptz,
    ADD COLUMN longest_call_s integer,
    ADD COLUMN rejected_percent_max smallint,
    ADD COLUMN rejected_least integer NOT NULL DEFAULT 0,
    DROP CONSTRAINT cdr_file_state_is_known,
    ADD CONSTRAINT cdr_file_state_is_known CHECK (state IN ('loading', 'stopped', 'closed')),
    DROP CONSTRAINT cdr_file_closes_once,
    ADD CONSTRAINT cdr_file_closes_once CHECK ((state = 'closed') = (close_number IS NOT NULL)
        AND (state = 'closed') = (closed_at IS NOT NULL) AND (state <> 'closed' OR chunks IS NOT NULL)),
    ADD CONSTRAINT cdr_file_stops_before_its_end CHECK (state <> 'stopped' OR chunks IS NULL),
    ADD CONSTRAINT cdr_file_limits_are_sound CHECK (starts_from < starts_until AND longest_call_s > 0
        AND rejected_percent_max BETWEEN 0 AND 100 AND rejected_least >= 0);
COMMENT ON COLUMN cdr_file.state IS
    'loading = its chunks are on their way, or were interrupted; stopped = too many of its records are rejects, and somebody has to say how to go on; closed = all are in, and its usage is final.';
COMMENT ON COLUMN cdr_file.starts_from IS
    'Records whose calls start before are rejected; null = none are. Frozen with the first chunk, as all limits are.';
COMMENT ON COLUMN cdr_file.starts_until IS 'Records whose calls start then or later are rejected; null = none are.';
COMMENT ON COLUMN cdr_file.longest_call_s IS 'Seconds above which a call waits in suspense; null = any.';
COMMENT ON COLUMN cdr_file.rejected_least IS 'Rejects below which their share does not matter, unless there is nothing else.';
COMMENT ON COLUMN cdr_file.rejected_percent_max IS
    'Share of rejects above which the file is refused or stops; null = any, also because somebody accepted it.';

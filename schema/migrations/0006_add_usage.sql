-- Usage: calls aggregated, from the deltas of a chunk to what invoices read; closing makes it final.

-- Months: usage and the ledger are kept by the month of their day, so that what is old is neither read nor vacuumed with what
-- comes.
CREATE FUNCTION missing_months(parent text, days date[]) RETURNS date[] LANGUAGE sql STABLE AS $$
    SELECT COALESCE(array_agg(month ORDER BY month), '{}')
    FROM (SELECT DISTINCT date_trunc('month', day::timestamp)::date AS month FROM unnest(days) AS day) AS wanted
    WHERE month IS NOT NULL AND to_regclass(quote_ident(parent || '_' || to_char(month, 'YYYYMM'))) IS NULL
$$;
COMMENT ON FUNCTION missing_months IS 'Months of some days of which a table has no partition, by their first days, ascending.';

CREATE FUNCTION make_month_partitions(parent text, days date[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    month date;
    partition_name text;
    missing date[] := missing_months(parent, days);
BEGIN
    IF cardinality(missing) = 0 THEN
        RETURN 0;
    END IF;
    -- Whoever makes one has it alone, until commit.
    PERFORM pg_advisory_xact_lock(hashtextextended('didtron.month_partition ' || parent, 0));
    missing := missing_months(parent, missing);
    FOREACH month IN ARRAY missing LOOP
        partition_name := parent || '_' || to_char(month, 'YYYYMM');
        -- Made aside and attached: that waits for nobody who writes to other months, as CREATE TABLE ... PARTITION OF would.
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS)',
            partition_name, parent);
        -- The trigger of the table above is of statements that name it.
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
            parent || '_is_immutable', partition_name);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, partition_name, month,
            (month + interval '1 month')::date);
    END LOOP;
    RETURN cardinality(missing);
END
$$;
COMMENT ON FUNCTION make_month_partitions IS
    'Makes the partitions of a table for the months of some days, unless they are there; says how many. Run by the functions of the tables'' owners.';

CREATE FUNCTION summarize_usage_days(days date[]) RETURNS integer LANGUAGE sql AS $$
    SELECT COALESCE(sum(brin_summarize_new_values(pg_index.indexrelid)), 0)::integer
    FROM (SELECT DISTINCT to_regclass('public.usage_' || to_char(day, 'YYYYMM')) AS relid FROM unnest(days) AS day) AS month
        JOIN pg_index ON pg_index.indrelid = month.relid
        JOIN pg_class AS index_class ON index_class.oid = pg_index.indexrelid
        JOIN pg_am ON pg_am.oid = index_class.relam AND pg_am.amname = 'brin'
$$;
COMMENT ON FUNCTION summarize_usage_days IS
    'Brings the summaries of the pages (BRIN) of the months of days up to date, without which a partner''s usage is looked for in all new pages; says how many ranges were summarised.';

CREATE FUNCTION analyze_grown_tables(VARIADIC names text[]) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    grown regclass;
    analyzed integer := 0;
BEGIN
    FOR grown IN
        SELECT tree.relid
        FROM unnest(names) AS name
            CROSS JOIN LATERAL pg_partition_tree(name::regclass) AS tree
            JOIN pg_class ON pg_class.oid = tree.relid
            CROSS JOIN LATERAL (
                SELECT pg_relation_size(tree.relid) / current_setting('block_size')::integer AS pages) AS now
        WHERE isleaf AND (pages > relpages * 2 + 4 OR pages > 0 AND reltuples < 0)
    LOOP
        -- Whoever has it analyses it, or is about to.
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', grown);
        analyzed := analyzed + 1;
    END LOOP;
    RETURN analyzed;
END
$$;
COMMENT ON FUNCTION analyze_grown_tables IS
    'Analyses those of some tables, or their partitions, that have more than doubled since they were last: after much was written at once the server does so itself about a minute later, and until then plans statements for what was there before. Says how many.';

CREATE FUNCTION add_usage_partitions(days date[]) RETURNS integer LANGUAGE sql AS $$
    SELECT make_month_partitions('usage', days) + make_month_partitions('service_usage', days)
$$;
COMMENT ON FUNCTION add_usage_partitions IS
    'Makes the partitions of usage and service_usage for the months of some days, unless they are there; says how many.';

CREATE FUNCTION demand_months(parents text[], days date[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    missing date[] := ARRAY(
        SELECT DISTINCT month
        FROM unnest(parents) AS parent CROSS JOIN LATERAL unnest(missing_months(parent, days)) AS month
        ORDER BY 1);
BEGIN
    IF cardinality(missing) = 0 THEN
        RETURN;
    END IF;
    IF current_setting('didtron.months_apart', true) = 'on' THEN
        PERFORM refuse('busy', 'ledger.month_missing', format('%s has no partition of %s yet', array_to_string(parents, ', '),
                (SELECT string_agg(to_char(month, 'YYYY-MM'), ', ' ORDER BY month) FROM unnest(missing) AS month)),
            jsonb_build_object('tables', array_to_string(parents, ','), 'months', array_to_string(missing, ',')));
    END IF;
    IF 'entry' = ANY (parents) THEN
        PERFORM add_entry_partitions(missing);
    ELSE
        PERFORM add_usage_partitions(missing);
    END IF;
END
$$;
COMMENT ON FUNCTION demand_months IS
    'Demands partitions for the months of some days. Where one is missing, a transaction that set didtron.months_apart gives up, so that the program makes it in one of its own and begins again: making it locks out all who post, until commit. Others, which are short, make it here.';

CREATE TABLE usage_delta_block (
    chunk_id    integer NOT NULL,
    file_id     integer NOT NULL,
    partner_id  integer NOT NULL,
    claim_from  integer,
    entity_id   smallint NOT NULL,
    product_id  smallint NOT NULL,
    side        "char" NOT NULL,
    currency    text NOT NULL,
    items       bigint[] NOT NULL,
    CONSTRAINT usage_delta_block_has_whole_items CHECK (cardinality(items) > 0 AND cardinality(items) % 6 = 0)
) WITH (toast_tuple_target = 8160);
ALTER TABLE usage_delta_block ALTER COLUMN items SET STORAGE EXTERNAL;
COMMENT ON TABLE usage_delta_block IS
    'Priced sides of the rows of a chunk, aggregated by the loader in the chunk''s transaction, one row a party. Merged into usage when its file is closed, then deleted; read by the view usage_delta.';
COMMENT ON COLUMN usage_delta_block.side IS 's = sell, b = buy.';
COMMENT ON COLUMN usage_delta_block.claim_from IS
    'Where it corrects calls that an invoice has: first close number of the claim by which the invoice took them; else null.';
COMMENT ON COLUMN usage_delta_block.items IS
    'Six numbers an item, as usage_item packs them and usage_items reads them; a file of few calls has few items a party, and an array for each measure would be larger than what is in it.';

CREATE FUNCTION usage_item(billing_on date, destination_id integer, rate_id integer, attempts integer, answered integer,
    duration_s bigint, duration_rest_ns integer, billed_s bigint, micros bigint) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ARRAY[(billing_on - DATE '2000-01-01')::bigint << 32 | duration_rest_ns,
        COALESCE(destination_id, -1)::bigint << 32 | (COALESCE(rate_id, -1)::bigint & 4294967295),
        attempts::bigint << 32 | (answered::bigint & 4294967295), duration_s, billed_s, micros]
$$;
COMMENT ON FUNCTION usage_item IS
    'An item of usage_delta_block: two numbers of 32 bits each in the first three (days since 2000-01-01 and nanoseconds above whole seconds; destination and rate, -1 = none; attempts and answered calls, a reversal counts -1), then seconds, billed seconds and micros.';

CREATE FUNCTION usage_items(items bigint[]) RETURNS TABLE (billing_on date, destination_id integer, rate_id integer,
    attempts integer, answered integer, duration_s bigint, duration_rest_ns integer, billed_s bigint, micros bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT DATE '2000-01-01' + (items[i] >> 32)::integer, NULLIF((items[i + 1] >> 32)::integer, -1),
        NULLIF((items[i + 1] << 32 >> 32)::integer, -1), (items[i + 2] >> 32)::integer,
        (items[i + 2] << 32 >> 32)::integer, items[i + 3], (items[i] & 4294967295)::integer, items[i + 4], items[i + 5]
    FROM generate_series(1, cardinality(items), 6) AS i
    -- True of each: the planner, which takes a thousand of them for granted, then expects five.
    WHERE i BETWEEN 1 AND 2147483647
$$;
COMMENT ON FUNCTION usage_items IS 'The items of usage_delta_block as rows.';

CREATE VIEW usage_delta WITH (security_invoker = true) AS
SELECT duration_s * 1000000000::numeric + duration_rest_ns AS duration_ns, billed_s, micros, chunk_id, file_id, partner_id,
    billing_on, destination_id, rate_id, attempts, answered, entity_id, product_id, side, currency, claim_from, duration_s,
    duration_rest_ns
FROM usage_delta_block CROSS JOIN LATERAL usage_items(items);
COMMENT ON VIEW usage_delta IS 'The items of usage_delta_block as rows.';
COMMENT ON COLUMN usage_delta.attempts IS 'Rows of call; a reversal counts -1.';
COMMENT ON COLUMN usage_delta.answered IS 'Rows of call of a duration other than zero; a reversal counts -1.';
COMMENT ON COLUMN usage_delta.duration_ns IS 'Nanoseconds, raw.';
COMMENT ON COLUMN usage_delta.duration_s IS 'Seconds, raw, rounded down.';
COMMENT ON COLUMN usage_delta.duration_rest_ns IS 'Nanoseconds above duration_s: 0 to 999,999,999.';
COMMENT ON COLUMN usage_delta.billed_s IS 'Seconds.';
COMMENT ON COLUMN usage_delta.micros IS 'Micros (10^-6) of currency.';

CREATE FUNCTION usage_deltas() RETURNS SETOF usage_delta
LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 1000
AS $$
BEGIN
    RETURN QUERY SELECT * FROM usage_delta;
END
$$;
COMMENT ON FUNCTION usage_deltas() IS 'The rows of usage_delta, of which the planner expects few.';

CREATE TABLE usage (
    partner_id      integer NOT NULL,
    billing_on      date NOT NULL,
    side            "char" NOT NULL,
    product_id      smallint NOT NULL,
    destination_id  integer,
    currency        text NOT NULL,
    rate_id         integer,
    close_number    integer NOT NULL,
    entity_id       smallint NOT NULL,
    service_period  date NOT NULL,
    prepaid         boolean NOT NULL,
    attempts        bigint NOT NULL,
    answered        bigint NOT NULL,
    duration_ns     numeric NOT NULL,
    billed_s        bigint NOT NULL,
    micros          numeric NOT NULL
) PARTITION BY RANGE (billing_on);
CREATE TRIGGER usage_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON usage
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE INDEX usage_by_closing ON usage (entity_id, close_number);
CREATE INDEX usage_by_day_and_partner ON usage
    USING brin (billing_on, partner_id) WITH (pages_per_range = 16);
COMMENT ON TABLE usage IS 'Final usage of the files of a closing; immutable. Partitioned by the month of the billing day.';
COMMENT ON COLUMN usage.service_period IS
    'First day of the billing period of billing_on by the agreement''s cycle, frozen by the closing.';
COMMENT ON COLUMN usage.prepaid IS
    'A sell side paid from a deposit, by the frozen mode of its billing day: never on an invoice of usage.';
COMMENT ON COLUMN usage.duration_ns IS 'Nanoseconds, raw.';
COMMENT ON COLUMN usage.billed_s IS 'Seconds.';
COMMENT ON COLUMN usage.micros IS 'Micros (10^-6) of currency.';

CREATE TABLE service_usage (
    partner_id      integer NOT NULL,
    service_period  date NOT NULL,
    side            "char" NOT NULL,
    product_id      smallint NOT NULL,
    destination_id  integer,
    currency        text NOT NULL,
    rate_id         integer,
    close_number    integer NOT NULL,
    entity_id       smallint NOT NULL,
    prepaid         boolean NOT NULL,
    attempts        bigint NOT NULL,
    answered        bigint NOT NULL,
    duration_ns     numeric NOT NULL,
    billed_s        bigint NOT NULL,
    micros          numeric NOT NULL
) PARTITION BY RANGE (service_period);
CREATE INDEX service_usage_by_closing_and_partner ON service_usage (entity_id, close_number, partner_id);
CREATE TRIGGER service_usage_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON service_usage
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE service_usage IS
    'Usage of a closing per service period: what invoices read; immutable. Partitioned by the month in which the period begins.';
COMMENT ON COLUMN service_usage.service_period IS 'Its first day.';
COMMENT ON COLUMN service_usage.prepaid IS 'As in usage.';
COMMENT ON COLUMN service_usage.duration_ns IS 'Nanoseconds, raw.';
COMMENT ON COLUMN service_usage.billed_s IS 'Seconds.';
COMMENT ON COLUMN service_usage.micros IS 'Micros (10^-6) of currency.';

-- A file adds to rows that others made: without room on their page each would also be written to the index.
CREATE TABLE daily_volume (
    duration_ns     numeric NOT NULL,
    billing_on      date NOT NULL,
    destination_id  integer NOT NULL,
    entity_id       smallint NOT NULL,
    CONSTRAINT daily_volume_is_one_per_day_and_destination PRIMARY KEY (entity_id, billing_on, destination_id)
-- A file adds to rows that others made: without room on their page each would also be written to the index.
) WITH (fillfactor = 50);
COMMENT ON TABLE daily_volume IS
    'Usage of the sell side by billing day and destination, over all closings: what usage adds up to. State, added to by each closing.';
COMMENT ON COLUMN daily_volume.duration_ns IS 'Nanoseconds, raw.';
COMMENT ON COLUMN daily_volume.destination_id IS 'Of the master list; 0 = none.';

CREATE TABLE daily_total (
    duration_ns     numeric NOT NULL,
    billed_s        numeric NOT NULL,
    micros          numeric NOT NULL,
    attempts        bigint NOT NULL,
    answered        bigint NOT NULL,
    billing_on      date NOT NULL,
    entity_id       smallint NOT NULL,
    side            "char" NOT NULL,
    currency        text NOT NULL,
    CONSTRAINT daily_total_is_one_per_day_side_and_currency PRIMARY KEY (entity_id, billing_on, side, currency)
) WITH (fillfactor = 50);
COMMENT ON TABLE daily_total IS
    'Usage by billing day, side and currency, over all closings: what usage adds up to, so that a month is read in some dozen rows. State, added to by each closing.';
COMMENT ON COLUMN daily_total.duration_ns IS 'Nanoseconds, raw.';
COMMENT ON COLUMN daily_total.billed_s IS 'Seconds.';
COMMENT ON COLUMN daily_total.micros IS 'Micros (10^-6) of currency.';
COMMENT ON COLUMN daily_total.side IS 's = sell, b = buy.';

-- Sums by key, compared without grouping (check V8)
CREATE FUNCTION usage_key_hash(entity_id smallint, side "char", partner_id integer, product_id smallint, on_day date,
    destination_id integer, rate_id integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT hashint8extended(COALESCE(partner_id, 0)::bigint << 32 | COALESCE(rate_id, 0),
        hashint8extended(COALESCE(destination_id, 0)::bigint << 32 | (on_day - DATE '2000-01-01' & 4294967295),
            COALESCE(product_id, 0)::bigint << 32 | entity_id::bigint << 8 | side::integer)) & 1073741823
$$;
COMMENT ON FUNCTION usage_key_hash(smallint, "char", integer, smallint, date, integer, integer) IS
    'Thirty bits of a hash of a key of usage.';

CREATE FUNCTION usage_key_hash(entity_id smallint, side "char", partner_id integer, product_id smallint, on_day date,
    destination_id integer, rate_id integer, prepaid boolean, currency text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT hashint8extended(COALESCE(partner_id, 0)::bigint << 32 | COALESCE(rate_id, 0),
        hashint8extended(COALESCE(destination_id, 0)::bigint << 32 | (on_day - DATE '2000-01-01' & 4294967295),
            hashtextextended(currency, COALESCE(product_id, 0)::bigint << 32 | entity_id::bigint << 8 | side::integer)
                # prepaid::integer::bigint)) & 1073741823
$$;
COMMENT ON FUNCTION usage_key_hash(smallint, "char", integer, smallint, date, integer, integer, boolean, text) IS
    'Thirty bits of a hash of a key of service usage.';

CREATE FUNCTION prime_rest(number numeric) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- Nearly all fit a bigint, whose remainder costs half as much.
    SELECT CASE WHEN number BETWEEN -9000000000000000000 AND 9000000000000000000 THEN number::bigint % 2147483647
        ELSE mod(number, 2147483647)::bigint END
$$;
COMMENT ON FUNCTION prime_rest IS 'A whole number modulo the prime 2^31 - 1.';

CREATE FUNCTION usage_measure(attempts bigint, answered bigint, duration_rest bigint, billed_s bigint, micros_rest bigint)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (attempts % 2147483647 * 500009 + answered % 2147483647 * 700001 + duration_rest
        + billed_s % 2147483647 * 10007 + micros_rest * 1000003) % 2147483647
$$;
COMMENT ON FUNCTION usage_measure IS
    'What a row of usage, or a side of a call, counts as one number modulo the prime 2^31 - 1, so that it adds up as its parts do: attempts, answered calls, nanoseconds modulo the prime, billed seconds, and micros modulo the prime.';

-- Closing
CREATE TABLE closing (
    entity_id   smallint NOT NULL REFERENCES entity,
    number      integer NOT NULL,
    files       integer NOT NULL,
    closed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT closing_number_is_unique PRIMARY KEY (entity_id, number),
    CONSTRAINT closing_has_files CHECK (number > 0 AND files > 0)
);
CREATE TRIGGER closing_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON closing
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE closing IS
    'Files of an entity whose usage became final together: a switch that is polled every few minutes brings many small files, and usage is kept by closing. INSERT-only.';
COMMENT ON COLUMN closing.number IS 'Of its entity: 1, 2, 3 … without gaps, in the order of closing; claims end at one.';
COMMENT ON COLUMN closing.files IS 'How many files it closed.';
ALTER TABLE cdr_file ADD CONSTRAINT cdr_file_is_in_a_closing_of_its_entity
    FOREIGN KEY (entity_id, close_number) REFERENCES closing (entity_id, number);
CREATE INDEX cdr_file_by_closing ON cdr_file (entity_id, close_number);
CREATE INDEX cdr_file_not_closed ON cdr_file (entity_id, id) WHERE state <> 'closed';

CREATE TABLE unclaimed_period (
    entity_id       smallint NOT NULL,
    partner_id      integer NOT NULL,
    currency        text NOT NULL,
    service_period  date NOT NULL,
    close_number    integer NOT NULL,
    CONSTRAINT unclaimed_period_is_entered_once PRIMARY KEY
        (entity_id, partner_id, currency, service_period, close_number),
    CONSTRAINT unclaimed_period_is_of_a_closing_of_its_entity FOREIGN KEY (entity_id, close_number)
        REFERENCES closing (entity_id, number)
);
COMMENT ON TABLE unclaimed_period IS
    'Where there is usage sold that no invoice has claimed, so that a run reads nothing else: entered by closing, removed by the claim. What a deposit pays for, and what comes to nothing, is not here. State.';
COMMENT ON COLUMN unclaimed_period.service_period IS 'Its first day.';

CREATE TABLE closing_total (
    entity_id       smallint NOT NULL,
    close_number    integer NOT NULL,
    side            "char" NOT NULL,
    currency        text NOT NULL,
    usage_rows      bigint NOT NULL,
    attempts        bigint NOT NULL,
    answered        bigint NOT NULL,
    billed_s        numeric NOT NULL,
    micros          numeric NOT NULL,
    CONSTRAINT closing_total_is_one_per_side_and_currency PRIMARY KEY (entity_id, close_number, side, currency),
    CONSTRAINT closing_total_is_of_a_closing_of_its_entity FOREIGN KEY (entity_id, close_number)
        REFERENCES closing (entity_id, number)
);
CREATE TRIGGER closing_total_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON closing_total
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE closing_total IS
    'What the usage of a closing came to when it was written: what is stored can be compared with it without reading calls. INSERT-only.';
COMMENT ON COLUMN closing_total.usage_rows IS 'Rows of usage.';
COMMENT ON COLUMN closing_total.billed_s IS 'Seconds.';
COMMENT ON COLUMN closing_total.micros IS 'Micros (10^-6) of currency.';

CREATE TABLE close_counter (
    entity_id   smallint PRIMARY KEY REFERENCES entity,
    last_number integer NOT NULL
);
COMMENT ON TABLE close_counter IS
    'A row an entity, locked while files of it close: its close numbers have no gap and become visible in their order.';

-- The payment mode of a billing day
CREATE TABLE billing_day_mode (
    entity_id   smallint NOT NULL,
    partner_id  integer NOT NULL,
    billing_on  date NOT NULL,
    prepaid     boolean NOT NULL,
    CONSTRAINT billing_day_has_one_mode PRIMARY KEY (entity_id, partner_id, billing_on),
    CONSTRAINT billing_day_is_of_an_agreement FOREIGN KEY (entity_id, partner_id)
        REFERENCES agreement (entity_id, partner_id)
);
CREATE TRIGGER billing_day_mode_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON billing_day_mode
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE billing_day_mode IS
    'How a customer pays for the calls of a billing day, frozen by the first closing with usage of that day: corrections and late calls follow it, whatever the agreement says by then. Immutable.';
COMMENT ON COLUMN billing_day_mode.billing_on IS 'Day in the billing zone of the customer.';
COMMENT ON COLUMN billing_day_mode.prepaid IS 'Taken from the deposit, and on no invoice.';

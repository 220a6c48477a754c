-- The schema that the migrations add up to. For reading only: the migrations make it, and a test rewrites and
-- compares it (see README.md). The owner is didtron_owner where none is stated.

CREATE SCHEMA secret;

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE TYPE public.allocation_wish AS (
	credit_id bigint,
	debit_id bigint,
	amount_minor bigint,
	allocated_on date
);

COMMENT ON TYPE public.allocation_wish IS 'That so much (minor units) of a credit settles a debit, from a day on, or the first possible one behind it.';

CREATE TYPE public.movement AS (
	document_id bigint,
	partner_id integer,
	debit_type text,
	credit_type text,
	currency text,
	micros numeric,
	effective_on date,
	service_period date,
	functional_micros numeric
);

COMMENT ON TYPE public.movement IS 'An amount from one account to another: of which document (null = none), whose, by types of account; micros (10^-6) of currency, below zero the other way; micros of the functional currency, below zero as well, where they are not what the exchange rate of the day says (null = they are).';

CREATE FUNCTION public.account_sums(is_full boolean) RETURNS TABLE(account_id integer, service_period date, debit_micros numeric, credit_micros numeric, functional_micros numeric, entries bigint, unconverted bigint)
    LANGUAGE sql STABLE
    AS $$
    WITH unsealed AS MATERIALIZED (
        SELECT id
        FROM journal
        WHERE NOT EXISTS (SELECT FROM sealed_record AS sealed WHERE sealed.kind = 'j' AND sealed.id = journal.id)
    ), chosen AS (
        SELECT debit_account_id, credit_account_id, service_period, amount_micros, functional_micros FROM entry WHERE is_full
        UNION ALL
        SELECT fresh.*
        FROM unsealed
            -- Journal by journal, each by the index.
            CROSS JOIN LATERAL (
                SELECT debit_account_id, credit_account_id, service_period, amount_micros, functional_micros
                FROM entry
                WHERE journal_id = unsealed.id
                OFFSET 0) AS fresh
        WHERE NOT is_full
    )
    SELECT account_id, service_period, sum(debit), sum(credit), sum(functional), sum(entries)::bigint, sum(unconverted)::bigint
    FROM (
        SELECT debit_account_id AS account_id, service_period, amount_micros AS debit, 0 AS credit,
            COALESCE(functional_micros, 0) AS functional, 1::bigint AS entries, (functional_micros IS NULL)::integer::bigint AS unconverted
        FROM chosen
        UNION ALL
        SELECT credit_account_id, service_period, 0, amount_micros, COALESCE(-functional_micros, 0), 1, (functional_micros IS NULL)::integer
        FROM chosen
        UNION ALL
        SELECT account_id, service_period, debit_micros, credit_micros, functional_debit_micros - functional_credit_micros, entries,
            unconverted
        FROM sealed_sum
        WHERE NOT is_full) AS leg
    GROUP BY account_id, service_period
$$;

COMMENT ON FUNCTION public.account_sums(is_full boolean) IS 'What each account comes to by service period: from all entries where is_full, else from the sums of what is sealed and the entries that are not. In micros (10^-6) of its currency and, debits less credits, of the functional one.';

CREATE FUNCTION public.add_allocations(of_entity_id smallint, wishes public.allocation_wish[]) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    settlement bigint;
    added bigint;
BEGIN
    CREATE TEMPORARY TABLE IF NOT EXISTS wished_allocation (
        place bigint, credit_id bigint, debit_id bigint, amount_minor bigint, partner_id integer, currency text,
        credit_kind text, debit_kind text, allocated_on date, credit_functional_micros numeric,
        debit_functional_micros numeric) ON COMMIT DROP;
    DELETE FROM wished_allocation;
    WITH wish AS (
        SELECT place, wish.credit_id, wish.debit_id, wish.amount_minor, wish.allocated_on, credit.partner_id,
            credit.currency, credit.kind AS credit_kind, debit.kind AS debit_kind
        FROM unnest(wishes) WITH ORDINALITY AS wish (credit_id, debit_id, amount_minor, allocated_on, place)
            JOIN document AS credit ON credit.id = wish.credit_id
            JOIN document AS debit ON debit.id = wish.debit_id
    ), settled AS (
        -- What earlier allocations have of each document.
        SELECT document_id, COALESCE(minor, 0) AS minor, COALESCE(functional_micros, 0) AS functional_micros
        FROM (SELECT credit_id AS document_id FROM wish UNION SELECT debit_id FROM wish) AS concerned
            CROSS JOIN LATERAL (
                SELECT sum(amount_minor) AS minor, sum(functional_micros) AS functional_micros
                FROM (
                    SELECT amount_minor, credit_functional_micros AS functional_micros
                    FROM allocation WHERE credit_id = document_id
                    UNION ALL
                    SELECT amount_minor, debit_functional_micros FROM allocation WHERE debit_id = document_id) AS leg
            ) AS earlier
    ), open_document AS (
        SELECT document_id, booked_on(document_id) AS booked_on, (total_minor - minor)::bigint AS open_minor,
            receivable_functional(document_id) - functional_micros AS open_functional
        FROM settled
            -- Its number may still be to come.
            CROSS JOIN LATERAL (
                SELECT total_minor FROM invoice WHERE id = document_id
                UNION ALL
                SELECT total_minor FROM payment WHERE id = document_id) AS document
    ), part AS (
        -- A document ends with all that it is in the books at, however many parts it is settled in.
        SELECT wish.*, GREATEST(wish.allocated_on, credit.booked_on, debit.booked_on, first_open_day(of_entity_id)) AS from_on,
            credit.open_minor AS credit_open, credit.open_functional AS credit_functional,
            debit.open_minor AS debit_open, debit.open_functional AS debit_functional,
            sum(amount_minor) OVER (PARTITION BY credit_id ORDER BY place) AS credit_until,
            sum(amount_minor) OVER (PARTITION BY debit_id ORDER BY place) AS debit_until
        FROM wish
            JOIN open_document AS credit ON credit.document_id = credit_id
            JOIN open_document AS debit ON debit.document_id = debit_id
    )
    INSERT INTO wished_allocation
    SELECT place, credit_id, debit_id, amount_minor, partner_id, currency, credit_kind, debit_kind, from_on,
        rounded_half_up(credit_functional * credit_until, credit_open)
            - rounded_half_up(credit_functional * (credit_until - amount_minor), credit_open),
        rounded_half_up(debit_functional * debit_until, debit_open)
            - rounded_half_up(debit_functional * (debit_until - amount_minor), debit_open)
    FROM part
    -- Beyond what is open nothing is worked out: the sums refuse it.
    WHERE credit_open > 0 AND debit_open > 0;
    SELECT count(*) INTO added FROM wished_allocation;
    IF added <> cardinality(wishes) THEN
        PERFORM refuse('conflict', 'allocation.nothing_open', 'a document that is to be settled, or to settle another, is not open');
    END IF;
    settlement := post_settlement(of_entity_id, ARRAY(
        SELECT ROW(NULL, partner_id, 'fx_gain_loss', 'receivable', currency, 0, allocated_on,
            date_trunc('month', allocated_on::timestamp)::date, debit_functional_micros - credit_functional_micros)::movement
        FROM wished_allocation WHERE debit_functional_micros <> credit_functional_micros ORDER BY place));
    INSERT INTO allocation (entity_id, partner_id, currency, credit_id, credit_kind, debit_id, debit_kind, amount_minor,
        allocated_on, credit_functional_micros, debit_functional_micros, journal_id)
    SELECT of_entity_id, partner_id, currency, credit_id, credit_kind, debit_id, debit_kind, amount_minor, allocated_on,
        credit_functional_micros, debit_functional_micros,
        CASE WHEN debit_functional_micros <> credit_functional_micros THEN settlement END
    FROM wished_allocation
    ORDER BY place;
    RETURN added;
END
$$;

COMMENT ON FUNCTION public.add_allocations(of_entity_id smallint, wishes public.allocation_wish[]) IS 'Lets credits settle debits of one entity, and posts what an exchange rate made of the amounts between the two. Returns how many.';

CREATE FUNCTION public.add_call_partitions(days date[]) RETURNS date[]
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    missing date[] := missing_call_days(days);
    made record;
    partition_name text;
BEGIN
    IF cardinality(missing) = 0 THEN
        RETURN missing;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('didtron.call_partition', 0));
    missing := missing_call_days(missing);
    FOR made IN
        WITH wanted AS (
            SELECT day, date_trunc('month', day::timestamp)::date AS month FROM unnest(missing) AS day
        ), whole AS (
            -- Where a chunk has calls of very many days it has few of each: of months that are over and have none yet, the whole
            -- month, as which they would be merged later.
            SELECT DISTINCT month, (month + interval '1 month')::date AS month_end
            FROM wanted
            WHERE cardinality(missing) > 62 AND (month + interval '1 month')::date <= (clock_timestamp() AT TIME ZONE 'UTC')::date
        ), free AS (
            SELECT month, month_end FROM whole
            EXCEPT
            SELECT month, month_end FROM whole JOIN call_partitions() ON first_on < month_end AND month < until_on
        )
        SELECT month AS first_on, month_end AS until_on, 'call_month_' || to_char(month, 'YYYYMM') AS name FROM free
        UNION ALL
        SELECT day, day + 1, 'call_' || to_char(day, 'YYYYMMDD') FROM wanted WHERE month NOT IN (SELECT month FROM free)
        ORDER BY first_on
    LOOP
        partition_name := made.name;
        -- What has the name may have been detached.
        WHILE to_regclass(quote_ident(partition_name)) IS NOT NULL LOOP
            partition_name := partition_name || '_';
        END LOOP;
        -- Made aside and attached: that waits for nobody who writes to other days, as CREATE TABLE ... PARTITION OF would.
        EXECUTE format('CREATE TABLE %I (LIKE call INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS)',
            partition_name);
        EXECUTE format('ALTER TABLE call ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition_name,
            made.first_on || ' 00:00:00+00', made.until_on || ' 00:00:00+00');
        PERFORM grant_call_partition(partition_name);
    END LOOP;
    RETURN missing;
END
$$;

ALTER FUNCTION public.add_call_partitions(days date[]) OWNER TO didtron_storage;

COMMENT ON FUNCTION public.add_call_partitions(days date[]) IS 'Makes the partitions of call for UTC days of which there is none, and gives the days that have one now and had none: one each, or whole months where there are more than 62 of them. A lock makes a second caller wait.';

CREATE FUNCTION public.add_document_parties(documents bigint[], on_day date, names_bank boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    added bigint;
BEGIN
    WITH party AS (
        SELECT document.id AS document_id, entity.id AS entity_id, 'issuer' AS role, entity.code, entity.name, currency,
            entity.id AS detail_entity_id, NULL::integer AS detail_partner_id
        FROM document JOIN entity ON entity.id = entity_id
        WHERE document.id = ANY (documents)
        UNION ALL
        SELECT document.id, entity_id, 'recipient', partner.code, partner.name, currency, NULL, partner.id
        FROM document JOIN partner ON partner.id = partner_id
        WHERE document.id = ANY (documents)
    )
    INSERT INTO document_party (document_id, entity_id, role, code, name, address, city, region, postal_code, country,
        registration_number, tax_ids, language, reference, bank_account)
    SELECT document_id, party.entity_id, role, code, COALESCE(legal_name, name), address, city, region, postal_code,
        country, registration_number, COALESCE(tax_ids, '{}'), language, reference,
        CASE WHEN bank.id IS NULL THEN '{}' ELSE array_remove(ARRAY['HOLDER ' || holder, 'IBAN ' || iban,
            'ACCOUNT ' || account_number, 'BIC ' || bic, 'BANK ' || bank_name,
            'CORRESPONDENT ' || correspondent_bic], NULL) END
    FROM party
        LEFT JOIN party_detail AS detail ON detail.valid @> on_day
            AND (detail.entity_id = detail_entity_id OR detail.partner_id = detail_partner_id)
        LEFT JOIN bank_account AS bank ON names_bank AND bank.valid @> on_day AND bank.currency = party.currency
            AND bank.entity_id = detail_entity_id
    ORDER BY document_id, role;
    GET DIAGNOSTICS added = ROW_COUNT;
    RETURN added;
END
$$;

COMMENT ON FUNCTION public.add_document_parties(documents bigint[], on_day date, names_bank boolean) IS 'Fixes who issues documents and to whom, as they are on a day, with where to pay to if wanted. Returns how many.';

CREATE FUNCTION public.add_entry_partitions(days date[]) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    timeout_before text := current_setting('lock_timeout');
    patience_ms integer := 10;
    made integer;
    partition regclass;
BEGIN
    IF cardinality(missing_months('entry', days)) = 0 THEN
        RETURN 0;
    END IF;
    -- The foreign keys of a partition lock what they refer to against all who post. Whoever waits for that lock behind a long
    -- posting holds up everybody who comes later: so it is waited for a moment at a time.
    LOOP
        BEGIN
            PERFORM set_config('lock_timeout', patience_ms::text, true);
            LOCK TABLE journal, ledger_account IN SHARE ROW EXCLUSIVE MODE;
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF patience_ms > 1000 THEN
                RAISE;
            END IF;
            patience_ms := patience_ms * 2;
            PERFORM pg_sleep(patience_ms / 1000.0);
        END;
    END LOOP;
    PERFORM set_config('lock_timeout', timeout_before, true);
    made := make_month_partitions('entry', days);
    -- A journal of usage has thousands of entries, all others a few: by their mean each would be looked for in the whole month.
    FOR partition IN
        SELECT relid FROM pg_partition_tree('entry') JOIN pg_attribute ON attrelid = relid
        WHERE isleaf AND attname = 'journal_id' AND COALESCE(array_to_string(attoptions, ' ') NOT LIKE '%n_distinct=%', true)
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN journal_id SET (n_distinct = -0.05)', partition);
    END LOOP;
    RETURN made;
END
$$;

COMMENT ON FUNCTION public.add_entry_partitions(days date[]) IS 'Makes the partitions of entry for the months of some days, unless they are there; says how many. Until commit nobody posts: run in a transaction of its own. An error (55P03) where others post for longer than some seconds.';

CREATE FUNCTION public.add_to_account_balance(journals bigint[]) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    added bigint;
BEGIN
    WITH leg AS (
        SELECT debit_account_id AS account_id, amount_micros AS micros, functional_micros
        FROM entry WHERE journal_id = ANY (journals)
        UNION ALL
        SELECT credit_account_id, -amount_micros, -functional_micros FROM entry WHERE journal_id = ANY (journals)
    ), movement AS (
        SELECT account_id, entity_id, sum(micros) AS micros, COALESCE(sum(functional_micros), 0) AS functional_micros,
            count(*) AS entries, count(*) - count(functional_micros) AS unconverted
        FROM leg JOIN ledger_account ON ledger_account.id = account_id
        WHERE partner_id IS NOT NULL
        GROUP BY account_id, entity_id
    )
    INSERT INTO account_balance AS balance (account_id, entity_id, balance_micros, functional_micros, entries, unconverted)
    SELECT account_id, entity_id, micros, functional_micros, entries, unconverted FROM movement ORDER BY account_id
    ON CONFLICT (account_id) DO UPDATE
    SET balance_micros = balance.balance_micros + excluded.balance_micros,
        functional_micros = balance.functional_micros + excluded.functional_micros,
        entries = balance.entries + excluded.entries, unconverted = balance.unconverted + excluded.unconverted;
    GET DIAGNOSTICS added = ROW_COUNT;
    RETURN added;
END
$$;

COMMENT ON FUNCTION public.add_to_account_balance(journals bigint[]) IS 'Adds the entries of new journals to the balances of partner accounts, locking them in the order of their ids; call it once per set.';

CREATE FUNCTION public.add_top_up_returns(of_payment_id bigint, whole_minor bigint, includes_tax boolean) RETURNS void
    LANGUAGE sql
    AS $$
    WITH returned AS (
        INSERT INTO top_up_return (payment_id, top_up_id, entity_id, partner_id, currency, net_minor, tax_minor)
        SELECT payment.id, top_up_id, payment.entity_id, payment.partner_id, payment.currency, part.net_minor, part.tax_minor
        FROM payment
            CROSS JOIN LATERAL top_up_parts(payment.entity_id, payment.partner_id,
                add_top_up_returns.whole_minor, add_top_up_returns.includes_tax) AS part
        WHERE payment.id = of_payment_id AND part.net_minor + part.tax_minor > 0
        RETURNING *
    )
    INSERT INTO payment_tax (payment_id, position, entity_id, top_up_id, profile_id, tax, rate_millionths, account_type,
        base_minor, tax_minor)
    SELECT payment_id, row_number() OVER (ORDER BY top_up_id, tax), entity_id, top_up_id, profile_id, tax, rate_millionths,
        account_type, returned.net_minor, taxes.tax_minor
    FROM returned CROSS JOIN LATERAL returned_taxes(top_up_id, returned.tax_minor) AS taxes
    WHERE taxes.tax_minor > 0
$$;

COMMENT ON FUNCTION public.add_top_up_returns(of_payment_id bigint, whole_minor bigint, includes_tax boolean) IS 'Records which top-ups a payment gives back, and the tax of each, as top_up_parts says.';

CREATE FUNCTION public.add_usage_partitions(days date[]) RETURNS integer
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT make_month_partitions('usage', days) + make_month_partitions('service_usage', days)
$$;

ALTER FUNCTION public.add_usage_partitions(days date[]) OWNER TO didtron_storage;

COMMENT ON FUNCTION public.add_usage_partitions(days date[]) IS 'Makes the partitions of usage and service_usage for the months of some days, unless they are there; says how many.';

CREATE FUNCTION public.advance_functional(of_document_id bigint) RETURNS numeric
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT CASE WHEN count(*) = count(functional_micros) THEN COALESCE(sum(sign * functional_micros), 0) END
    FROM (
        SELECT id FROM payment WHERE id = of_document_id
        UNION ALL
        SELECT id FROM payment WHERE advance_id = of_document_id AND state = 'recorded') AS concerned
        JOIN journal ON journal.document_id = concerned.id AND reverses_journal_id IS NULL
        JOIN entry ON entry.journal_id = journal.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
        JOIN ledger_account AS account ON account.id = leg.account_id AND account.type = 'supplier_prepaid'
$$;

COMMENT ON FUNCTION public.advance_functional(of_document_id bigint) IS 'Micros (10^-6) of the functional currency at which the rest of an advance is in the books; null where that is not known.';

CREATE FUNCTION public.advance_outlook(of_entity_id smallint, of_partner_id integer) RETURNS TABLE(partner_id integer, currency text, advance_micros numeric, owed_micros numeric, daily_micros numeric, runs_out_on date)
    LANGUAGE sql STABLE
    AS $$
    WITH paid_ahead AS (
        SELECT account.partner_id, account.currency, balance_micros AS advance
        FROM ledger_account AS account JOIN account_balance ON account_id = account.id
        WHERE account.entity_id = of_entity_id AND type = 'supplier_prepaid' AND balance_micros > 0
            AND (of_partner_id IS NULL OR account.partner_id = of_partner_id)
    ), day AS (
        SELECT (now() AT TIME ZONE zone)::date AS today FROM entity WHERE id = of_entity_id
    ), owed AS (
        SELECT account.partner_id, account.currency, -sum(balance_micros) AS micros
        FROM paid_ahead
            JOIN ledger_account AS account ON account.entity_id = of_entity_id AND account.partner_id = paid_ahead.partner_id
                AND account.currency = paid_ahead.currency AND type IN ('payable', 'accrued_cost')
            JOIN account_balance ON account_id = account.id
        GROUP BY account.partner_id, account.currency
    ), unposted AS (
        SELECT usage.partner_id, usage.currency, sum(micros) AS micros
        FROM unposted_usage(of_entity_id, of_partner_id) AS usage
        WHERE side = 'b' AND usage.partner_id IN (SELECT paid_ahead.partner_id FROM paid_ahead)
        GROUP BY usage.partner_id, usage.currency
    ), used AS (
        -- Of the last two weeks, the days before the first of them aside.
        SELECT account.partner_id, account.currency, sum(side * amount_micros) AS micros,
            GREATEST(day.today - min(effective_on), 1) AS days
        FROM paid_ahead
            CROSS JOIN day
            JOIN ledger_account AS account ON account.entity_id = of_entity_id AND account.partner_id = paid_ahead.partner_id
                AND account.currency = paid_ahead.currency AND type = 'accrued_cost'
            CROSS JOIN LATERAL (
                SELECT 1 AS side, journal_id, effective_on, amount_micros FROM entry
                WHERE credit_account_id = account.id AND effective_on BETWEEN day.today - 14 AND day.today
                UNION ALL
                SELECT -1, journal_id, effective_on, amount_micros FROM entry
                WHERE debit_account_id = account.id AND effective_on BETWEEN day.today - 14 AND day.today) AS entry
            JOIN journal ON journal.id = entry.journal_id AND kind = 'usage'
        GROUP BY account.partner_id, account.currency, day.today
    )
    SELECT paid_ahead.partner_id, paid_ahead.currency, advance, total.owed, total.daily, CASE
            WHEN advance <= total.owed THEN today
            -- A day so far ahead is none.
            WHEN total.daily > 0 AND div(advance - total.owed, total.daily) < 36500
                THEN today + div(advance - total.owed, total.daily)::integer END
    FROM paid_ahead
        CROSS JOIN day
        LEFT JOIN owed USING (partner_id, currency)
        LEFT JOIN unposted USING (partner_id, currency)
        LEFT JOIN used USING (partner_id, currency)
        CROSS JOIN LATERAL (
            SELECT COALESCE(owed.micros, 0) + COALESCE(unposted.micros, 0) AS owed,
                GREATEST(div(COALESCE(used.micros, 0), used.days), 0) AS daily) AS total
$$;

COMMENT ON FUNCTION public.advance_outlook(of_entity_id smallint, of_partner_id integer) IS 'What was paid ahead to suppliers, what of it is owed by now, what a day cost on average of the last two weeks, in micros (10^-6) of currency, and the day on which the rest runs out at that rate: today where nothing is left, null where nothing is used.';

CREATE FUNCTION public.analyze_grown_tables(VARIADIC names text[]) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

COMMENT ON FUNCTION public.analyze_grown_tables(VARIADIC names text[]) IS 'Analyses those of some tables, or their partitions, that have more than doubled since they were last: after much was written at once the server does so itself about a minute later, and until then plans statements for what was there before. Says how many.';

CREATE FUNCTION public.apply_allocations() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    -- Nobody takes locks in another order: documents by their ids, of either table.
    PERFORM FROM invoice WHERE id IN (SELECT debit_id FROM new_row WHERE debit_kind = 'invoice') ORDER BY id FOR NO KEY UPDATE;
    PERFORM FROM payment WHERE id IN (SELECT credit_id FROM new_row UNION SELECT debit_id FROM new_row)
    ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM new_row WHERE allocated_on < first_open_day(entity_id)) THEN
        PERFORM refuse('conflict', 'allocation.in_a_locked_period', 'an allocation cannot begin or end in a locked period');
    END IF;
    UPDATE invoice
    SET paid_minor = paid_minor + paid, written_off_minor = written_off_minor + written_off
    FROM (
        SELECT debit_id, COALESCE(sum(amount_minor) FILTER (WHERE credit_kind <> 'write_off'), 0) AS paid,
            COALESCE(sum(amount_minor) FILTER (WHERE credit_kind = 'write_off'), 0) AS written_off
        FROM new_row
        WHERE debit_kind = 'invoice'
        GROUP BY debit_id) AS settled
    WHERE invoice.id = settled.debit_id;
    UPDATE payment
    SET allocated_minor = allocated_minor + added
    FROM (
        SELECT document_id, sum(amount_minor) AS added
        FROM (
            SELECT credit_id AS document_id, amount_minor FROM new_row
            UNION ALL
            SELECT debit_id, amount_minor FROM new_row WHERE debit_kind = 'refund') AS leg
        GROUP BY document_id) AS settled
    WHERE payment.id = settled.document_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.audit_label(stored jsonb, label_columns text[]) RETURNS text
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    RETURN COALESCE((
        SELECT string_agg(CASE label_column
                WHEN 'partner_id' THEN (SELECT code FROM partner WHERE id = (stored ->> label_column)::integer)
                WHEN 'product_id' THEN (SELECT code FROM product WHERE id = (stored ->> label_column)::smallint)
                WHEN 'card_id' THEN (SELECT name FROM rate_card WHERE id = (stored ->> label_column)::integer)
                WHEN 'file_id' THEN (SELECT name FROM cdr_file WHERE id = (stored ->> label_column)::integer)
                ELSE stored ->> label_column END, ' ' ORDER BY position)
        FROM unnest(label_columns) WITH ORDINALITY AS listed (label_column, position)), stored ->> 'id', '');
END
$$;

COMMENT ON FUNCTION public.audit_label(stored jsonb, label_columns text[]) IS 'How people call a row: the columns named, of partners, products, cards and files their names.';

CREATE FUNCTION public.bank_proposals(of_file_id integer) RETURNS TABLE(line_id bigint, partner_id integer, purpose text, certainty integer, reasons text[], parts jsonb)
    LANGUAGE sql STABLE
    SET enable_nestloop TO 'off'
    SET jit TO 'off'
    AS $_$
    WITH line AS (
        SELECT bank_line.id AS line_id, bank_line.entity_id, line_number, value_on, amount_minor, amount_minor + fee_minor AS paid_minor,
            currency, payer_name, reference, bank_reference, upper(replace(payer_iban, ' ', '')) AS iban,
            COALESCE(reference_text(reference), '') AS reference_key, plain_name(payer_name) AS name_key
        FROM bank_line JOIN bank_file ON bank_file.id = file_id
        WHERE file_id = of_file_id AND state = 'open' AND amount_minor > 0
    ), open_invoice AS (
        SELECT invoice.id AS invoice_id, invoice.partner_id, due_on, issued_on, number_text, number::text AS number_key,
            reference_text(number_text) AS number_text_key, lpad(number::text, GREATEST(digits, length(number::text)), '0') AS padded,
            issue.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor,
            sum(issue.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor)
                OVER (PARTITION BY invoice.partner_id ORDER BY due_on, issued_on, invoice.id) AS until_minor,
            sum(issue.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor)
                OVER (PARTITION BY invoice.partner_id) AS all_minor
        FROM bank_file AS file
            JOIN invoice ON invoice.entity_id = file.entity_id AND invoice.currency = file.currency AND state = 'issued'
            JOIN document_issue AS issue ON issue.document_id = invoice.id
            JOIN document_series AS series ON series.id = series_id
        WHERE file.id = of_file_id
            AND issue.total_minor > paid_minor + credited_minor + netted_minor + written_off_minor
    ), by_iban AS (
        -- Whoever uses an account of two partners is neither of them.
        SELECT line_id, min(account.partner_id) AS partner_id
        FROM line JOIN bank_account AS account ON account.iban = line.iban AND account.partner_id IS NOT NULL
        GROUP BY line_id
        HAVING count(DISTINCT account.partner_id) = 1
    ), known_name AS (
        SELECT partner.id AS partner_id, plain_name(partner.name) AS name_key
        FROM partner JOIN agreement ON agreement.partner_id = partner.id
            JOIN bank_file AS file ON file.id = of_file_id AND file.entity_id = agreement.entity_id
        UNION
        SELECT detail.partner_id, plain_name(legal_name) FROM party_detail AS detail WHERE detail.partner_id IS NOT NULL
    ), by_name AS (
        SELECT line_id, min(known_name.partner_id) AS partner_id
        FROM line JOIN known_name USING (name_key)
        WHERE name_key <> ''
        GROUP BY line_id
        HAVING count(DISTINCT known_name.partner_id) = 1
    ), token AS (
        SELECT line_id, run[1] AS digits, ltrim(run[1], '0') AS number_key
        FROM line CROSS JOIN LATERAL regexp_matches(reference, '[0-9]+', 'g') AS run
        UNION
        -- Year and number in one.
        SELECT line_id, right(run[1], 6), ltrim(right(run[1], 6), '0')
        FROM line CROSS JOIN LATERAL regexp_matches(reference, '[0-9]{10,}', 'g') AS run
    ), mention AS (
        SELECT DISTINCT line_id, invoice_id, invoice.partner_id, strpos(reference_key, number_text_key) > 0 AS is_full,
            token.digits = padded AS is_padded
        FROM token
            JOIN line USING (line_id)
            JOIN open_invoice AS invoice USING (number_key)
        WHERE strpos(reference_key, number_text_key) > 0 OR token.digits = padded
    ), by_number AS (
        SELECT line_id, min(partner_id) AS partner_id, count(DISTINCT partner_id) AS partners
        FROM mention
        WHERE is_full
        GROUP BY line_id
    ), by_amount AS (
        SELECT line_id, min(invoice.partner_id) AS partner_id
        FROM line JOIN open_invoice AS invoice ON open_minor = paid_minor
        GROUP BY line_id
        HAVING count(*) = 1
    ), party AS (
        SELECT line.*, by_iban.partner_id AS iban_partner, by_number.partner_id AS number_partner,
            by_name.partner_id AS name_partner, COALESCE(by_number.partners, 0) AS number_partners,
            COALESCE(by_iban.partner_id, by_number.partner_id, by_name.partner_id, by_amount.partner_id) AS partner_id,
            COALESCE(by_number.partners, 0) > 1
                OR by_iban.partner_id <> by_number.partner_id
                OR by_iban.partner_id IS NULL AND by_name.partner_id <> by_number.partner_id AS is_contradictory,
            EXISTS (SELECT FROM bank_line AS other
                WHERE other.entity_id = line.entity_id AND other.bank_reference = line.bank_reference AND other.id < line.line_id
                    AND other.value_on = line.value_on AND other.amount_minor = line.amount_minor) AS is_repeated
        FROM line
            LEFT JOIN by_iban USING (line_id)
            LEFT JOIN by_number USING (line_id)
            LEFT JOIN by_name USING (line_id)
            LEFT JOIN by_amount USING (line_id)
    ), named AS (
        SELECT line_id, sum(open_minor) AS named_minor, count(*) AS named_invoices,
            array_agg(invoice_id ORDER BY due_on, issued_on, invoice_id) AS invoices
        FROM party
            JOIN mention USING (line_id, partner_id)
            JOIN open_invoice USING (invoice_id, partner_id)
        GROUP BY line_id
    ), single AS (
        -- Invoices of just that amount, and those of them that a reference may mean whose last number was cut off.
        SELECT line_id, count(*) AS invoices, min(invoice_id) AS invoice_id, count(*) FILTER (WHERE is_cut) AS cut_invoices,
            min(invoice_id) FILTER (WHERE is_cut) AS cut_invoice_id
        FROM party
            JOIN open_invoice AS invoice USING (partner_id)
            CROSS JOIN LATERAL (SELECT substring(reference FROM '([0-9]+)[^[:alnum:]]*$') AS digits) AS last_run
            CROSS JOIN LATERAL (SELECT length(digits) BETWEEN 2 AND length(padded) - 1
                AND (padded LIKE digits || '%' OR padded LIKE '%' || digits) AS is_cut) AS cut
        WHERE open_minor = paid_minor
        GROUP BY line_id
    ), oldest AS (
        SELECT line_id, bool_or(until_minor = all_minor) AS is_all, max(until_minor) AS until_minor
        FROM party JOIN open_invoice AS invoice USING (partner_id)
        WHERE until_minor = paid_minor
        GROUP BY line_id
    ), judged AS (
        SELECT party.*, agreement.currency AS own_currency, terms.payment_mode = 'prepaid' AS is_prepaid, named_minor, named_invoices,
            named.invoices AS named_list, single.invoices AS singles, cut_invoices,
            CASE WHEN single.invoices = 1 THEN single.invoice_id WHEN cut_invoices = 1 THEN cut_invoice_id END AS single_id,
            oldest.until_minor IS NOT NULL AS is_bundle, COALESCE(is_all, false) AS is_all
        FROM party
            JOIN agreement ON agreement.entity_id = party.entity_id AND agreement.partner_id = party.partner_id
            LEFT JOIN current_terms AS terms ON terms.entity_id = party.entity_id AND terms.partner_id = party.partner_id
                AND terms.side = 'sell'
            LEFT JOIN named USING (line_id)
            LEFT JOIN single USING (line_id)
            LEFT JOIN oldest USING (line_id)
    ), reasoned AS (
        SELECT judged.*, who.who, what.what
        FROM judged
            CROSS JOIN LATERAL (SELECT CASE
                WHEN iban_partner IS NOT NULL THEN 'iban' WHEN number_partner IS NOT NULL THEN 'number'
                WHEN name_partner IS NOT NULL THEN 'name' ELSE 'amount' END AS who) AS who
            CROSS JOIN LATERAL (SELECT CASE
                WHEN own_currency <> currency THEN 'other_currency'
                WHEN is_prepaid AND named_minor IS NULL THEN 'deposit'
                WHEN named_minor = paid_minor THEN 'named'
                WHEN named_minor > paid_minor THEN 'named_short'
                WHEN named_minor < paid_minor THEN 'named_over'
                WHEN singles = 1 THEN 'single'
                WHEN singles > 1 AND cut_invoices = 1 THEN 'cut'
                WHEN is_all THEN 'all'
                WHEN singles > 1 THEN 'several'
                WHEN is_bundle THEN 'oldest'
                ELSE 'any' END AS what) AS what
    ), weighed AS (
        SELECT reasoned.*, CASE
                WHEN is_repeated THEN 10
                WHEN is_contradictory THEN 20
                ELSE COALESCE(weight.certainty, 0) END AS certainty,
            CASE
                WHEN what IN ('other_currency', 'deposit', 'several', 'any') THEN '{}'::bigint[]
                WHEN what LIKE 'named%' THEN named_list
                WHEN what IN ('single', 'cut') THEN ARRAY[single_id]
                ELSE ARRAY(SELECT invoice_id FROM open_invoice
                    WHERE open_invoice.partner_id = reasoned.partner_id AND open_invoice.until_minor <= paid_minor
                    ORDER BY due_on, issued_on, invoice_id) END AS settled
        FROM reasoned
            -- What is told by the payer's account, by a number, by the payer's name, and by the amount alone. From 90 on it is
            -- both: whose it is, and for which invoices.
            LEFT JOIN (VALUES
                ('named', 100, 95, 75, 0), ('named_short', 90, 70, 50, 0), ('named_over', 85, 60, 50, 0),
                ('single', 95, 0, 75, 40), ('cut', 92, 0, 70, 0), ('all', 95, 0, 70, 0), ('several', 60, 0, 45, 0),
                ('oldest', 80, 0, 60, 0), ('any', 70, 0, 45, 0), ('deposit', 95, 0, 60, 0),
                ('other_currency', 50, 30, 30, 0)) AS told (what, iban, number, name, amount) USING (what)
            CROSS JOIN LATERAL (SELECT CASE who WHEN 'iban' THEN iban_weight.value WHEN 'number' THEN told.number
                WHEN 'name' THEN told.name ELSE told.amount END AS certainty
                FROM (SELECT told.iban AS value) AS iban_weight) AS weight
    ), part AS (
        -- Of each invoice what is open, of the last one what is left.
        SELECT line_id, invoice_id, place, certainty, line_number,
            LEAST(open_minor, paid_minor - sum(open_minor) OVER (PARTITION BY line_id ORDER BY place) + open_minor) AS part_minor,
            open_minor
        FROM weighed
            CROSS JOIN LATERAL unnest(settled) WITH ORDINALITY AS item (invoice_id, place)
            JOIN open_invoice USING (invoice_id)
    ), taken AS (
        -- Two lines for one invoice: the better one has it.
        SELECT part.*, sum(part_minor) OVER (PARTITION BY invoice_id ORDER BY certainty DESC, line_number) > open_minor AS is_beyond
        FROM part
        WHERE part_minor > 0
    ), summed AS (
        SELECT line_id, bool_or(is_beyond) AS is_beyond,
            jsonb_agg(jsonb_build_object('document_id', invoice_id, 'amount_minor', part_minor) ORDER BY place) AS parts
        FROM taken
        GROUP BY line_id
    )
    SELECT line_id, partner_id, CASE what WHEN 'deposit' THEN 'top_up' ELSE 'received' END,
        CASE WHEN is_beyond THEN LEAST(certainty, 40) ELSE certainty END,
        array_remove(ARRAY[
            CASE WHEN is_repeated THEN 'the same movement was in an earlier line' END,
            CASE WHEN is_contradictory THEN 'account, name and numbers are of different partners' END,
            CASE WHEN is_beyond THEN 'another line pays the same invoice' END,
            CASE who WHEN 'iban' THEN 'the payer''s account is the partner''s' WHEN 'number' THEN 'a number of the partner''s invoice'
                WHEN 'name' THEN 'the payer''s name is the partner''s' ELSE 'only one open invoice has that amount' END,
            CASE what WHEN 'other_currency' THEN 'the agreement is in another currency'
                WHEN 'deposit' THEN 'the partner pays from a deposit'
                WHEN 'named' THEN 'the invoices named come to the amount'
                WHEN 'named_short' THEN 'less than the invoices named come to'
                WHEN 'named_over' THEN 'more than the invoices named come to'
                WHEN 'single' THEN 'one open invoice has that amount'
                WHEN 'cut' THEN 'of several invoices of that amount the one whose number begins or ends so'
                WHEN 'all' THEN 'all that is open'
                WHEN 'several' THEN 'several invoices of that amount'
                WHEN 'oldest' THEN 'the oldest invoices come to the amount'
                ELSE 'no invoices come to the amount' END], NULL),
        COALESCE(CASE WHEN NOT is_beyond THEN parts END, '[]')
    FROM weighed LEFT JOIN summed USING (line_id)
$_$;

COMMENT ON FUNCTION public.bank_proposals(of_file_id integer) IS 'For each open line of a bank file that came in and of which something can be told: whose payment it is, how certain that is (0 to 100; from 90 on nothing contradicts it), why, and which invoices it settles with how many minor units (none = what is due first).';

CREATE FUNCTION public.begin_act(actor_kind text, actor_name text, of_entity_id smallint, act_name text, act_origin text, act_reason text, is_long boolean, request_key text, request_body bytea, OUT act_id bigint, OUT is_repeated boolean, OUT is_same_body boolean, OUT outcome text, OUT answer jsonb) RETURNS record
    LANGUAGE plpgsql
    AS $$
DECLARE
    acting integer;
    hash bytea := sha256(convert_to(act_name || E'\n', 'UTF8') || request_body);
    known act_request;
BEGIN
    SELECT id INTO acting FROM actor WHERE kind = actor_kind AND name = actor_name;
    IF acting IS NULL THEN
        INSERT INTO actor (kind, name) VALUES (actor_kind, actor_name) ON CONFLICT (kind, name) DO NOTHING;
        SELECT id INTO acting FROM actor WHERE kind = actor_kind AND name = actor_name;
    END IF;
    act_id := nextval(pg_get_serial_sequence('act', 'id'));
    IF request_key IS NOT NULL THEN
        -- Whoever has the same key under way is waited for here.
        INSERT INTO act_request (actor_id, key, act_id, body_hash) VALUES (acting, request_key, begin_act.act_id, hash)
        ON CONFLICT (actor_id, key) DO NOTHING;
        IF NOT FOUND THEN
            SELECT * INTO STRICT known FROM act_request WHERE actor_id = acting AND key = request_key;
            act_id := known.act_id;
            is_repeated := true;
            is_same_body := known.body_hash = hash;
            outcome := (SELECT act.outcome FROM act WHERE act.id = known.act_id);
            answer := known.answer;
            RETURN;
        END IF;
    END IF;
    INSERT INTO act (id, actor_id, entity_id, name, origin, reason, outcome, ended_at)
    VALUES (act_id, acting, of_entity_id, act_name, act_origin, act_reason,
        CASE WHEN is_long THEN 'begun' ELSE 'done' END, CASE WHEN NOT is_long THEN clock_timestamp() END);
    PERFORM set_config('didtron.act_id', begin_act.act_id::text, true);
    is_repeated := false;
    is_same_body := true;
    outcome := CASE WHEN is_long THEN 'begun' ELSE 'done' END;
    PERFORM set_config('didtron.act_id', act_id::text, true);
END
$$;

COMMENT ON FUNCTION public.begin_act(actor_kind text, actor_name text, of_entity_id smallint, act_name text, act_origin text, act_reason text, is_long boolean, request_key text, request_body bytea, OUT act_id bigint, OUT is_repeated boolean, OUT is_same_body boolean, OUT outcome text, OUT answer jsonb) IS 'Enters an act, takes its request key until commit and makes it the current act of the transaction; of a key that was used before, tells what was answered then.';

CREATE FUNCTION public.begin_call_merge(of_month date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    merging call_merge;
    day text;
    copied bigint;
    total bigint := 0;
BEGIN
    ASSERT current_setting('transaction_isolation') = 'repeatable read', 'the chunks and their rows are of one snapshot';
    merging.month := of_month;
    merging.partition_name := 'call_month_' || to_char(of_month, 'YYYYMM');
    WHILE to_regclass(quote_ident(merging.partition_name)) IS NOT NULL LOOP
        merging.partition_name := merging.partition_name || '_';
    END LOOP;
    merging.chunk_ids := '{}';
    EXECUTE format('CREATE TABLE %I (LIKE call INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS,
            CONSTRAINT call_is_of_the_month CHECK (start_at >= %L AND start_at < %L))', merging.partition_name,
        of_month || ' 00:00:00+00', (of_month + interval '1 month')::date || ' 00:00:00+00');
    INSERT INTO call_merge (month, partition_name, chunk_ids)
    VALUES (of_month, merging.partition_name, COALESCE(late_chunks(merging), '{}'));
    FOR day IN
        SELECT name FROM call_partitions()
        WHERE first_on >= of_month AND until_on <= (of_month + interval '1 month')::date
        ORDER BY first_on
    LOOP
        -- The order of their chunks and, within them, of their customers, so that the index over the pages tells both.
        EXECUTE format('INSERT INTO %I SELECT * FROM %I ORDER BY chunk_id, customer_id, start_at', merging.partition_name, day);
        GET DIAGNOSTICS copied = ROW_COUNT;
        total := total + copied;
    END LOOP;
    EXECUTE format('CREATE INDEX ON %I USING brin (chunk_id, customer_id, start_at) WITH (pages_per_range = 16)',
        merging.partition_name);
    PERFORM grant_call_partition(merging.partition_name);
    RETURN total;
END
$$;

ALTER FUNCTION public.begin_call_merge(of_month date) OWNER TO didtron_storage;

COMMENT ON FUNCTION public.begin_call_merge(of_month date) IS 'Copies the days of a month into one table beside them, and says how many rows; everybody goes on writing to the days.';

CREATE FUNCTION public.billing_change_effect(of_entity_id smallint, of_partner_id integer) RETURNS TABLE(currency text, minor_digits smallint, deposit_micros numeric, net_minor bigint, tax_minor bigint, rounding_micros numeric, unbilled_micros numeric, receivable_micros numeric)
    LANGUAGE sql STABLE
    AS $$
    SELECT agreement.currency, currency.minor_digits, deposit, whole.minor, COALESCE((
            SELECT sum(part.tax_minor) FROM top_up_parts(of_entity_id, of_partner_id, whole.minor, false) AS part), 0)::bigint,
        CASE WHEN whole.minor > 0 THEN deposit - whole.minor * unit ELSE 0 END, unbilled, receivable
    FROM agreement
        JOIN currency ON currency.code = agreement.currency
        CROSS JOIN LATERAL (
            SELECT COALESCE(-sum(balance_micros) FILTER (WHERE type = 'prepaid'), 0) AS deposit,
                COALESCE(sum(balance_micros) FILTER (WHERE type = 'unbilled'), 0) AS unbilled,
                COALESCE(sum(balance_micros) FILTER (WHERE type = 'receivable'), 0) AS receivable
            FROM ledger_account AS account JOIN account_balance ON account_id = account.id
            WHERE account.entity_id = of_entity_id AND account.partner_id = of_partner_id AND account.currency = agreement.currency
        ) AS balance
        CROSS JOIN LATERAL (SELECT minor_unit_micros(currency.minor_digits)::numeric AS unit) AS size
        -- A deposit that is overdrawn stays what it is: somebody owes it.
        CROSS JOIN LATERAL (
            SELECT GREATEST(rounded_half_up(deposit, minor_unit_micros(currency.minor_digits)), 0)::bigint AS minor) AS whole
    WHERE agreement.entity_id = of_entity_id AND agreement.partner_id = of_partner_id
$$;

COMMENT ON FUNCTION public.billing_change_effect(of_entity_id smallint, of_partner_id integer) IS 'What a change of payment mode would do to a customer now: the deposit in micros (10^-6), what of it becomes a credit in minor units (net), the tax that goes with it, what rounding takes of it in micros, and what is unbilled and receivable in micros.';

CREATE TABLE public.agreement_terms (
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    side text NOT NULL,
    first_on date DEFAULT '-infinity'::date NOT NULL,
    credit_limit_micros bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    payment_terms_days smallint DEFAULT 30 NOT NULL,
    notice_increase_days smallint,
    notice_decrease_days smallint,
    notice_new_days smallint,
    notice_closed_days smallint,
    notice_blocked_days smallint,
    payment_mode text NOT NULL,
    payment_terms_kind text DEFAULT 'net'::text NOT NULL,
    billing_zone text DEFAULT 'UTC'::text NOT NULL,
    billing_cycle text DEFAULT 'monthly'::text NOT NULL,
    invoice_rounding text,
    tax_profile_id integer,
    CONSTRAINT agreement_terms_are_not_negative CHECK (((payment_terms_days >= 0) AND (credit_limit_micros >= 0))),
    CONSTRAINT agreement_terms_begin_some_day CHECK ((first_on < 'infinity'::date)),
    CONSTRAINT agreement_terms_billing_cycle_is_known CHECK ((billing_cycle = ANY (ARRAY['weekly'::text, 'half_monthly'::text, 'monthly'::text]))),
    CONSTRAINT agreement_terms_invoice_rounding_is_known CHECK ((invoice_rounding = ANY (ARRAY['line'::text, 'document'::text]))),
    CONSTRAINT agreement_terms_notice_is_within_a_year CHECK ((((notice_increase_days >= 0) AND (notice_increase_days <= 365)) AND ((notice_decrease_days >= 0) AND (notice_decrease_days <= 365)) AND ((notice_new_days >= 0) AND (notice_new_days <= 365)) AND ((notice_closed_days >= 0) AND (notice_closed_days <= 365)) AND ((notice_blocked_days >= 0) AND (notice_blocked_days <= 365)))),
    CONSTRAINT agreement_terms_payment_mode_is_known CHECK ((payment_mode = ANY (ARRAY['prepaid'::text, 'postpaid'::text]))),
    CONSTRAINT agreement_terms_payment_terms_kind_is_known CHECK ((payment_terms_kind = ANY (ARRAY['net'::text, 'end_of_month'::text]))),
    CONSTRAINT agreement_terms_side_is_known CHECK ((side = ANY (ARRAY['sell'::text, 'buy'::text])))
);

COMMENT ON TABLE public.agreement_terms IS 'On which terms an entity sells to a partner or buys from it, from a day on until the next row of the side. A change of what is billed begins with a billing period, behind all that was billed; it can be withdrawn while nothing was billed under it.';

COMMENT ON COLUMN public.agreement_terms.first_on IS 'First day, in billing_zone; -infinity = from the beginning of the agreement.';

COMMENT ON COLUMN public.agreement_terms.credit_limit_micros IS 'Micros (10^-6) of the agreement''s currency.';

COMMENT ON COLUMN public.agreement_terms.payment_terms_days IS 'Days from the date of an invoice, or from the end of its month, to its due date.';

COMMENT ON COLUMN public.agreement_terms.notice_increase_days IS 'Whole days from the day on which a deck is received, in the card''s zone; null = nothing is agreed on. Also for dearer increments, fees and terms.';

COMMENT ON COLUMN public.agreement_terms.notice_decrease_days IS 'Days, as for an increase.';

COMMENT ON COLUMN public.agreement_terms.notice_new_days IS 'Days, as for an increase.';

COMMENT ON COLUMN public.agreement_terms.notice_closed_days IS 'Days, as for an increase.';

COMMENT ON COLUMN public.agreement_terms.notice_blocked_days IS 'Days, as for an increase.';

COMMENT ON COLUMN public.agreement_terms.payment_mode IS 'Of the sell side, how a customer pays for the calls of a billing day: see billing_day_mode.';

COMMENT ON COLUMN public.agreement_terms.payment_terms_kind IS 'net = the days count from the date of the invoice, end_of_month = from the last day of its month.';

COMMENT ON COLUMN public.agreement_terms.billing_zone IS 'IANA zone in which billing days begin and end; the same in all rows of a side, since calls keep their billing day.';

COMMENT ON COLUMN public.agreement_terms.invoice_rounding IS 'line = each line of an invoice is rounded to the minor unit, document = only its total; null = by the currency (default_invoice_rounding).';

COMMENT ON COLUMN public.agreement_terms.tax_profile_id IS 'How it is taxed; null = not at all, and nothing is said of it.';

CREATE FUNCTION public.billing_part(terms public.agreement_terms) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT jsonb_build_object('payment_mode', (terms).payment_mode, 'billing_zone', (terms).billing_zone,
        'billing_cycle', (terms).billing_cycle, 'payment_terms_days', (terms).payment_terms_days,
        'payment_terms_kind', (terms).payment_terms_kind, 'invoice_rounding', (terms).invoice_rounding,
        'tax_profile_id', (terms).tax_profile_id)
$$;

COMMENT ON FUNCTION public.billing_part(terms public.agreement_terms) IS 'Those terms that change only between billing periods; the limit and notices may change on any day.';

CREATE FUNCTION public.billing_period_end(cycle text, starts_on date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE cycle
        WHEN 'weekly' THEN starts_on + 7
        WHEN 'half_monthly' THEN CASE WHEN extract(day FROM starts_on) = 1 THEN starts_on + 15
            ELSE (date_trunc('month', starts_on::timestamp) + interval '1 month')::date END
        WHEN 'monthly' THEN (date_trunc('month', starts_on::timestamp) + interval '1 month')::date
    END
$$;

COMMENT ON FUNCTION public.billing_period_end(cycle text, starts_on date) IS 'First day after the billing period that begins on starts_on.';

CREATE FUNCTION public.billing_period_start(cycle text, on_day date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE cycle
        WHEN 'monthly' THEN date_trunc('month', on_day::timestamp)::date
        WHEN 'weekly' THEN date_trunc('week', on_day::timestamp)::date
        WHEN 'half_monthly' THEN date_trunc('month', on_day::timestamp)::date
            + CASE WHEN on_day - date_trunc('month', on_day::timestamp)::date < 15 THEN 0 ELSE 15 END
    END
$$;

COMMENT ON FUNCTION public.billing_period_start(cycle text, on_day date) IS 'First day of the billing period that holds a day: Monday; the 1st or 16th; the 1st. Null for an unknown cycle.';

CREATE FUNCTION public.booked_on(of_document_id bigint) RETURNS date
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN (SELECT max(effective_on)
    FROM journal JOIN entry ON entry.journal_id = journal.id
    WHERE journal.document_id = of_document_id AND reverses_journal_id IS NULL);
END
$$;

COMMENT ON FUNCTION public.booked_on(of_document_id bigint) IS 'Day on which a document is in the books.';

CREATE FUNCTION public.call_month_lock(month date) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT hashtextextended('didtron.call_month ' || (month - DATE '2000-01-01'), 0)
$$;

COMMENT ON FUNCTION public.call_month_lock(month date) IS 'The advisory lock of a month: shared by who writes to its days by name, taken alone by who merges them.';

CREATE FUNCTION public.call_partitions() RETURNS TABLE(name text, first_on date, until_on date)
    LANGUAGE sql STABLE PARALLEL SAFE
    SET "TimeZone" TO 'UTC'
    SET "DateStyle" TO 'ISO'
    AS $_$
    SELECT relname::text, (bound[1]::timestamptz AT TIME ZONE 'UTC')::date, (bound[2]::timestamptz AT TIME ZONE 'UTC')::date
    FROM pg_inherits
        JOIN pg_class ON pg_class.oid = inhrelid
        CROSS JOIN LATERAL regexp_match(pg_get_expr(relpartbound, pg_class.oid), $r$FROM \('([^']+)'\) TO \('([^']+)'\)$r$)
            AS bound
    WHERE inhparent = 'public.call'::regclass
$_$;

COMMENT ON FUNCTION public.call_partitions() IS 'The partitions of call, each with its first UTC day and the first one behind it: of a day, or of a month once its days are merged.';

CREATE FUNCTION public.content_line(key text, value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT key || COALESCE('=' || replace(replace(replace(value, E'\\', E'\\\\'), E'\n', E'\\n'), E'\r', E'\\r'), '') || E'\n'
$$;

COMMENT ON FUNCTION public.content_line(key text, value text) IS 'One value of a document on a line of its own; backslash and line ends are escaped, and null has no equals sign.';

CREATE FUNCTION public.continue_call_merge(of_month date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
DECLARE
    merging call_merge;
    late integer[];
    copied bigint;
BEGIN
    ASSERT current_setting('transaction_isolation') = 'repeatable read', 'the chunks and their rows are of one snapshot';
    SELECT * INTO STRICT merging FROM call_merge WHERE month = of_month FOR UPDATE;
    late := late_chunks(merging);
    IF late IS NULL THEN
        RETURN 0;
    END IF;
    EXECUTE format('INSERT INTO %I SELECT * FROM call WHERE chunk_id = ANY ($1) AND start_at >= %L AND start_at < %L
            ORDER BY chunk_id, customer_id, start_at', merging.partition_name, of_month || ' 00:00:00+00',
        (of_month + interval '1 month')::date || ' 00:00:00+00') USING late;
    GET DIAGNOSTICS copied = ROW_COUNT;
    UPDATE call_merge SET chunk_ids = chunk_ids || late WHERE month = of_month;
    RETURN copied;
END
$_$;

ALTER FUNCTION public.continue_call_merge(of_month date) OWNER TO didtron_storage;

COMMENT ON FUNCTION public.continue_call_merge(of_month date) IS 'Copies what has come since into the copy of a month, and says how many rows.';

CREATE FUNCTION public.converted_at(micros numeric, rate numeric, is_inverse boolean) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    -- In one division: a quotient rounded before would be rounded twice.
    SELECT CASE WHEN is_inverse THEN sign(micros) * div(abs(micros) * 2 + rate, rate * 2)
        ELSE rounded_half_up(micros * rate, 1) END
$$;

COMMENT ON FUNCTION public.converted_at(micros numeric, rate numeric, is_inverse boolean) IS 'Micros of another currency by an exchange rate, or by one that is stated in the other direction; rounded once, half up.';

CREATE FUNCTION public.converted_micros(micros numeric, from_code text, to_code text, on_day date) RETURNS numeric
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
    IF from_code = to_code THEN
        RETURN micros;
    END IF;
    RETURN (SELECT converted_at(micros, known.rate, known.is_inverse) FROM exchange_rate_on(from_code, to_code, on_day) AS known);
END
$$;

COMMENT ON FUNCTION public.converted_micros(micros numeric, from_code text, to_code text, on_day date) IS 'Micros of another currency by the exchange rate in effect on a day, half up; null where there is none.';

CREATE FUNCTION public.country_is_known(code text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    -- ISO 3166, two letters; XK is what banks use for Kosovo.
    SELECT code ~ '^[A-Z]{2}$' AND strpos('
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
        BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
        ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
        HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
        LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
        NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
        SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
        UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW ', ' ' || code) > 0
$_$;

CREATE FUNCTION public.current_act() RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    acting text := current_setting('didtron.act_id', true);
BEGIN
    IF acting IS NULL OR acting = '' THEN
        PERFORM refuse('forbidden', 'act.none',
            'there is no current act: what changes the state of the business is done inside one');
    END IF;
    RETURN acting::bigint;
END
$$;

COMMENT ON FUNCTION public.current_act() IS 'The act of the transaction: of the row that is written now. An error without one.';

CREATE FUNCTION public.default_invoice_rounding(minor_digits smallint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE WHEN minor_digits = 0 THEN 'document' ELSE 'line' END
$$;

COMMENT ON FUNCTION public.default_invoice_rounding(minor_digits smallint) IS 'By document where the currency has no decimals, so that many small lines are not lost; else by line.';

CREATE FUNCTION public.demand_act() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    acting bigint := current_act();
BEGIN
    -- One that is done in the transaction which began it ended, by its record, after that transaction had begun.
    IF NOT EXISTS (SELECT FROM act WHERE id = acting
        AND (outcome = 'begun' OR outcome = 'done' AND ended_at >= transaction_timestamp()))
    THEN
        PERFORM refuse('forbidden', 'act.over',
            format('act %s has ended: %s of %s belongs to an act of its own', acting, TG_OP, TG_TABLE_NAME),
            jsonb_build_object('act', acting::text));
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.demand_act() IS 'Refuses a statement outside an act.';

CREATE FUNCTION public.demand_months(parents text[], days date[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
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

COMMENT ON FUNCTION public.demand_months(parents text[], days date[]) IS 'Demands partitions for the months of some days. Where one is missing, a transaction that set didtron.months_apart gives up, so that the program makes it in one of its own and begins again: making it locks out all who post, until commit. Others, which are short, make it here.';

CREATE FUNCTION public.deposit_positions(of_entity_id smallint, of_partner_id integer) RETURNS TABLE(partner_id integer, currency text, deposit_micros numeric, unposted_micros numeric, held_micros numeric, suspense_micros numeric, unknown_calls bigint, tax_micros numeric, available_micros numeric, overdraft_micros numeric)
    LANGUAGE sql STABLE
    AS $$
    -- Both are worked out once, whatever the planner expects of tables that nobody has analysed yet.
    WITH usage AS MATERIALIZED (
        -- Day by day, as it will be posted and taxed.
        SELECT day.partner_id, day.currency, sum(micros) AS unposted,
            sum(CASE WHEN EXISTS (SELECT FROM tax_profile WHERE tax_profile.entity_id = of_entity_id)
                THEN reserved_tax(of_entity_id, day.partner_id, day.billing_on, micros) ELSE 0 END) AS unposted_tax
        FROM (
            SELECT usage.partner_id, usage.currency, usage.billing_on, sum(usage.micros) AS micros
            FROM unposted_usage(of_entity_id, of_partner_id) AS usage
            WHERE side = 's' AND prepaid
            GROUP BY usage.partner_id, usage.currency, usage.billing_on) AS day
        GROUP BY day.partner_id, day.currency
    ), estimate AS MATERIALIZED (
        SELECT * FROM suspense_estimate(of_entity_id, of_partner_id)
    )
    SELECT agreement.partner_id, agreement.currency, COALESCE(deposit, 0), COALESCE(unposted, 0), COALESCE(held, 0),
        COALESCE(estimate.micros, 0), COALESCE(estimate.unknown_calls, 0), tax.micros,
        COALESCE(deposit, 0) - COALESCE(unposted, 0) - COALESCE(held, 0) - COALESCE(estimate.micros, 0) - tax.micros,
        terms.credit_limit_micros::numeric
    FROM agreement
        JOIN current_terms AS terms ON terms.entity_id = agreement.entity_id AND terms.partner_id = agreement.partner_id
            AND terms.side = 'sell' AND terms.payment_mode = 'prepaid'
        LEFT JOIN (
            SELECT account.partner_id, account.currency, -balance_micros AS deposit
            FROM ledger_account AS account JOIN account_balance ON account_id = account.id
            WHERE account.entity_id = of_entity_id AND type = 'prepaid'
                AND (of_partner_id IS NULL OR account.partner_id = of_partner_id)
        ) AS balance ON balance.partner_id = agreement.partner_id AND balance.currency = agreement.currency
        LEFT JOIN usage ON usage.partner_id = agreement.partner_id AND usage.currency = agreement.currency
        LEFT JOIN (
            SELECT hold.partner_id, sum(COALESCE(captured_micros, amount_micros)) AS held
            FROM deposit_hold AS hold
            WHERE hold.entity_id = of_entity_id AND state <> 'released' AND expires_at > clock_timestamp()
                AND (of_partner_id IS NULL OR hold.partner_id = of_partner_id)
            GROUP BY hold.partner_id
        ) AS holds ON holds.partner_id = agreement.partner_id
        LEFT JOIN estimate ON estimate.partner_id = agreement.partner_id AND estimate.currency = agreement.currency
        CROSS JOIN LATERAL (
            SELECT COALESCE(unposted_tax, 0) + CASE WHEN terms.tax_profile_id IS NULL THEN 0
                ELSE reserved_tax(of_entity_id, agreement.partner_id, (now() AT TIME ZONE terms.billing_zone)::date,
                    COALESCE(held, 0) + COALESCE(estimate.micros, 0)) END AS micros) AS tax
    WHERE agreement.entity_id = of_entity_id AND (of_partner_id IS NULL OR agreement.partner_id = of_partner_id)
$$;

COMMENT ON FUNCTION public.deposit_positions(of_entity_id smallint, of_partner_id integer) IS 'Deposits of the customers of an entity who pay ahead (of one, or null = all), in micros (10^-6) of currency: available is the deposit less usage that is not posted, holds, calls without a price at the last one known, and the tax that will come on top of these; overdraft is how far below zero the agreement lets it go.';

CREATE FUNCTION public.deposit_tax(of_entity_id smallint, of_partner_id integer, on_day date, micros numeric) RETURNS TABLE(debit_type text, account_type text, micros numeric)
    LANGUAGE sql STABLE ROWS 1 PARALLEL SAFE
    AS $_$
    SELECT CASE WHEN includes_tax THEN 'revenue' ELSE 'prepaid' END, parts.account_type, part
    FROM terms_on(of_entity_id, of_partner_id, 'sell', on_day) AS terms
        JOIN tax_profile AS profile ON profile.id = terms.tax_profile_id AND profile.tax_point = 'usage'
        CROSS JOIN LATERAL tax_parts(profile.id, on_day, $4, includes_tax) AS parts
    WHERE part <> 0
$_$;

COMMENT ON FUNCTION public.deposit_tax(of_entity_id smallint, of_partner_id integer, on_day date, micros numeric) IS 'Tax that usage or charges of a billing day owe where a deposit pays them and is taxed with the calls, in micros (10^-6): from the deposit on top, or out of the revenue where prices contain it.';

CREATE TABLE public.document_issue (
    document_id bigint NOT NULL,
    number bigint NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    total_minor bigint,
    series_id integer NOT NULL,
    issued_on date NOT NULL,
    due_on date,
    entity_id smallint NOT NULL,
    content_format smallint NOT NULL,
    kind text NOT NULL,
    number_text text NOT NULL,
    content_hash bytea NOT NULL,
    CONSTRAINT document_issue_hash_is_256_bits CHECK ((octet_length(content_hash) = 32)),
    CONSTRAINT document_issue_is_due_after_issue CHECK ((issued_on <= due_on))
);

COMMENT ON TABLE public.document_issue IS 'What issue adds to a document: number, dates, and the hash of all that it says. INSERT-only.';

COMMENT ON COLUMN public.document_issue.total_minor IS 'Minor units of the document''s currency; null where its kind has no total.';

COMMENT ON COLUMN public.document_issue.issued_on IS 'Day of issue in the entity''s zone.';

COMMENT ON COLUMN public.document_issue.content_format IS 'Which text document_content makes of it; a text once hashed is never made otherwise.';

COMMENT ON COLUMN public.document_issue.content_hash IS 'SHA-256 of document_content in UTF-8.';

CREATE FUNCTION public.document_content(issue public.document_issue) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT CASE
        WHEN (issue).kind = 'invoice'
            THEN invoice_content((issue).document_id, (issue).number_text, (issue).issued_on, (issue).due_on)
        WHEN (issue).kind IN ('payment', 'top_up', 'refund', 'write_off', 'advance_use', 'deposit_transfer')
            THEN payment_content((issue).document_id, (issue).number_text, (issue).issued_on)
        WHEN (issue).kind IN ('manual_journal', 'opening')
            THEN manual_journal_content((issue).document_id, (issue).number_text, (issue).issued_on)
    END
$$;

COMMENT ON FUNCTION public.document_content(issue public.document_issue) IS 'The content of an issued document by the function of its kind; null where there is none.';

CREATE FUNCTION public.document_number_text(prefix text, digits smallint, number bigint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT prefix || lpad(number::text, GREATEST(digits, length(number::text)), '0')
$$;

CREATE FUNCTION public.due_day(issued_on date, days integer, terms_kind text) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT days + CASE terms_kind WHEN 'net' THEN issued_on
        WHEN 'end_of_month' THEN (date_trunc('month', issued_on::timestamp) + interval '1 month')::date - 1 END
$$;

COMMENT ON FUNCTION public.due_day(issued_on date, days integer, terms_kind text) IS 'When an invoice is due: so many days after its date, or after the last day of its month.';

CREATE FUNCTION public.due_deposit_marks(of_entity_id smallint, low_micros numeric, cleared_percent integer) RETURNS TABLE(mark_id bigint, partner_id integer, currency text, kind text, available_micros numeric, limit_micros numeric, is_raised boolean)
    LANGUAGE sql STABLE
    AS $$
    SELECT standing.id, position.partner_id, position.currency, wanted.kind, position.available_micros, wanted.limit_micros,
        standing.id IS NULL
    FROM deposit_positions(of_entity_id, NULL) AS position
        CROSS JOIN LATERAL (VALUES
            -- Cleared only where it is well above: a balance around the limit raises one mark.
            ('low', low_micros, div(low_micros * cleared_percent, 100)),
            ('overdrawn', -overdraft_micros, -overdraft_micros)) AS wanted (kind, limit_micros, clears_at)
        LEFT JOIN deposit_mark AS standing ON standing.entity_id = of_entity_id
            AND standing.partner_id = position.partner_id AND standing.kind = wanted.kind AND cleared_at IS NULL
    WHERE CASE WHEN standing.id IS NULL THEN position.available_micros < wanted.limit_micros
            -- Nothing was ever put in or used up: nobody waits for this customer.
            AND (wanted.kind = 'overdrawn' OR deposit_micros <> 0 OR unposted_micros <> 0 OR held_micros <> 0)
        ELSE position.available_micros >= wanted.clears_at END
$$;

COMMENT ON FUNCTION public.due_deposit_marks(of_entity_id smallint, low_micros numeric, cleared_percent integer) IS 'Marks of an entity''s customers that are to be raised or cleared now: low below low_micros, until cleared_percent of that are available again; overdrawn below what the agreement allows.';

CREATE FUNCTION public.end_allocations(of_entity_id smallint, allocations bigint[], on_day date) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    settlement bigint;
    ended bigint;
BEGIN
    settlement := post_settlement(of_entity_id, ARRAY(
        SELECT ROW(NULL, partner_id, 'fx_gain_loss', 'receivable', currency, 0, ends_on,
            date_trunc('month', ends_on::timestamp)::date, credit_functional_micros - debit_functional_micros)::movement
        FROM allocation
            CROSS JOIN LATERAL (SELECT GREATEST(on_day, allocated_on, first_open_day(of_entity_id)) AS ends_on) AS day
        WHERE id = ANY (allocations) AND debit_functional_micros <> credit_functional_micros
        ORDER BY id));
    INSERT INTO allocation (entity_id, partner_id, currency, credit_id, credit_kind, debit_id, debit_kind, amount_minor,
        reverses_allocation_id, allocated_on, credit_functional_micros, debit_functional_micros, journal_id)
    SELECT entity_id, partner_id, currency, credit_id, credit_kind, debit_id, debit_kind, -amount_minor, id,
        GREATEST(on_day, allocated_on, first_open_day(of_entity_id)), -credit_functional_micros, -debit_functional_micros,
        CASE WHEN debit_functional_micros <> credit_functional_micros THEN settlement END
    FROM allocation
    WHERE id = ANY (allocations) AND entity_id = of_entity_id
    ORDER BY id;
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END
$$;

COMMENT ON FUNCTION public.end_allocations(of_entity_id smallint, allocations bigint[], on_day date) IS 'Ends allocations on a day, or the first possible one behind it; returns how many.';

CREATE FUNCTION public.exchange_rate_on(from_code text, to_code text, on_day date, OUT rate numeric, OUT is_inverse boolean, OUT rate_on date) RETURNS SETOF record
    LANGUAGE sql STABLE ROWS 1 PARALLEL SAFE
    AS $$
    SELECT stated.rate, stated.from_currency <> from_code, stated.effective_on
    FROM current_exchange_rate AS stated
    WHERE (stated.from_currency, stated.to_currency) IN ((from_code, to_code), (to_code, from_code))
        AND stated.effective_on <= on_day AND stated.effective_on > on_day
            - COALESCE((SELECT value::integer FROM setting WHERE name = 'fx.days_max'), 35) - 1
    ORDER BY stated.effective_on DESC, stated.from_currency = from_code DESC
    LIMIT 1
$$;

COMMENT ON FUNCTION public.exchange_rate_on(from_code text, to_code text, on_day date, OUT rate numeric, OUT is_inverse boolean, OUT rate_on date) IS 'The exchange rate in effect on a day; of two directions the later day, then the direct one. None where there is none, or only one older than the setting fx.days_max.';

CREATE FUNCTION public.fee_of_days(month_fee_micros bigint, days integer, month_days integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT div(month_fee_micros::numeric * days * 2 + month_days, month_days * 2)::bigint
$$;

COMMENT ON FUNCTION public.fee_of_days(month_fee_micros bigint, days integer, month_days integer) IS 'Micros of so many days of a month, rounded once, half up. The k-th day costs fee_of_days(k) - fee_of_days(k - 1), so any parts of a month add up to the whole.';

CREATE FUNCTION public.finish_call_merge(of_month date) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    merging call_merge;
    day text;
    days text[];
BEGIN
    SELECT * INTO STRICT merging FROM call_merge WHERE month = of_month FOR UPDATE;
    -- Without waiting in any queue, in which others would wait behind: whoever is at work goes on, and this is tried again.
    IF NOT pg_try_advisory_xact_lock(hashtextextended('didtron.call_readers', 0))
        OR NOT pg_try_advisory_xact_lock(call_month_lock(of_month))
    THEN
        RETURN false;
    END IF;
    BEGIN
        LOCK TABLE ONLY call IN ACCESS EXCLUSIVE MODE NOWAIT;
        days := ARRAY(
            SELECT name FROM call_partitions()
            WHERE first_on >= of_month AND until_on <= (of_month + interval '1 month')::date
            ORDER BY first_on);
        FOREACH day IN ARRAY days LOOP
            EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE NOWAIT', day);
        END LOOP;
    EXCEPTION WHEN lock_not_available THEN
        RETURN false;
    END;
    -- What came meanwhile is copied first: rows that this transaction wrote would be missed by whoever began before it ended.
    IF late_chunks(merging) IS NOT NULL THEN
        RETURN false;
    END IF;
    FOREACH day IN ARRAY days LOOP
        EXECUTE format('DROP TABLE %I', day);
    END LOOP;
    -- Its CHECK says that all rows belong there, so that they are not read.
    EXECUTE format('ALTER TABLE call ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', merging.partition_name,
        of_month || ' 00:00:00+00', (of_month + interval '1 month')::date || ' 00:00:00+00');
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT call_is_of_the_month', merging.partition_name);
    DELETE FROM call_merge WHERE month = of_month;
    RETURN true;
END
$$;

ALTER FUNCTION public.finish_call_merge(of_month date) OWNER TO didtron_storage;

COMMENT ON FUNCTION public.finish_call_merge(of_month date) IS 'Puts the copy of a month in the place of its days; false where somebody is at work there, or something came that is not in the copy.';

CREATE FUNCTION public.first_open_day(of_entity_id smallint) RETURNS date
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN COALESCE((SELECT locked_through + 1 FROM period_lock WHERE entity_id = of_entity_id ORDER BY id DESC LIMIT 1),
        DATE '-infinity');
END
$$;

COMMENT ON FUNCTION public.first_open_day(of_entity_id smallint) IS 'The first day on which something can become effective in an entity''s books.';

CREATE FUNCTION public.fx_positions(of_entity_id smallint, as_of date) RETURNS TABLE(account_id integer, type text, partner_id integer, currency text, is_revalued boolean, micros numeric, functional_micros numeric, unconverted bigint, unconverted_micros numeric, rate numeric, is_inverse boolean, rate_on date, closing_micros numeric)
    LANGUAGE sql STABLE
    AS $$
    WITH foreign_account AS MATERIALIZED (
        SELECT account.id, account.type, account.partner_id, account.currency, type.is_revalued, type.position,
            entity.functional_currency
        FROM ledger_account AS account
            JOIN ledger_account_type AS type ON type.code = account.type
            JOIN entity ON entity.id = account.entity_id
        WHERE account.entity_id = of_entity_id AND account.currency <> entity.functional_currency
            AND type.class IN ('asset', 'liability')
    ), leg AS (
        SELECT debit_account_id AS account_id, amount_micros AS micros, entry.functional_micros
        FROM entry
        WHERE effective_on <= as_of AND debit_account_id IN (SELECT id FROM foreign_account)
        UNION ALL
        SELECT credit_account_id, -amount_micros, -entry.functional_micros
        FROM entry
        WHERE effective_on <= as_of AND credit_account_id IN (SELECT id FROM foreign_account)
    ), closing_rate AS MATERIALIZED (
        SELECT used.currency, known.*
        FROM (SELECT DISTINCT currency, functional_currency FROM foreign_account) AS used
            LEFT JOIN LATERAL exchange_rate_on(used.currency, used.functional_currency, as_of) AS known ON true
    )
    SELECT account.id, account.type, account.partner_id, account.currency, account.is_revalued,
        COALESCE(sum(micros) FILTER (WHERE leg.functional_micros IS NOT NULL), 0), COALESCE(sum(leg.functional_micros), 0),
        count(micros) - count(leg.functional_micros),
        COALESCE(sum(micros) FILTER (WHERE leg.functional_micros IS NULL), 0), closing.rate, closing.is_inverse, closing.rate_on,
        converted_at(COALESCE(sum(micros) FILTER (WHERE leg.functional_micros IS NOT NULL), 0), closing.rate, closing.is_inverse)
    FROM foreign_account AS account
        JOIN leg ON leg.account_id = account.id
        LEFT JOIN closing_rate AS closing ON closing.currency = account.currency
    GROUP BY account.id, account.type, account.partner_id, account.currency, account.is_revalued, account.position, closing.rate,
        closing.is_inverse, closing.rate_on
    ORDER BY account.currency, account.position, account.partner_id
$$;

COMMENT ON FUNCTION public.fx_positions(of_entity_id smallint, as_of date) IS 'What an entity''s accounts of money hold in foreign currencies at the end of a day, debits less credits, with what it is worth in the books and by the exchange rate of that day: micros that have a functional amount, and apart those of entries that have none. Null where there is no rate.';

CREATE FUNCTION public.grant_call_partition(partition_name text) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    EXECUTE format('GRANT SELECT ON %I TO didtron_owner, didtron_loader, didtron_app, didtron_reporter', partition_name);
    EXECUTE format('GRANT INSERT ON %I TO didtron_loader', partition_name);
END
$$;

COMMENT ON FUNCTION public.grant_call_partition(partition_name text) IS 'Grants on a new partition of call what is granted on all of them.';

CREATE FUNCTION public.hold_call_partitions(days date[]) RETURNS TABLE(day date, name text)
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(call_month_lock(month))
    FROM (SELECT DISTINCT date_trunc('month', held::timestamp)::date AS month FROM unnest(days) AS held ORDER BY 1) AS held_month;
    -- As they are now that nobody merges them.
    RETURN QUERY
        SELECT held, quote_ident(partition.name)
        FROM unnest(days) AS held LEFT JOIN call_partitions() AS partition ON first_on <= held AND held < until_on
        ORDER BY held;
END
$$;

COMMENT ON FUNCTION public.hold_call_partitions(days date[]) IS 'Names the partitions of call for UTC days and keeps them from being merged until the transaction ends.';

CREATE FUNCTION public.hold_periods(of_entity_id smallint) RETURNS date
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('didtron.period_lock', of_entity_id));
    RETURN first_open_day(of_entity_id);
END
$$;

COMMENT ON FUNCTION public.hold_periods(of_entity_id smallint) IS 'The first open day of an entity, which stays so until commit: whoever would lock a period waits, and is waited for. Called before journals are written.';

CREATE FUNCTION public.iban_is_sound(iban text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    -- ISO 13616: country and check digits go behind the rest, letters count from 10, and the remainder by 97 is 1.
    SELECT CASE WHEN iban !~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' THEN false ELSE
        country_is_known(left(iban, 2)) AND (
            SELECT string_agg(CASE WHEN letter ~ '[A-Z]' THEN (ascii(letter) - 55)::text ELSE letter END, '' ORDER BY place)
            FROM regexp_split_to_table(substr(iban, 5) || left(iban, 4), '') WITH ORDINALITY AS character (letter, place)
        )::numeric % 97 = 1 END
$_$;

COMMENT ON FUNCTION public.iban_is_sound(iban text) IS 'Whether an IBAN, in capitals and without blanks, has a country and the right check digits.';

CREATE FUNCTION public.invoice_content(of_document_id bigint, number_text text, issued_on date, due_on date) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT content_line('format', '1') || content_line('invoice', number_text)
        || content_line('issued_on', to_char(issued_on, 'YYYY-MM-DD')) || content_line('due_on', to_char(due_on, 'YYYY-MM-DD'))
        || content_line('period_start_on', to_char(period_start_on, 'YYYY-MM-DD'))
        || content_line('period_end_on', to_char(period_end_on, 'YYYY-MM-DD')) || content_line('billing_zone', billing_zone)
        || content_line('currency', currency) || content_line('minor_digits', minor_digits::text)
        || content_line('rounding', rounding) || party_content(of_document_id)
        || (SELECT COALESCE(string_agg(content_line('line', line_number::text) || content_line('kind', line.kind)
                || content_line('service_period', to_char(service_period, 'YYYY-MM-DD'))
                || content_line('product', product.code) || content_line('destination', destination)
                || content_line('calls', calls::text) || content_line('billed_s', billed_s::text)
                || content_line('nanos_per_minute', nanos_per_minute::text)
                || content_line('setup_fee_nanos', setup_fee_nanos::text) || content_line('rate_currency', rate_currency)
                || content_line('exact_micros', line.exact_micros::text)
                || content_line('amount_minor', amount_minor::text), '' ORDER BY line_number), '')
            FROM invoice_line AS line LEFT JOIN product ON product.id = line.product_id
            WHERE invoice_id = of_document_id)
        || (SELECT COALESCE(string_agg(content_line('offset', offset_of.kind)
                || content_line('period_start_on', to_char(offset_of.period_start_on, 'YYYY-MM-DD'))
                || content_line('period_end_on', to_char(offset_of.period_end_on, 'YYYY-MM-DD'))
                || content_line('amount_micros', amount_micros::text), ''
                ORDER BY offset_of.kind, offset_of.period_start_on), '')
            FROM invoice_offset AS offset_of
            WHERE invoice_id = of_document_id)
        || CASE WHEN tax_treatment IS NULL THEN '' ELSE content_line('tax', tax_treatment) || content_line('includes_tax', includes_tax::text)
            || content_line('tax_sentence', tax_sentence)
            || (SELECT COALESCE(string_agg(content_line('tax_rate', tax) || content_line('rate_millionths', rate_millionths::text)
                    || content_line('base_minor', base_minor::text) || content_line('tax_minor', invoice_tax.tax_minor::text),
                    '' ORDER BY position), '')
                FROM invoice_tax
                WHERE invoice_id = of_document_id)
            || content_line('total_tax_minor', invoice.tax_minor::text) END
        || content_line('total_exact_micros', exact_micros::text) || content_line('total_minor', total_minor::text)
    FROM invoice
    WHERE id = of_document_id
$$;

COMMENT ON FUNCTION public.invoice_content(of_document_id bigint, number_text text, issued_on date, due_on date) IS 'All that an invoice says, in the order in which it says it, as text of content format 1. Change nothing here: add a format.';

CREATE FUNCTION public.items_by_hand(of_entity_id smallint, of_partner_id integer, of_type text, as_of date) RETURNS TABLE(document_id bigint, partner_id integer, currency text, kind text, number_text text, issued_on date, booked_on date, minor numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT document.id, account.partner_id, account.currency, document.kind, issue.number_text, issue.issued_on,
        min(entry.effective_on), div(sum(side * amount_micros), minor_unit_micros(currency.minor_digits))
    FROM ledger_account AS account
        JOIN currency ON currency.code = account.currency
        CROSS JOIN LATERAL (
            SELECT 1 AS side, journal_id, effective_on, amount_micros FROM entry
            WHERE debit_account_id = account.id AND effective_on <= as_of
            UNION ALL
            SELECT -1, journal_id, effective_on, amount_micros FROM entry
            WHERE credit_account_id = account.id AND effective_on <= as_of) AS entry
        JOIN journal ON journal.id = entry.journal_id AND journal.kind IN ('manual_journal', 'opening')
        JOIN document ON document.id = journal.document_id
        JOIN document_issue AS issue ON issue.document_id = document.id
    WHERE account.entity_id = of_entity_id AND account.type = of_type
        AND (of_partner_id IS NULL OR account.partner_id = of_partner_id)
    GROUP BY document.id, account.partner_id, account.currency, issue.number_text, issue.issued_on, currency.minor_digits
    -- What was taken back by then is open no longer.
    HAVING sum(side * amount_micros) <> 0
$$;

COMMENT ON FUNCTION public.items_by_hand(of_entity_id smallint, of_partner_id integer, of_type text, as_of date) IS 'What journals by hand and opening balances moved on a type of account of partners by the end of a day, document by document, in minor units, debits above zero.';

CREATE TABLE public.call_merge (
    month date NOT NULL,
    partition_name text NOT NULL,
    chunk_ids integer[] NOT NULL,
    begun_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT call_merge_is_of_a_month CHECK ((date_trunc('month'::text, (month)::timestamp without time zone) = month))
);

ALTER TABLE public.call_merge OWNER TO didtron_storage;

COMMENT ON TABLE public.call_merge IS 'Months whose days are copied into one table that has not taken their place yet. State.';

COMMENT ON COLUMN public.call_merge.partition_name IS 'The copy, which is no partition yet.';

COMMENT ON COLUMN public.call_merge.chunk_ids IS 'Chunks with calls of the month, all of which are in the copy: those that came since are not among them.';

CREATE FUNCTION public.late_chunks(merging public.call_merge) RETURNS integer[]
    LANGUAGE sql STABLE
    AS $$
    SELECT array_agg(id ORDER BY id)
    FROM chunk
    WHERE max_start_at >= (merging).month::timestamp AT TIME ZONE 'UTC'
        AND min_start_at < ((merging).month + interval '1 month') AT TIME ZONE 'UTC'
        AND NOT EXISTS (SELECT FROM unnest((merging).chunk_ids) AS copied (id) WHERE copied.id = chunk.id)
$$;

COMMENT ON FUNCTION public.late_chunks(merging public.call_merge) IS 'Chunks with calls of a month that is being merged that are not in the copy; null = none.';

CREATE FUNCTION public.lock_periods(of_entity_id smallint, through_day date, why text, is_reopening boolean) RETURNS TABLE(lock_id integer, locked_before date)
    LANGUAGE plpgsql
    AS $$
DECLARE
    books entity;
    present date;
BEGIN
    -- Whoever posts has committed, or waits for this transaction and finds the lock.
    PERFORM pg_advisory_xact_lock(hashtextextended('didtron.period_lock', of_entity_id));
    SELECT * INTO STRICT books FROM entity WHERE id = of_entity_id;
    present := (SELECT locked_through FROM period_lock WHERE entity_id = of_entity_id ORDER BY id DESC LIMIT 1);
    IF NOT is_reopening AND through_day = present OR is_reopening AND through_day IS NULL AND present IS NULL THEN
        RETURN;
    END IF;
    IF is_reopening AND (present IS NULL OR through_day >= present) THEN
        PERFORM refuse('conflict', 'period.not_locked', format('the books of %s are %s', books.code,
            COALESCE('locked only until ' || present, 'not locked')),
            jsonb_build_object('entity', books.code, 'locked_through', COALESCE(present::text, '')));
    ELSIF NOT is_reopening AND through_day < present THEN
        PERFORM refuse('conflict', 'period.locked_further', format('the books of %s are locked until %s already', books.code,
            present), jsonb_build_object('entity', books.code, 'locked_through', present::text));
    ELSIF NOT is_reopening AND through_day >= (clock_timestamp() AT TIME ZONE books.zone)::date THEN
        PERFORM refuse('invalid', 'period.not_over', format('%s is not over yet where the books of %s are kept (%s)',
            through_day, books.code, books.zone), jsonb_build_object('entity', books.code));
    END IF;
    RETURN QUERY
        INSERT INTO period_lock (entity_id, locked_through, reason, locked_at)
        SELECT of_entity_id, through_day, why,
            GREATEST(clock_timestamp(), (SELECT max(locked_at) FROM period_lock WHERE entity_id = of_entity_id))
        RETURNING id, present;
END
$$;

COMMENT ON FUNCTION public.lock_periods(of_entity_id smallint, through_day date, why text, is_reopening boolean) IS 'Locks an entity''s books until a day, which is over, or opens them again behind one (null = all of them); what holds already changes nothing and returns no row. Waits for those who post.';

CREATE FUNCTION public.make_month_partitions(parent text, days date[]) RETURNS integer
    LANGUAGE plpgsql
    AS $$
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

COMMENT ON FUNCTION public.make_month_partitions(parent text, days date[]) IS 'Makes the partitions of a table for the months of some days, unless they are there; says how many. Run by the functions of the tables'' owners.';

CREATE FUNCTION public.make_payment_tables() RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF to_regclass('pg_temp.numbered_payment') IS NOT NULL THEN
        -- A second run in one transaction finds what the first one left.
        IF EXISTS (SELECT FROM stated_payment) THEN
            DELETE FROM stated_payment;
            DELETE FROM named_settlement;
            DELETE FROM open_document;
            DELETE FROM stated_tax;
            DELETE FROM wished_settlement;
            DELETE FROM taken_number;
            DELETE FROM numbered_payment;
        END IF;
        RETURN;
    END IF;
    CREATE TEMPORARY TABLE stated_payment (
        place bigint, payment_id bigint, partner_id integer, purpose text, kind text, debit_type text, credit_type text,
        has_bank boolean, is_incoming boolean, currency text, unit bigint, bank_currency text, bank_unit bigint,
        cash_minor bigint, fee_minor bigint, withheld_minor bigint, total_minor bigint, value_on date, allocated_on date,
        today date, net_minor bigint, rounding_micros bigint, reference text, reason text, advance_id bigint, settles jsonb,
        functional_currency text, effective_on date) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE named_settlement (place bigint, item bigint, document_id bigint, amount_minor bigint)
        ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE open_document (
        document_id bigint, partner_id integer, kind text, first_on date, issued_on date, open_minor bigint) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE stated_tax (
        place bigint, payment_id bigint, position bigint, profile_id integer, tax text, rate_millionths integer,
        account_type text, base_minor bigint, tax_minor bigint) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE wished_settlement (
        place bigint, item bigint, payment_id bigint, document_id bigint, purpose text, allocated_on date,
        amount_minor numeric) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE taken_number (
        kind text, series_id integer, first_number bigint, issued_at timestamptz, issued_on date, prefix text,
        digits smallint) ON COMMIT DELETE ROWS;
    CREATE TEMPORARY TABLE numbered_payment (
        payment_id bigint, place bigint, kind text, series_id integer, issued_at timestamptz, issued_on date, prefix text,
        digits smallint, number bigint) ON COMMIT DELETE ROWS;
END
$$;

COMMENT ON FUNCTION public.make_payment_tables() IS 'Makes the temporary tables of record_payments.sql unless the session has them, and sees that they are empty.';

CREATE FUNCTION public.manual_journal_content(of_document_id bigint, number_text text, issued_on date) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT content_line('format', '1') || content_line(document_kind, number_text)
        || content_line('issued_on', to_char(issued_on, 'YYYY-MM-DD'))
        || content_line('effective_on', to_char(effective_on, 'YYYY-MM-DD')) || content_line('description', description)
        || party_content(of_document_id)
        || (SELECT COALESCE(string_agg(content_line('line', line_number::text) || content_line('debit', debit_type)
                || content_line('credit', credit_type) || content_line('partner', partner.code)
                || content_line('currency', currency) || content_line('amount_micros', amount_micros::text)
                || content_line('functional_micros', functional_micros::text)
                || content_line('service_period', to_char(service_period, 'YYYY-MM-DD'))
                || content_line('text', line.text), '' ORDER BY line_number), '')
            FROM manual_journal_line AS line LEFT JOIN partner ON partner.id = line.partner_id
            WHERE journal_id = of_document_id)
    FROM manual_journal
    WHERE id = of_document_id
$$;

COMMENT ON FUNCTION public.manual_journal_content(of_document_id bigint, number_text text, issued_on date) IS 'All that a journal by hand says, in the order in which it says it, as text of content format 1. Change nothing here: add a format.';

CREATE FUNCTION public.minor_unit_micros(minor_digits smallint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE minor_digits WHEN 0 THEN 1000000 WHEN 1 THEN 100000 WHEN 2 THEN 10000 WHEN 3 THEN 1000 WHEN 4 THEN 100
    END::bigint
$$;

COMMENT ON FUNCTION public.minor_unit_micros(minor_digits smallint) IS 'Micros in one minor unit: 10000 for USD, 1000000 for JPY, 1000 for KWD.';

CREATE FUNCTION public.missing_call_days(days date[]) RETURNS date[]
    LANGUAGE sql STABLE
    AS $$
    WITH partition AS MATERIALIZED (SELECT first_on, until_on FROM call_partitions())
    SELECT ARRAY(
        SELECT DISTINCT day FROM unnest(days) AS day
        WHERE NOT EXISTS (SELECT FROM partition WHERE first_on <= day AND day < until_on)
        ORDER BY day)
$$;

COMMENT ON FUNCTION public.missing_call_days(days date[]) IS 'Those of some UTC days of which call has no partition, ascending.';

CREATE FUNCTION public.missing_months(parent text, days date[]) RETURNS date[]
    LANGUAGE sql STABLE
    AS $$
    SELECT COALESCE(array_agg(month ORDER BY month), '{}')
    FROM (SELECT DISTINCT date_trunc('month', day::timestamp)::date AS month FROM unnest(days) AS day) AS wanted
    WHERE month IS NOT NULL AND to_regclass(quote_ident(parent || '_' || to_char(month, 'YYYYMM'))) IS NULL
$$;

COMMENT ON FUNCTION public.missing_months(parent text, days date[]) IS 'Months of some days of which a table has no partition, by their first days, ascending.';

CREATE FUNCTION public.offset_periods(period_micros bigint[], unit_micros bigint) RETURNS integer[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
    invoices integer := 0;
    invoice_micros bigint[] := '{}';
    invoice_of_period integer[] := '{}';
BEGIN
    FOR period IN 1 .. cardinality(period_micros) LOOP
        IF invoices = 0 OR rounded_half_up(invoice_micros[invoices], unit_micros) > 0 THEN
            invoices := invoices + 1;
            invoice_micros[invoices] := 0;
        END IF;
        invoice_micros[invoices] := invoice_micros[invoices] + period_micros[period];
        invoice_of_period[period] := invoices;
    END LOOP;
    WHILE invoices > 1 AND rounded_half_up(invoice_micros[invoices], unit_micros) <= 0 LOOP
        invoice_micros[invoices - 1] := invoice_micros[invoices - 1] + invoice_micros[invoices];
        invoices := invoices - 1;
    END LOOP;
    RETURN ARRAY(
        SELECT LEAST(invoice, invoices) FROM unnest(invoice_of_period) WITH ORDINALITY AS joined (invoice, period)
        ORDER BY period);
END
$$;

COMMENT ON FUNCTION public.offset_periods(period_micros bigint[], unit_micros bigint) IS 'The invoice, from 1, that each of a customer''s periods joins, given their sums in order: a sum that rounds to nothing above zero joins the next period, behind the last one the invoice before. Only where all of them together are not above zero is the last invoice none.';

CREATE FUNCTION public.party_content(of_document_id bigint) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN (SELECT COALESCE(string_agg(content_line(role, code) || content_line('name', name) || content_line('address', address)
        || content_line('city', city) || content_line('region', region) || content_line('postal_code', postal_code)
        || content_line('country', country) || content_line('registration_number', registration_number)
        || (SELECT COALESCE(string_agg(content_line('tax_id', tax_id), '' ORDER BY place), '')
            FROM unnest(tax_ids) WITH ORDINALITY AS stated (tax_id, place))
        || content_line('language', language) || content_line('reference', reference)
        || (SELECT COALESCE(string_agg(content_line('bank_account', item), '' ORDER BY place), '')
            FROM unnest(bank_account) WITH ORDINALITY AS stated (item, place)), '' ORDER BY role), '')
    FROM document_party
    WHERE document_id = of_document_id);
END
$$;

COMMENT ON FUNCTION public.party_content(of_document_id bigint) IS 'The parties of a document as part of its content.';

CREATE FUNCTION public.payment_content(of_document_id bigint, number_text text, issued_on date) RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN (SELECT content_line('format', '1') || content_line(document_kind, number_text)
        || content_line('issued_on', to_char(issued_on, 'YYYY-MM-DD')) || content_line('purpose', purpose)
        || content_line('value_on', to_char(value_on, 'YYYY-MM-DD')) || content_line('currency', currency)
        || content_line('bank_currency', bank_currency)
        || content_line('bank_account', (SELECT COALESCE(iban, account_number) FROM bank_account WHERE id = bank_account_id))
        || content_line('cash_minor', cash_minor::text) || content_line('fee_minor', fee_minor::text)
        || content_line('withheld_minor', withheld_minor::text)
        || (SELECT COALESCE(string_agg(content_line('tax_rate', tax) || content_line('rate_millionths', rate_millionths::text)
                || content_line('base_minor', base_minor::text) || content_line('tax_minor', payment_tax.tax_minor::text),
                '' ORDER BY position), '')
            FROM payment_tax
            WHERE payment_id = of_document_id)
        || CASE WHEN rounding_micros = 0 THEN '' ELSE content_line('rounding_micros', rounding_micros::text) END
        || content_line('reference', reference)
        || content_line('reason', reason) || content_line('advance', advance_id::text)
        || party_content(of_document_id) || content_line('total_minor', total_minor::text)
    FROM payment
    WHERE id = of_document_id);
END
$$;

COMMENT ON FUNCTION public.payment_content(of_document_id bigint, number_text text, issued_on date) IS 'All that a payment says, as text of content format 1. Change nothing here: add a format.';

CREATE FUNCTION public.plain_name(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT lower(regexp_replace(name, '[^[:alnum:]]+', '', 'g'))
$$;

COMMENT ON FUNCTION public.plain_name(name text) IS 'A destination''s name without capitals, blanks and punctuation: how names of cards are compared.';

CREATE FUNCTION public.portal_calls(of_day date, after_micros bigint, after_chunk_id integer, after_ordinal integer, row_limit integer) RETURNS TABLE(start_micros bigint, started_at text, chunk_id integer, ordinal integer, called text, calling text, duration_ns bigint, billed_s integer, micros bigint, destination text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT (extract(epoch FROM call.start_at) * 1000000)::bigint, to_char(call.start_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        call.chunk_id, call.ordinal::integer, COALESCE(call.called_text, call.called::text, ''),
        COALESCE(call.calling_text, call.calling::text, ''), call.duration_ns::bigint, call.sell_billed_s::integer,
        call.sell_micros::bigint, COALESCE(own.name, '')
    FROM call
        LEFT JOIN rate ON rate.id = call.sell_rate_id
        LEFT JOIN card_destination AS own ON own.id = rate.card_destination_id
    WHERE call.entity_id = portal_entity() AND call.customer_id = portal_partner() AND call.sell_billing_on = of_day
        -- A zone is at most fourteen hours away.
        AND call.start_at >= (of_day - 1)::timestamp AT TIME ZONE 'UTC' AND call.start_at < (of_day + 2)::timestamp AT TIME ZONE 'UTC'
        AND call.kind <> 'r' AND call.sell_micros IS NOT NULL
        AND (after_micros IS NULL OR (call.start_at, call.chunk_id, call.ordinal)
            > (TIMESTAMPTZ 'epoch' + after_micros * INTERVAL '1 microsecond', after_chunk_id, after_ordinal))
        AND NOT EXISTS (SELECT FROM call AS reversal
            WHERE reversal.start_at = call.start_at AND reversal.kind = 'r'
                AND reversal.replaces_chunk_id = call.chunk_id AND reversal.replaces_ordinal = call.ordinal)
    ORDER BY call.start_at, call.chunk_id, call.ordinal
    LIMIT row_limit
$$;

COMMENT ON FUNCTION public.portal_calls(of_day date, after_micros bigint, after_chunk_id integer, after_ordinal integer, row_limit integer) IS 'Rated calls of the customer of the transaction on one of its billing days, the first started first, behind a row; microseconds since 1970 UTC, nanoseconds, seconds, micros (10^-6) of the agreement''s currency.';

CREATE FUNCTION public.portal_entity() RETURNS smallint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT NULLIF(current_setting('didtron.entity_id', true), '')::smallint
$$;

COMMENT ON FUNCTION public.portal_entity() IS 'The entity to which the transaction is confined; null = none, which sees nothing.';

CREATE FUNCTION public.portal_partner() RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT NULLIF(current_setting('didtron.partner_id', true), '')::integer
$$;

COMMENT ON FUNCTION public.portal_partner() IS 'The partner to whom the transaction is confined; null = none, which sees nothing.';

CREATE FUNCTION public.portal_payments(before_on date, before_id bigint, row_limit integer) RETURNS TABLE(payment_id bigint, number_text text, purpose text, is_incoming boolean, value_on date, state text, currency text, minor_digits integer, total_minor bigint, left_minor bigint, reference text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT payment.id, issue.number_text, payment.purpose, payment.is_incoming, payment.value_on, payment.state, payment.currency,
        own.minor_digits::integer, payment.total_minor,
        CASE WHEN payment.state = 'recorded' AND payment.purpose IN ('received', 'deposit_transfer')
            THEN payment.total_minor - payment.allocated_minor ELSE 0 END, payment.reference
    FROM payment
        JOIN document_issue AS issue ON issue.document_id = payment.id
        JOIN currency AS own ON own.code = payment.currency
    WHERE payment.entity_id = portal_entity() AND payment.partner_id = portal_partner()
        AND payment.purpose IN ('received', 'top_up', 'refund_of_credit', 'refund_of_deposit', 'deposit_transfer')
        AND (before_id IS NULL OR (payment.value_on, payment.id) < (before_on, before_id))
    ORDER BY payment.value_on DESC, payment.id DESC
    LIMIT row_limit
$$;

COMMENT ON FUNCTION public.portal_payments(before_on date, before_id bigint, row_limit integer) IS 'Payments of the customer of the transaction and back to it, the newest first, behind a row; minor units of currency.';

CREATE FUNCTION public.portal_people() RETURNS TABLE(mail text, name text, state text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT app_user.mail, app_user.name, app_user.state
    FROM app_user
    WHERE entity_id = portal_entity() AND partner_id = portal_partner()
    ORDER BY app_user.mail
$$;

COMMENT ON FUNCTION public.portal_people() IS 'Who may sign in for the customer of the transaction.';

CREATE FUNCTION public.portal_position() RETURNS TABLE(currency text, minor_digits integer, payment_mode text, receivable_micros numeric, unapplied_micros numeric, unbilled_micros numeric, deposit_micros numeric, available_micros numeric, credit_limit_micros numeric, low_mark boolean, as_of text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    WITH balance AS (
        SELECT account.currency, COALESCE(sum(balance_micros) FILTER (WHERE type = 'receivable'), 0) AS receivable,
            COALESCE(sum(balance_micros) FILTER (WHERE type = 'unbilled'), 0) AS unbilled
        FROM ledger_account AS account JOIN account_balance ON account_id = account.id
        WHERE account.entity_id = portal_entity() AND account.partner_id = portal_partner()
        GROUP BY account.currency
    ), waiting AS (
        SELECT usage.currency, sum(micros) AS micros
        FROM unposted_usage(portal_entity(), portal_partner()) AS usage
        WHERE side = 's' AND NOT prepaid
        GROUP BY usage.currency
    ), credit AS (
        SELECT payment.currency, sum((total_minor - allocated_minor) * minor_unit_micros(own.minor_digits)::numeric) AS unapplied
        FROM payment JOIN currency AS own ON own.code = payment.currency
        WHERE entity_id = portal_entity() AND partner_id = portal_partner() AND state = 'recorded'
            AND purpose IN ('received', 'deposit_transfer') AND allocated_minor < total_minor
        GROUP BY payment.currency
    )
    SELECT agreement.currency, own.minor_digits::integer, terms.payment_mode, COALESCE(receivable, 0), COALESCE(unapplied, 0),
        COALESCE(unbilled, 0) + COALESCE(micros, 0), COALESCE(deposit.deposit_micros, 0), COALESCE(deposit.available_micros, 0),
        terms.credit_limit_micros::numeric,
        EXISTS (SELECT FROM deposit_mark AS mark WHERE mark.entity_id = agreement.entity_id AND mark.partner_id = agreement.partner_id
            AND cleared_at IS NULL),
        to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    FROM agreement
        JOIN currency AS own ON own.code = agreement.currency
        JOIN current_terms AS terms ON terms.entity_id = agreement.entity_id AND terms.partner_id = agreement.partner_id
            AND terms.side = 'sell'
        LEFT JOIN balance ON balance.currency = agreement.currency
        LEFT JOIN waiting ON waiting.currency = agreement.currency
        LEFT JOIN credit ON credit.currency = agreement.currency
        LEFT JOIN deposit_positions(portal_entity(), portal_partner()) AS deposit ON deposit.currency = agreement.currency
    WHERE agreement.entity_id = portal_entity() AND agreement.partner_id = portal_partner() AND agreement.role <> 'supplier'
$$;

COMMENT ON FUNCTION public.portal_position() IS 'Where the customer of the transaction stands now, usage that is loaded and not posted included, in micros (10^-6) of currency; no row for a supplier.';

CREATE FUNCTION public.portal_rates(sought text, after_prefix text, after_id integer, row_limit integer) RETURNS TABLE(rate_id integer, prefix text, destination text, product text, currency text, nanos_per_minute bigint, setup_fee_nanos bigint, initial_s integer, increment_s integer, blocked boolean, variant text, from_at text, until_at text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT rate.id, rate.prefix, own.name, product.code, card.currency, rate.nanos_per_minute, rate.setup_fee_nanos,
        rate.initial_s::integer, rate.increment_s::integer, rate.blocked,
        NULLIF(concat_ws(', ', rate.time_band, 'from ' || rate.origin, rate.jurisdiction), ''),
        to_char(greatest(rate.effective_from, version.effective_from) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        CASE WHEN isfinite(rate.effective_to)
            THEN to_char(rate.effective_to AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END
    FROM card_assignment AS assignment
        JOIN rate_card AS card ON card.id = assignment.card_id
        JOIN product ON product.id = assignment.product_id
        -- The version in effect, and those that are announced.
        JOIN card_version AS version ON version.card_id = card.id AND version.state = 'approved'
            AND version.effective_from >= COALESCE((
                SELECT max(effective_from) FROM card_version AS past
                WHERE past.card_id = card.id AND past.state = 'approved' AND past.effective_from <= now()), '-infinity')
        JOIN rate ON rate.version_id = version.id AND rate.effective_to > now()
        JOIN card_destination AS own ON own.id = rate.card_destination_id
    WHERE assignment.entity_id = portal_entity() AND assignment.partner_id = portal_partner() AND assignment.side = 'sell'
        AND upper(assignment.effective) > now() IS NOT FALSE
        AND (sought IS NULL OR starts_with(rate.prefix, sought) OR strpos(lower(own.name), lower(sought)) > 0)
        AND (after_id IS NULL OR (rate.prefix, rate.id) > (after_prefix, after_id))
    ORDER BY rate.prefix, rate.id
    LIMIT row_limit
$$;

COMMENT ON FUNCTION public.portal_rates(sought text, after_prefix text, after_id integer, row_limit integer) IS 'Rates of the customer of the transaction that are in effect or announced, by prefix, behind a row; nanos (10^-9) of currency a minute.';

CREATE FUNCTION public.portal_usage(first_on date, until_on date, by_day boolean) RETURNS TABLE(label text, currency text, minor_digits integer, attempts bigint, answered bigint, billed_s bigint, micros numeric)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT CASE WHEN by_day THEN billing_on::text ELSE COALESCE(destination.name, '(none)') END, usage.currency,
        own.minor_digits::integer, sum(attempts)::bigint, sum(answered)::bigint, sum(billed_s)::bigint, sum(micros)
    FROM usage
        JOIN currency AS own ON own.code = usage.currency
        LEFT JOIN destination ON NOT by_day AND destination.id = usage.destination_id
    WHERE entity_id = portal_entity() AND partner_id = portal_partner() AND side = 's'
        AND billing_on >= first_on AND billing_on < until_on
    GROUP BY 1, 2, 3
$$;

COMMENT ON FUNCTION public.portal_usage(first_on date, until_on date, by_day boolean) IS 'Usage of closed files of the customer of the transaction, of billing days half open, by day or by destination; seconds, and micros (10^-6) of currency.';

CREATE FUNCTION public.post_movements(of_entity_id smallint, of_kind text, movements public.movement[]) RETURNS TABLE(journal_id bigint, document_id bigint)
    LANGUAGE plpgsql
    AS $$
DECLARE
    functional text := (SELECT functional_currency FROM entity WHERE id = of_entity_id);
    open_day date := hold_periods(of_entity_id);
    -- Of each journal its id, and in the same place its document.
    journals bigint[];
    documents bigint[];
    wanted bigint;
    written bigint;
BEGIN
    -- Before anything is locked that others who post wait for.
    PERFORM demand_months(ARRAY['entry'], ARRAY(
        SELECT DISTINCT date_trunc('month', GREATEST(effective_on, open_day)::timestamp)::date
        FROM unnest(movements) AS movement
        WHERE effective_on IS NOT NULL));

    -- In the order in which the documents are stated: numbers follow one another.
    WITH stated AS (
        SELECT movement.document_id, min(place) AS place
        FROM unnest(movements) WITH ORDINALITY
            AS movement (document_id, partner_id, debit_type, credit_type, currency, micros, effective_on, service_period,
                functional_micros, place)
        GROUP BY movement.document_id
    ), opened AS (
        INSERT INTO journal (entity_id, kind, document_id)
        SELECT of_entity_id, of_kind, stated.document_id FROM stated ORDER BY place
        RETURNING journal.id, journal.document_id
    )
    SELECT array_agg(opened.id ORDER BY opened.id), array_agg(opened.document_id ORDER BY opened.id) INTO journals, documents
    FROM opened;

    INSERT INTO ledger_account (entity_id, type, per_partner, partner_id, currency)
    SELECT DISTINCT of_entity_id, type.code, type.per_partner, CASE WHEN type.per_partner THEN movement.partner_id END,
        movement.currency
    FROM unnest(movements) AS movement
        JOIN ledger_account_type AS type ON type.code IN (movement.debit_type, movement.credit_type)
    WHERE micros <> 0 OR functional_micros <> 0
    ORDER BY 2, 4, 5
    ON CONFLICT ON CONSTRAINT ledger_account_is_single DO NOTHING;

    IF EXISTS (SELECT FROM unnest(movements) AS movement
        WHERE sign(micros) * sign(functional_micros) < 0 OR currency = functional AND functional_micros <> micros)
    THEN
        PERFORM refuse('invalid', 'ledger.functional_amount_excluded',
            'a movement states a functional amount that its amount excludes');
    END IF;

    -- A negative amount swaps the accounts. The key of each account is worked out first, so that it is found by all columns of its
    -- index even while the statistics do not know the accounts that were just opened.
    WITH stated AS MATERIALIZED (
        SELECT movement.*, CASE WHEN debit.per_partner THEN movement.partner_id ELSE 0 END AS debit_partner_key,
            CASE WHEN credit.per_partner THEN movement.partner_id ELSE 0 END AS credit_partner_key,
            -- Of an exchange difference there is nothing but the functional amount.
            COALESCE(NULLIF(micros, 0), functional_micros, 0) AS moved, GREATEST(effective_on, open_day) AS booked_on
        FROM unnest(movements) WITH ORDINALITY
                AS movement (document_id, partner_id, debit_type, credit_type, currency, micros, effective_on, service_period,
                    functional_micros, place)
            JOIN ledger_account_type AS debit ON debit.code = movement.debit_type
            JOIN ledger_account_type AS credit ON credit.code = movement.credit_type
    )
    INSERT INTO entry (journal_id, entity_id, partner_id, debit_account_id, credit_account_id, amount_micros,
        functional_micros, currency, effective_on, service_period)
    SELECT posted.journal_id, of_entity_id, stated.partner_id,
        CASE WHEN moved > 0 THEN debit.id ELSE credit.id END, CASE WHEN moved > 0 THEN credit.id ELSE debit.id END,
        abs(micros), CASE WHEN stated.currency = functional THEN abs(micros)
            WHEN functional_micros IS NOT NULL THEN abs(functional_micros)
            ELSE converted_micros(abs(micros), stated.currency, functional, booked_on) END,
        stated.currency, booked_on, service_period
    FROM stated
        -- Of movements without a document there is one journal.
        JOIN unnest(journals, documents) AS posted (journal_id, document_id)
            ON COALESCE(posted.document_id, 0) = COALESCE(stated.document_id, 0)
        JOIN ledger_account AS debit ON debit.entity_id = of_entity_id AND debit.type = stated.debit_type
            AND debit.partner_key = stated.debit_partner_key AND debit.currency = stated.currency
        JOIN ledger_account AS credit ON credit.entity_id = of_entity_id AND credit.type = stated.credit_type
            AND credit.partner_key = stated.credit_partner_key AND credit.currency = stated.currency
    WHERE moved <> 0
    ORDER BY posted.journal_id, stated.place;
    GET DIAGNOSTICS written = ROW_COUNT;
    wanted := (SELECT count(*) FROM unnest(movements) AS movement WHERE micros <> 0 OR functional_micros <> 0);
    IF written <> wanted THEN
        PERFORM refuse('invalid', 'ledger.movement_without_account',
            format('%s of %s movements name an account type that does not exist, or no partner', wanted - written, wanted));
    END IF;

    PERFORM add_to_account_balance(journals);
    RETURN QUERY SELECT posted.journal_id, posted.document_id FROM unnest(journals, documents) AS posted (journal_id, document_id);
END
$$;

COMMENT ON FUNCTION public.post_movements(of_entity_id smallint, of_kind text, movements public.movement[]) IS 'Posts movements of one entity: one journal a document (one for all movements without one), an entry a movement that is not nothing. Returns the journals.';

CREATE FUNCTION public.post_settlement(of_entity_id smallint, movements public.movement[]) RETURNS bigint
    LANGUAGE sql
    AS $$
    SELECT journal_id FROM post_movements(of_entity_id, 'settlement', movements) WHERE cardinality(movements) > 0
$$;

COMMENT ON FUNCTION public.post_settlement(of_entity_id smallint, movements public.movement[]) IS 'Posts exchange differences, if there are any; returns their journal.';

CREATE FUNCTION public.prime_rest(number numeric) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    -- Nearly all fit a bigint, whose remainder costs half as much.
    SELECT CASE WHEN number BETWEEN -9000000000000000000 AND 9000000000000000000 THEN number::bigint % 2147483647
        ELSE mod(number, 2147483647)::bigint END
$$;

COMMENT ON FUNCTION public.prime_rest(number numeric) IS 'A whole number modulo the prime 2^31 - 1.';

CREATE FUNCTION public.receivable_functional(of_document_id bigint) RETURNS numeric
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT CASE WHEN count(*) = count(functional_micros) THEN abs(sum(sign * functional_micros)) END
    FROM journal
        JOIN entry ON entry.journal_id = journal.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
        JOIN ledger_account AS account ON account.id = leg.account_id AND account.type = 'receivable'
    WHERE journal.document_id = of_document_id AND reverses_journal_id IS NULL
$$;

COMMENT ON FUNCTION public.receivable_functional(of_document_id bigint) IS 'Micros (10^-6) of the functional currency that a document moved on the receivable; null where one of its entries has no such amount.';

CREATE FUNCTION public.receivable_items(of_entity_id smallint, of_partner_id integer, as_of date) RETURNS TABLE(document_id bigint, partner_id integer, currency text, kind text, number_text text, issued_on date, booked_on date, due_on date, total_minor bigint, open_minor numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    WITH debit AS (
        SELECT invoice.id, invoice.partner_id, invoice.currency, 'invoice' AS kind, issue.number_text, issue.issued_on,
            booked.booked_on, issue.due_on, invoice.total_minor
        FROM invoice
            JOIN document_issue AS issue ON issue.document_id = invoice.id
            CROSS JOIN LATERAL booked_on(invoice.id) AS booked (booked_on)
        WHERE invoice.entity_id = of_entity_id AND (of_partner_id IS NULL OR invoice.partner_id = of_partner_id)
            AND booked.booked_on <= as_of
            -- One that is void was open until the day on which it was taken back.
            AND (state = 'issued' OR as_of < (
                SELECT max(entry.effective_on)
                FROM journal JOIN entry ON entry.journal_id = journal.id
                WHERE journal.document_id = invoice.id AND reverses_journal_id IS NOT NULL))
        UNION ALL
        SELECT payment.id, payment.partner_id, payment.currency, document_kind, issue.number_text, issue.issued_on,
            effective_on, NULL, payment.total_minor
        FROM payment JOIN document_issue AS issue ON issue.document_id = payment.id
        WHERE purpose = 'refund_of_credit' AND payment.entity_id = of_entity_id
            AND (of_partner_id IS NULL OR payment.partner_id = of_partner_id)
            AND effective_on <= as_of AND (reversed_on IS NULL OR as_of < reversed_on)
    ), credit AS (
        SELECT payment.id, payment.partner_id, payment.currency, document_kind AS kind, issue.number_text, issue.issued_on,
            effective_on AS booked_on, payment.total_minor
        FROM payment JOIN document_issue AS issue ON issue.document_id = payment.id
        WHERE purpose IN ('received', 'deposit_transfer', 'write_off') AND payment.entity_id = of_entity_id
            AND (of_partner_id IS NULL OR payment.partner_id = of_partner_id)
            AND effective_on <= as_of AND (reversed_on IS NULL OR as_of < reversed_on)
    )
    SELECT debit.id, debit.partner_id, debit.currency, debit.kind, debit.number_text, debit.issued_on, debit.booked_on,
        debit.due_on, debit.total_minor, debit.total_minor - COALESCE(settled.minor, 0)
    FROM debit
        LEFT JOIN LATERAL (
            SELECT sum(amount_minor) AS minor FROM allocation WHERE debit_id = debit.id AND allocated_on <= as_of
        ) AS settled ON true
    UNION ALL
    SELECT credit.id, credit.partner_id, credit.currency, credit.kind, credit.number_text, credit.issued_on, credit.booked_on,
        NULL, credit.total_minor, COALESCE(settled.minor, 0) - credit.total_minor
    FROM credit
        LEFT JOIN LATERAL (
            SELECT sum(amount_minor) AS minor FROM allocation WHERE credit_id = credit.id AND allocated_on <= as_of
        ) AS settled ON true
    UNION ALL
    -- Due since they are there.
    SELECT item.document_id, item.partner_id, item.currency, item.kind, item.number_text, item.issued_on, item.booked_on,
        CASE WHEN minor > 0 THEN item.booked_on END, abs(minor)::bigint, minor
    FROM items_by_hand(of_entity_id, of_partner_id, 'receivable', as_of) AS item
$$;

COMMENT ON FUNCTION public.receivable_items(of_entity_id smallint, of_partner_id integer, as_of date) IS 'Documents on the receivable of an entity''s customers (of one, or null = all), what was moved there by hand among them, as of the end of a day, with what is open of each in minor units: above zero what is owed to us, below zero a credit that settles nothing yet. Their sum is the balance of the account on that day.';

CREATE FUNCTION public.record_changes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    label_columns text[] := string_to_array(TG_ARGV[0], ' ');
    silent_columns text[] := string_to_array(TG_ARGV[1], ' ');
    -- Beyond so many rows of a statement their number is recorded; null = each of them is.
    rows_max constant integer := CASE WHEN TG_ARGV[2] = 'every' THEN NULL ELSE 1000 END;
    changed bigint;
BEGIN
    -- Who migrates or restores is in no act.
    IF COALESCE(current_setting('didtron.act_id', true), '') = '' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO audit_event (entity_id, subject_kind, subject_id, subject_label, after)
        SELECT (stored ->> 'entity_id')::smallint, TG_TABLE_NAME, (stored ->> 'id')::bigint,
            audit_label(stored, label_columns), jsonb_strip_nulls(stored - silent_columns - 'id' - 'created_at')
        FROM (SELECT to_jsonb(new_row) AS stored FROM new_row LIMIT rows_max) AS added;
        SELECT count(*) INTO changed FROM new_row;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO audit_event (entity_id, subject_kind, subject_id, subject_label, before)
        SELECT (stored ->> 'entity_id')::smallint, TG_TABLE_NAME, (stored ->> 'id')::bigint,
            audit_label(stored, label_columns), jsonb_strip_nulls(stored - silent_columns - 'id' - 'created_at')
        FROM (SELECT to_jsonb(old_row) AS stored FROM old_row LIMIT rows_max) AS removed;
        SELECT count(*) INTO changed FROM old_row;
    ELSE
        WITH old_side AS (
            SELECT to_jsonb(old_row) - silent_columns AS stored FROM old_row
        ), new_side AS (
            SELECT to_jsonb(new_row) - silent_columns AS stored FROM new_row
        ), pair AS (
            -- A row without an id is known by what makes its label.
            SELECT old_side.stored AS old_stored, new_side.stored AS new_stored
            FROM old_side
            JOIN new_side ON COALESCE(old_side.stored -> 'id', to_jsonb(audit_label(old_side.stored, label_columns)))
                = COALESCE(new_side.stored -> 'id', to_jsonb(audit_label(new_side.stored, label_columns)))
            WHERE old_side.stored <> new_side.stored
            LIMIT rows_max
        )
        INSERT INTO audit_event (entity_id, subject_kind, subject_id, subject_label, before, after)
        SELECT (new_stored ->> 'entity_id')::smallint, TG_TABLE_NAME, (new_stored ->> 'id')::bigint,
            audit_label(new_stored, label_columns), difference.before, difference.after
        FROM pair
        CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(key, old_stored -> key) AS before, jsonb_object_agg(key, value) AS after
            FROM jsonb_each(new_stored)
            WHERE old_stored -> key IS DISTINCT FROM value
        ) AS difference;
        SELECT count(*) INTO changed FROM new_row;
    END IF;
    IF changed > rows_max THEN
        INSERT INTO audit_event (subject_kind, subject_label, after)
        VALUES (TG_TABLE_NAME, 'all of ' || changed, jsonb_build_object('rows', changed));
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION public.record_changes() IS 'Records what a statement changed as audit events of the current act, row by row up to a bound; outside an act nothing.';

CREATE FUNCTION public.reference_text(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT upper(regexp_replace(name, '[^[:alnum:]]+', '', 'g'))
$$;

COMMENT ON FUNCTION public.reference_text(name text) IS 'A reference without blanks and punctuation, in capitals: how it is searched for numbers of documents.';

CREATE FUNCTION public.refuse(code text, reason text, message text, facts jsonb DEFAULT '{}'::jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = CASE code
            WHEN 'not_found' THEN 'DT001' WHEN 'conflict' THEN 'DT002' WHEN 'forbidden' THEN 'DT003'
            WHEN 'invalid' THEN 'DT004' WHEN 'busy' THEN 'DT005' WHEN 'too_large' THEN 'DT006' ELSE 'DT000' END,
        MESSAGE = message,
        DETAIL = jsonb_build_object('reason', reason, 'facts', facts)::text;
END
$$;

COMMENT ON FUNCTION public.refuse(code text, reason text, message text, facts jsonb) IS 'Ends what is under way with a refusal: its code, its reason (subject.what), a sentence without a full stop, facts as an object of texts.';

CREATE FUNCTION public.refuse_act_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.outcome <> 'begun' OR NEW.outcome = 'begun' OR (OLD.id, OLD.actor_id, OLD.entity_id, OLD.name, OLD.origin,
        OLD.reason, OLD.begun_at) IS DISTINCT FROM (NEW.id, NEW.actor_id, NEW.entity_id, NEW.name, NEW.origin, NEW.reason,
        NEW.begun_at)
    THEN
        PERFORM refuse('conflict', 'act.ended',
            format('act %s is %s: all that can change is the end of one under way', OLD.id, OLD.outcome),
            jsonb_build_object('act', OLD.id::text));
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_agreement_without_terms() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT role FROM agreement WHERE id = NEW.id) AS agreement
            JOIN (VALUES ('sell', 'supplier'), ('buy', 'customer')) AS needed (side, other_role) ON role <> other_role
        WHERE NOT EXISTS (SELECT FROM agreement_terms
            WHERE entity_id = NEW.entity_id AND partner_id = NEW.partner_id AND side = needed.side
                AND first_on = '-infinity'))
    THEN
        PERFORM refuse('conflict', 'terms.missing',
            format('the agreement of entity %s with partner %s has a side without terms', NEW.entity_id, NEW.partner_id));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM refuse('forbidden', 'history.unchangeable',
        format('%s of %s is refused: its rows record what happened', TG_OP, TG_TABLE_NAME),
        jsonb_build_object('table', TG_TABLE_NAME));
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_counting_back() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM refuse('forbidden', 'numbers.only_grow', format('the last number of %s only grows', TG_TABLE_NAME),
        jsonb_build_object('table', TG_TABLE_NAME));
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_difference() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM journal JOIN journal_kind ON journal_kind.code = kind
        WHERE journal.id = NEW.journal_id AND NOT takes_differences)
    THEN
        PERFORM refuse('invalid', 'ledger.takes_no_difference',
            format('journal %s takes no entry of the functional currency alone', NEW.journal_id));
    END IF;
    IF EXISTS (SELECT FROM entity WHERE id = NEW.entity_id AND functional_currency = NEW.currency) THEN
        PERFORM refuse('invalid', 'ledger.no_difference',
            'an amount of the functional currency has no exchange difference');
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_file_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.name, OLD.layout, OLD.layout_definition, OLD.tariff_hash, OLD.chunk_bytes, OLD.starts_from,
        OLD.starts_until, OLD.longest_call_s, OLD.stated_at) IS DISTINCT FROM (NEW.name, NEW.layout, NEW.layout_definition,
        NEW.tariff_hash, NEW.chunk_bytes, NEW.starts_from, NEW.starts_until, NEW.longest_call_s, NEW.stated_at)
    THEN
        IF EXISTS (SELECT FROM chunk WHERE file_id = OLD.id) THEN
            PERFORM refuse('conflict', 'file.frozen',
                format('file %s has chunks: how it is loaded is frozen', OLD.id), jsonb_build_object('file', OLD.id::text));
        END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.undo_act_id IS NOT NULL AND (
        (OLD.undo_act_id, OLD.undone_for_id) IS DISTINCT FROM (NEW.undo_act_id, NEW.undone_for_id)
        OR OLD.undone_at IS DISTINCT FROM NEW.undone_at AND OLD.undone_at IS NOT NULL)
    THEN
        PERFORM refuse('conflict', 'file.undone', format('file %s is undone: that is not taken back', OLD.id),
            jsonb_build_object('file', OLD.id::text));
    END IF;
    RETURN COALESCE(NEW, OLD);
END
$$;

CREATE FUNCTION public.refuse_hold_beyond_available() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    position record;
    tax_micros numeric;
BEGIN
    -- Holds, payments and refunds of one customer follow each other.
    PERFORM FROM agreement WHERE entity_id = NEW.entity_id AND partner_id = NEW.partner_id FOR NO KEY UPDATE;
    SELECT * INTO position FROM deposit_positions(NEW.entity_id, NEW.partner_id);
    IF NOT FOUND THEN
        PERFORM refuse('conflict', 'deposit.not_prepaid', 'the customer does not pay from a deposit');
    END IF;
    SELECT reserved_tax(NEW.entity_id, NEW.partner_id, (now() AT TIME ZONE billing_zone)::date, NEW.amount_micros) INTO tax_micros
    FROM current_terms
    WHERE entity_id = NEW.entity_id AND partner_id = NEW.partner_id AND side = 'sell';
    IF position.available_micros + position.overdraft_micros < NEW.amount_micros + tax_micros THEN
        PERFORM refuse('conflict', 'deposit.not_enough', 'there is less available than that',
            jsonb_build_object('available_micros', position.available_micros::text,
                'overdraft_micros', position.overdraft_micros::text));
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_hold_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.state = 'released' OR OLD.expires_at <= clock_timestamp() THEN
        PERFORM refuse('conflict', 'deposit.hold_over', format('hold %s is %s', OLD.id,
            CASE OLD.state WHEN 'released' THEN 'released' ELSE 'expired' END), jsonb_build_object('hold', OLD.id::text));
    END IF;
    IF OLD.state = 'captured' AND NEW.state <> 'released' THEN
        PERFORM refuse('conflict', 'deposit.hold_captured', format('hold %s was captured', OLD.id),
            jsonb_build_object('hold', OLD.id::text));
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_invoice_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (OLD.state, NEW.state) NOT IN (('draft', 'approved'), ('draft', 'void'), ('approved', 'issued'),
        ('approved', 'void'), ('issued', 'void')) THEN
        PERFORM refuse('conflict', 'invoice.wrong_state',
            format('invoice %s is %s: it cannot become %s', OLD.id, OLD.state, NEW.state),
            jsonb_build_object('invoice', OLD.id::text, 'state', OLD.state));
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_invoice_without_records() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    now_state text := (SELECT state FROM invoice WHERE id = NEW.id);
BEGIN
    IF now_state = 'issued' AND NOT EXISTS (SELECT FROM document_issue WHERE document_id = NEW.id) THEN
        PERFORM refuse('conflict', 'invoice.without_number', format('invoice %s is issued and has no number', NEW.id),
            jsonb_build_object('invoice', NEW.id::text));
    END IF;
    IF now_state = 'issued' AND NOT EXISTS (
        SELECT FROM journal WHERE document_id = NEW.id AND reverses_journal_id IS NULL)
    THEN
        PERFORM refuse('conflict', 'invoice.without_journal', format('invoice %s is issued and in no journal', NEW.id),
            jsonb_build_object('invoice', NEW.id::text));
    END IF;
    IF now_state = 'void' AND EXISTS (SELECT FROM document_issue WHERE document_id = NEW.id) AND NOT EXISTS (
        SELECT FROM journal AS mirror JOIN journal AS posted ON posted.id = mirror.reverses_journal_id
        WHERE posted.document_id = NEW.id)
    THEN
        PERFORM refuse('conflict', 'invoice.not_taken_back',
            format('invoice %s was issued and is void, and no journal takes it back', NEW.id),
            jsonb_build_object('invoice', NEW.id::text));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_line_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM refuse('conflict', 'bankline.resolved', format('line %s is %s', OLD.line_number, OLD.state),
        jsonb_build_object('line', OLD.line_number::text, 'file', OLD.file_id::text));
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_line_unless_draft() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    refused bigint;
BEGIN
    -- Whoever changes the state of one of these invoices has ended before the lock is had, or waits for this transaction.
    PERFORM id FROM invoice WHERE id IN (SELECT invoice_id FROM new_line) ORDER BY id FOR SHARE;
    SELECT line.invoice_id INTO refused
    FROM (SELECT DISTINCT invoice_id FROM new_line) AS line LEFT JOIN invoice ON invoice.id = line.invoice_id
    WHERE invoice.state IS DISTINCT FROM 'draft' LIMIT 1;
    IF refused IS NOT NULL THEN
        PERFORM refuse('conflict', 'invoice.not_a_draft',
            format('invoice %s takes no more lines: it is not a draft', refused),
            jsonb_build_object('invoice', refused::text));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_line_unless_proposed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    refused bigint;
BEGIN
    SELECT line.journal_id INTO refused
    FROM new_line AS line
        LEFT JOIN manual_journal AS journal ON journal.id = line.journal_id
        LEFT JOIN document ON document.id = line.journal_id
    WHERE journal.state IS DISTINCT FROM 'proposed' OR document.act_id IS DISTINCT FROM current_act()
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse('conflict', 'journal.takes_no_line', format('journal by hand %s takes no more lines', refused),
            jsonb_build_object('document', refused::text));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_locked_day() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    refused record;
BEGIN
    SELECT earliest.* INTO refused
    FROM (SELECT entity_id, min(effective_on) AS effective_on FROM new_entry GROUP BY entity_id) AS earliest
    WHERE effective_on < first_open_day(entity_id)
    LIMIT 1;
    IF FOUND THEN
        PERFORM refuse('conflict', 'period.locked', format('%s is locked in the books of entity %s', refused.effective_on,
            refused.entity_id), jsonb_build_object('day', refused.effective_on::text));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_manual_journal_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.state <> 'proposed' OR NEW.state NOT IN ('posted', 'refused') THEN
        PERFORM refuse('conflict', 'journal.wrong_state',
            format('journal by hand %s is %s: it cannot become %s', OLD.id, OLD.state, NEW.state),
            jsonb_build_object('document', OLD.id::text, 'state', OLD.state));
    END IF;
    IF NEW.state = 'posted' AND NEW.needs_second AND (
        SELECT proposing.actor_id = deciding.actor_id
        FROM document JOIN act AS proposing ON proposing.id = document.act_id, act AS deciding
        WHERE document.id = NEW.id AND deciding.id = NEW.decided_act_id)
    THEN
        PERFORM refuse('forbidden', 'journal.same_person',
            format('journal by hand %s is posted by somebody else than who proposed it', NEW.id),
            jsonb_build_object('document', NEW.id::text));
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_manual_journal_without_records() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (SELECT state FROM manual_journal WHERE id = NEW.id) = 'posted' AND NOT (
        EXISTS (SELECT FROM document_issue WHERE document_id = NEW.id)
        AND EXISTS (SELECT FROM journal WHERE document_id = NEW.id AND reverses_journal_id IS NULL))
    THEN
        PERFORM refuse('conflict', 'journal.without_records',
            format('journal by hand %s is posted, and has no number or is in no journal', NEW.id),
            jsonb_build_object('document', NEW.id::text));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_payment_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM refuse('conflict', 'payment.reversed_already', format('payment %s was reversed on %s', OLD.id, OLD.reversed_on),
        jsonb_build_object('payment', OLD.id::text));
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_payment_without_records() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    now_is payment;
    owed numeric;
BEGIN
    SELECT * INTO STRICT now_is FROM payment WHERE id = NEW.id;
    IF NOT EXISTS (SELECT FROM document_issue WHERE document_id = NEW.id) OR NOT EXISTS (
        SELECT FROM journal WHERE document_id = NEW.id AND reverses_journal_id IS NULL)
    THEN
        PERFORM refuse('conflict', 'payment.without_records', format('payment %s has no number or no journal', NEW.id),
            jsonb_build_object('payment', NEW.id::text));
    END IF;
    IF now_is.state = 'reversed' AND NOT EXISTS (
        SELECT FROM journal AS mirror JOIN journal AS posted ON posted.id = mirror.reverses_journal_id
        WHERE posted.document_id = NEW.id)
    THEN
        PERFORM refuse('conflict', 'payment.not_taken_back', format('no journal takes payment %s back', NEW.id),
            jsonb_build_object('payment', NEW.id::text));
    END IF;
    IF now_is.state = 'recorded' AND now_is.purpose IN ('write_off', 'refund_of_credit')
        AND now_is.allocated_minor <> now_is.total_minor
    THEN
        PERFORM refuse('conflict', 'payment.more_than_open', 'there is less open than that',
            jsonb_build_object('payment', NEW.id::text, 'open_minor', now_is.allocated_minor::text));
    END IF;
    IF now_is.state = 'recorded' AND now_is.purpose IN ('paid', 'advance_use') THEN
        -- Whoever else changes the balance waits for the end of this transaction.
        SELECT balance_micros INTO owed
        FROM ledger_account AS account JOIN account_balance ON account_id = account.id
        WHERE account.entity_id = NEW.entity_id AND type = 'payable' AND partner_id = NEW.partner_id
            AND currency = NEW.currency;
        IF owed > 0 THEN
            PERFORM refuse('conflict', 'payment.more_than_due', 'that is more than what is due',
                jsonb_build_object('partner', NEW.partner_id::text, 'beyond_micros', owed::text));
        END IF;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_profile_without_rate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NEW.treatment = 'taxed' AND NOT EXISTS (SELECT FROM tax_rate WHERE profile_id = NEW.id AND first_on = '-infinity') THEN
        PERFORM refuse('invalid', 'tax.rate_missing', format('tax profile %s has no rate from the beginning', NEW.code),
            jsonb_build_object('profile', NEW.code));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_refund_beyond_available() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    position record;
BEGIN
    SELECT * INTO position FROM deposit_positions(NEW.entity_id, NEW.partner_id);
    IF NOT FOUND THEN
        PERFORM refuse('conflict', 'deposit.not_prepaid', 'the customer does not pay from a deposit');
    END IF;
    IF position.available_micros < 0 THEN
        PERFORM refuse('conflict', 'deposit.not_enough', 'there is less available than that',
            jsonb_build_object('available_micros', position.available_micros::text));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_release_of_claim() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM invoice WHERE id = OLD.invoice_id AND state <> 'void') THEN
        PERFORM refuse('conflict', 'invoice.claims_held',
            format('invoice %s is not void: what it claims is not released', OLD.invoice_id),
            jsonb_build_object('invoice', OLD.invoice_id::text));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_removal_of_used_terms() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    used_until date := terms_used_until(OLD.entity_id, OLD.partner_id, OLD.side);
BEGIN
    IF used_until >= OLD.first_on THEN
        PERFORM refuse('conflict', 'terms.in_use',
            format('terms under which something was billed stay: the last such day is %s', used_until));
    END IF;
    RETURN OLD;
END
$$;

CREATE FUNCTION public.refuse_reversal_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.state <> 'requested' THEN
        PERFORM refuse('conflict', 'journal.reversal_decided', format('the reversal of journal %s is %s', OLD.journal_id, OLD.state),
            jsonb_build_object('journal', OLD.journal_id::text));
    END IF;
    IF NEW.state = 'done' AND (
        SELECT asking.actor_id = deciding.actor_id
        FROM act AS asking, act AS deciding
        WHERE asking.id = NEW.act_id AND deciding.id = NEW.decided_act_id)
    THEN
        PERFORM refuse('forbidden', 'journal.same_person_reverses',
            format('the reversal of journal %s is confirmed by somebody else than who asked for it', NEW.journal_id),
            jsonb_build_object('journal', NEW.journal_id::text));
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_tax_account() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_account_type WHERE code = NEW.account_type
        AND (class <> 'liability' OR per_partner OR NOT (is_own OR code = 'output_tax')))
    THEN
        PERFORM refuse('invalid', 'tax.account', format('%s is no account of taxes: a liability of the chart of its own', NEW.account_type),
            jsonb_build_object('account', NEW.account_type));
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_terms_within_a_period() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    before agreement_terms;
    used_until date;
BEGIN
    SELECT * INTO before
    FROM agreement_terms
    WHERE entity_id = NEW.entity_id AND partner_id = NEW.partner_id AND side = NEW.side AND first_on < NEW.first_on
    ORDER BY first_on DESC
    LIMIT 1;
    IF NOT FOUND THEN
        IF NEW.first_on <> '-infinity' THEN
            PERFORM refuse('invalid', 'terms.first_hold_from_the_beginning',
                'the first terms of a side hold from the beginning');
        END IF;
        RETURN NEW;
    END IF;
    IF billing_part(before) = billing_part(NEW) THEN
        RETURN NEW;
    END IF;
    IF before.billing_zone <> NEW.billing_zone THEN
        PERFORM refuse('conflict', 'terms.zone_is_fixed', 'the billing zone cannot change from a day on');
    END IF;
    IF billing_period_start(before.billing_cycle, NEW.first_on) <> NEW.first_on
        OR billing_period_start(NEW.billing_cycle, NEW.first_on) <> NEW.first_on
    THEN
        PERFORM refuse('invalid', 'terms.within_a_period',
            format('terms that begin on %s would change within a billing period', NEW.first_on));
    END IF;
    used_until := terms_used_until(NEW.entity_id, NEW.partner_id, NEW.side);
    IF used_until >= NEW.first_on THEN
        PERFORM refuse('conflict', 'terms.billed_on_others',
            format('terms cannot begin on %s: %s was billed on others', NEW.first_on, used_until),
            jsonb_build_object('used_until', used_until::text));
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_used_tax_rate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    changed tax_rate := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    used_until date := tax_used_until(changed.profile_id);
BEGIN
    IF used_until >= LEAST(changed.first_on, CASE TG_OP WHEN 'UPDATE' THEN OLD.first_on END) THEN
        PERFORM refuse('conflict', 'tax.used', format('days until %s were taxed by other rates', used_until),
            jsonb_build_object('used_until', used_until::text));
    END IF;
    RETURN changed;
END
$$;

CREATE FUNCTION public.refuse_version_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM refuse('forbidden', 'ratecard.version_unchangeable',
        format('version %s of card %s cannot be changed: what it says was priced by', OLD.number, OLD.card_id),
        jsonb_build_object('version', OLD.number::text));
    RETURN NULL;
END
$$;

CREATE FUNCTION public.reserved_tax(of_entity_id smallint, of_partner_id integer, on_day date, amount_micros numeric) RETURNS numeric
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN (SELECT COALESCE(sum(part), 0)
    FROM terms_on(of_entity_id, of_partner_id, 'sell', on_day) AS terms
        JOIN tax_profile AS profile ON profile.id = terms.tax_profile_id AND NOT includes_tax
            AND NOT (profile.tax_point = 'receipt' AND terms.payment_mode = 'prepaid')
        CROSS JOIN LATERAL tax_parts(profile.id, on_day, amount_micros, false) AS parts);
END
$$;

COMMENT ON FUNCTION public.reserved_tax(of_entity_id smallint, of_partner_id integer, on_day date, amount_micros numeric) IS 'Micros (10^-6) of tax that will come on top of an amount which nobody has taxed yet, by the terms and rates of a day; 0 where prices contain it, or where it was taken when the money came in.';

CREATE FUNCTION public.returned_taxes(of_top_up_id bigint, whole_minor bigint) RETURNS TABLE(profile_id integer, tax text, rate_millionths integer, account_type text, tax_minor bigint)
    LANGUAGE sql STABLE
    AS $$
    WITH left_over AS (
        SELECT taken.profile_id, taken.tax, taken.rate_millionths, taken.account_type, taken.tax_minor - COALESCE((
            SELECT sum(earlier.tax_minor)
            FROM payment_tax AS earlier JOIN payment ON payment.id = earlier.payment_id AND payment.state = 'recorded'
            WHERE earlier.top_up_id = of_top_up_id AND earlier.tax = taken.tax), 0) AS minor
        FROM payment_tax AS taken
        WHERE taken.payment_id = of_top_up_id
    ), in_line AS (
        SELECT left_over.*, sum(minor) OVER (ORDER BY tax) AS until_here, sum(minor) OVER () AS whole FROM left_over
    )
    SELECT in_line.profile_id, in_line.tax, in_line.rate_millionths, in_line.account_type,
        (rounded_half_up(whole_minor * until_here, whole::bigint)
            - rounded_half_up(whole_minor * (until_here - minor), whole::bigint))::bigint
    FROM in_line
    WHERE whole > 0
$$;

COMMENT ON FUNCTION public.returned_taxes(of_top_up_id bigint, whole_minor bigint) IS 'How so much tax (minor units) of a top-up that is given back is shared by its taxes: as what is left of each.';

CREATE FUNCTION public.revalue(of_entity_id smallint, of_month_end date) RETURNS integer
    LANGUAGE plpgsql
    AS $$
DECLARE
    books entity;
    open_day date;
    differing record;
    movements movement[];
    lines revaluation_line[];
    made revaluation;
BEGIN
    -- Nobody posts meanwhile, so what is known is what was recorded before.
    PERFORM pg_advisory_xact_lock(hashtextextended('didtron.period_lock', of_entity_id));
    open_day := hold_periods(of_entity_id);
    SELECT * INTO STRICT books FROM entity WHERE id = of_entity_id;
    IF of_month_end >= (clock_timestamp() AT TIME ZONE books.zone)::date THEN
        PERFORM refuse('invalid', 'revaluation.month_not_over', format('%s is not over yet where the books of %s are kept (%s)',
            of_month_end, books.code, books.zone), jsonb_build_object('entity', books.code));
    ELSIF of_month_end < open_day THEN
        PERFORM refuse('conflict', 'revaluation.month_locked', format('%s is locked in the books of %s', of_month_end, books.code),
            jsonb_build_object('entity', books.code));
    END IF;
    SELECT string_agg(DISTINCT currency, ', ' ORDER BY currency) AS currencies INTO differing
    FROM fx_positions(of_entity_id, of_month_end)
    WHERE is_revalued AND rate IS NULL AND (micros <> 0 OR functional_micros <> 0);
    IF differing.currencies IS NOT NULL THEN
        PERFORM refuse('conflict', 'revaluation.no_rate', format('no exchange rate to %s is in effect on %s for %s',
            books.functional_currency, of_month_end, differing.currencies),
            jsonb_build_object('currencies', differing.currencies, 'day', of_month_end::text));
    END IF;
    made.id := nextval(pg_get_serial_sequence('revaluation', 'id'));
    SELECT array_agg(ROW(NULL, position.partner_id, type, 'fx_gain_loss', currency, 0, of_month_end,
            date_trunc('month', of_month_end::timestamp)::date, closing_micros - functional_micros)::movement
            ORDER BY currency, account_id),
        array_agg(ROW(made.id, account_id, of_entity_id, micros, functional_micros, closing_micros, rate, is_inverse, rate_on,
            unconverted)::revaluation_line ORDER BY account_id)
    INTO movements, lines
    FROM fx_positions(of_entity_id, of_month_end) AS position
    WHERE is_revalued AND closing_micros <> functional_micros;
    IF movements IS NULL THEN
        RETURN NULL;
    END IF;
    made.journal_id := (SELECT journal_id FROM post_movements(of_entity_id, 'revaluation', movements));
    made.reversal_id := (SELECT journal_id FROM reverse_journals(of_entity_id, ARRAY[made.journal_id], of_month_end + 1));
    INSERT INTO revaluation (id, entity_id, month_end_on, revision, journal_id, reversal_id)
    SELECT made.id, of_entity_id, of_month_end, COALESCE(max(revision), 0) + 1, made.journal_id, made.reversal_id
    FROM revaluation
    WHERE entity_id = of_entity_id AND month_end_on = of_month_end;
    INSERT INTO revaluation_line SELECT * FROM unnest(lines) ORDER BY account_id;
    RETURN made.id;
END
$$;

COMMENT ON FUNCTION public.revalue(of_entity_id smallint, of_month_end date) IS 'Measures what an entity holds in foreign currencies anew at the end of a month: receivable, payable, unbilled, accrued and disputed amounts, bank, and own accounts that are to be. The differences are a journal on that day, which another takes back on the next. Returns the revaluation, null where nothing differs: so also a second time.';

CREATE FUNCTION public.reverse_journals(of_entity_id smallint, journals bigint[], from_on date) RETURNS TABLE(journal_id bigint, reversed_journal_id bigint)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
DECLARE
    open_day date := hold_periods(of_entity_id);
    known record;
    mirrors bigint[];
BEGIN
    SELECT wanted.id, journal.reverses_journal_id, mirror.id AS mirror_id, journal.id AS found_id INTO known
    FROM unnest(journals) AS wanted (id)
        LEFT JOIN journal ON journal.id = wanted.id AND journal.entity_id = of_entity_id
        LEFT JOIN journal AS mirror ON mirror.reverses_journal_id = wanted.id
    WHERE journal.id IS NULL OR journal.reverses_journal_id IS NOT NULL OR mirror.id IS NOT NULL
    ORDER BY wanted.id
    LIMIT 1;
    IF known.found_id IS NULL AND known.id IS NOT NULL THEN
        PERFORM refuse('not_found', 'journal.not_found', format('there is no journal %s', known.id),
            jsonb_build_object('journal', known.id::text));
    ELSIF known.reverses_journal_id IS NOT NULL THEN
        PERFORM refuse('conflict', 'journal.is_a_reversal',
            format('journal %s takes back journal %s, and is not taken back itself', known.id, known.reverses_journal_id),
            jsonb_build_object('journal', known.id::text));
    ELSIF known.mirror_id IS NOT NULL THEN
        PERFORM refuse('conflict', 'journal.reversed_already',
            format('journal %s was taken back by journal %s', known.id, known.mirror_id),
            jsonb_build_object('journal', known.id::text));
    END IF;
    -- Before anything is locked that others who post wait for.
    PERFORM demand_months(ARRAY['entry'], ARRAY(
        SELECT DISTINCT date_trunc('month', GREATEST(COALESCE(from_on, effective_on), open_day)::timestamp)::date
        FROM entry WHERE entry.journal_id = ANY (journals)));
    -- Of two at the same moment the key lets one through.
    WITH mirror AS (
        INSERT INTO journal (entity_id, kind, document_id, reverses_journal_id)
        SELECT entity_id, kind, document_id, id FROM journal WHERE id = ANY (journals) ORDER BY id
        RETURNING id
    )
    SELECT array_agg(id ORDER BY id) INTO mirrors FROM mirror;
    INSERT INTO entry (journal_id, entity_id, partner_id, debit_account_id, credit_account_id, amount_micros,
        functional_micros, currency, effective_on, service_period)
    SELECT mirror.id, entry.entity_id, entry.partner_id, credit_account_id, debit_account_id, amount_micros,
        functional_micros, currency, GREATEST(COALESCE(from_on, effective_on), open_day), service_period
    FROM journal AS mirror JOIN entry ON entry.journal_id = mirror.reverses_journal_id
    WHERE mirror.id = ANY (mirrors)
    ORDER BY mirror.id, entry.id;
    PERFORM add_to_account_balance(mirrors);
    RETURN QUERY SELECT id, reverses_journal_id FROM journal WHERE id = ANY (mirrors) ORDER BY id;
END
$$;

COMMENT ON FUNCTION public.reverse_journals(of_entity_id smallint, journals bigint[], from_on date) IS 'Takes journals of an entity back, each once: a journal of the same kind and document names it and has its entries with the accounts exchanged, at the same functional amounts, effective from a day on (null = on the days of the entries), or on the first open one.';

CREATE FUNCTION public.rounded_half_up(micros bigint, unit_micros bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT sign(micros)::bigint * ((abs(micros) + unit_micros / 2) / unit_micros)
$$;

COMMENT ON FUNCTION public.rounded_half_up(micros bigint, unit_micros bigint) IS 'Minor units nearest to an amount in micros; a half goes away from zero.';

CREATE FUNCTION public.rounded_half_up(micros numeric, unit_micros bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT sign(micros) * div(abs(micros) * 2 + unit_micros, unit_micros::numeric * 2)
$$;

COMMENT ON FUNCTION public.rounded_half_up(micros numeric, unit_micros bigint) IS 'Minor units nearest to a sum in micros; a half goes away from zero.';

CREATE TABLE public.seal_block (
    number integer NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    journals bigint NOT NULL,
    entries bigint NOT NULL,
    acts bigint NOT NULL,
    events bigint NOT NULL,
    amount_micros numeric NOT NULL,
    functional_micros numeric NOT NULL,
    previous_hash bytea NOT NULL,
    content_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT seal_block_hashes_are_256_bits CHECK (((octet_length(previous_hash) = 32) AND (octet_length(content_hash) = 32) AND (octet_length(hash) = 32))),
    CONSTRAINT seal_block_is_not_empty CHECK (((journals >= 0) AND (acts >= 0) AND (events >= 0) AND (((journals + acts) + events) > 0))),
    CONSTRAINT seal_block_number_is_positive CHECK ((number >= 1))
);

COMMENT ON TABLE public.seal_block IS 'Blocks of sealed records in a chain: whoever knows the hash of one can tell that nothing up to it was changed since. INSERT-only.';

COMMENT ON COLUMN public.seal_block.amount_micros IS 'Micros (10^-6) of all currencies together: a control sum over its entries.';

COMMENT ON COLUMN public.seal_block.functional_micros IS 'Micros (10^-6) of all functional currencies together: a control sum over its entries.';

COMMENT ON COLUMN public.seal_block.previous_hash IS 'The hash of the block before it; zeros in the first.';

COMMENT ON COLUMN public.seal_block.content_hash IS 'SHA-256 of kinds, ids and hashes of its records, by kind and id.';

COMMENT ON COLUMN public.seal_block.hash IS 'SHA-256 of all of these (seal_block_hash).';

CREATE FUNCTION public.seal_block_hash(block public.seal_block) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT sha256(convert_to(content_line('format', '1') || content_line('block', (block).number::text)
        || content_line('sealed_at', sealed_instant((block).sealed_at)) || content_line('journals', (block).journals::text)
        || content_line('entries', (block).entries::text) || content_line('acts', (block).acts::text)
        || content_line('events', (block).events::text)
        || content_line('amount_micros', trim_scale((block).amount_micros)::text)
        || content_line('functional_micros', trim_scale((block).functional_micros)::text)
        || content_line('previous', encode((block).previous_hash, 'hex'))
        || content_line('content', encode((block).content_hash, 'hex')), 'UTF8'))
$$;

COMMENT ON FUNCTION public.seal_block_hash(block public.seal_block) IS 'The hash that a block has by its columns, of format 1. Change nothing here.';

CREATE FUNCTION public.sealed_instant(at timestamp with time zone) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
$$;

CREATE FUNCTION public.sealed_line(kind "char", id bigint, hash bytea) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT concat_ws(' ', kind, id, encode(hash, 'hex')) || E'\n'
$$;

COMMENT ON FUNCTION public.sealed_line(kind "char", id bigint, hash bytea) IS 'A record in the content of its block, of which they are in the order of kind and id. Change nothing here.';

CREATE TABLE public.act (
    id bigint NOT NULL,
    actor_id integer NOT NULL,
    entity_id smallint,
    name text NOT NULL,
    origin text NOT NULL,
    reason text,
    outcome text NOT NULL,
    refusal jsonb,
    begun_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT act_ends_with_its_outcome CHECK (((outcome = 'begun'::text) = (ended_at IS NULL))),
    CONSTRAINT act_name_is_subject_and_verb CHECK ((name ~ '^[a-z_]+\.[a-z_]+$'::text)),
    CONSTRAINT act_outcome_is_known CHECK ((outcome = ANY (ARRAY['begun'::text, 'done'::text, 'refused'::text]))),
    CONSTRAINT act_refusal_says_why CHECK (((outcome = 'refused'::text) = (refusal IS NOT NULL)))
);

COMMENT ON TABLE public.act IS 'Each change of the state of the business, and each refusal of one. An act that takes long is begun, then done.';

COMMENT ON COLUMN public.act.entity_id IS 'Null = of the installation as a whole.';

COMMENT ON COLUMN public.act.name IS 'Subject and verb: invoice.issue.';

COMMENT ON COLUMN public.act.origin IS 'Where it came from: command, page, API or job, with the address where there is one.';

COMMENT ON COLUMN public.act.refusal IS 'Code, reason, message and facts.';

CREATE FUNCTION public.sealed_text(sealed public.act) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT content_line('format', '1') || content_line('act', (sealed).id::text) || content_line('name', (sealed).name)
        || content_line('entity', (sealed).entity_id::text)
        || content_line('actor', (SELECT kind || ' ' || name FROM actor WHERE id = (sealed).actor_id))
        || content_line('origin', (sealed).origin) || content_line('reason', (sealed).reason)
        || content_line('outcome', (sealed).outcome) || content_line('refusal', (sealed).refusal::text)
        || content_line('begun_at', sealed_instant((sealed).begun_at))
        || content_line('ended_at', sealed_instant((sealed).ended_at))
$$;

COMMENT ON FUNCTION public.sealed_text(sealed public.act) IS 'All that an act says, with its actor by name, as text of format 1. Change nothing here.';

CREATE TABLE public.audit_event (
    id bigint NOT NULL,
    act_id bigint DEFAULT public.current_act() NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    entity_id smallint,
    subject_kind text NOT NULL,
    subject_id bigint,
    subject_label text NOT NULL,
    before jsonb,
    after jsonb,
    CONSTRAINT audit_event_says_something CHECK (((before IS NOT NULL) OR (after IS NOT NULL))),
    CONSTRAINT audit_event_subject_is_a_table CHECK ((subject_kind ~ '^[a-z_]+$'::text))
);

COMMENT ON TABLE public.audit_event IS 'What an act changed, a row for each subject: who did it, from where and why, is the act''s. INSERT-only.';

COMMENT ON COLUMN public.audit_event.entity_id IS 'Null = of the installation as a whole.';

COMMENT ON COLUMN public.audit_event.subject_kind IS 'Name of the table whose row it is about.';

COMMENT ON COLUMN public.audit_event.subject_id IS 'Its id; null where rows have none, and for several of them.';

COMMENT ON COLUMN public.audit_event.subject_label IS 'How people call it: code, name, number.';

COMMENT ON COLUMN public.audit_event.before IS 'The columns that are other ones after; null = there was no such row.';

COMMENT ON COLUMN public.audit_event.after IS 'The columns of a new row, or those that have changed; null = the row is gone. Of a great many rows: rows = how many.';

CREATE FUNCTION public.sealed_text(sealed public.audit_event) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT content_line('format', '1') || content_line('event', (sealed).id::text) || content_line('act', (sealed).act_id::text)
        || content_line('at', sealed_instant((sealed).at)) || content_line('entity', (sealed).entity_id::text)
        || content_line('subject', concat_ws(' ', (sealed).subject_kind, COALESCE((sealed).subject_id::text, '-')))
        || content_line('label', (sealed).subject_label) || content_line('before', (sealed).before::text)
        || content_line('after', (sealed).after::text)
$$;

COMMENT ON FUNCTION public.sealed_text(sealed public.audit_event) IS 'All that an audit event says, as text of format 1. Change nothing here.';

CREATE TABLE public.journal (
    id bigint NOT NULL,
    entity_id smallint NOT NULL,
    kind text NOT NULL,
    document_id bigint,
    reverses_journal_id bigint,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    names_document boolean GENERATED ALWAYS AS ((document_id IS NOT NULL)) STORED NOT NULL,
    act_id bigint DEFAULT public.current_act() NOT NULL
);

COMMENT ON TABLE public.journal IS 'Entries that belong together, with the document that they record. INSERT-only.';

COMMENT ON COLUMN public.journal.reverses_journal_id IS 'The journal whose entries this one takes back, once.';

CREATE FUNCTION public.sealed_text(sealed public.journal) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT content_line('format', '1') || content_line('journal', (sealed).id::text)
        || content_line('entity', (sealed).entity_id::text) || content_line('kind', (sealed).kind)
        || content_line('document', (sealed).document_id::text)
        || content_line('reverses', (sealed).reverses_journal_id::text)
        || content_line('recorded_at', sealed_instant((sealed).recorded_at)) || content_line('act', (sealed).act_id::text)
        || COALESCE((
            SELECT string_agg(concat_ws(' ', 'entry', id, entity_id, COALESCE(partner_id::text, '-'), debit_account_id,
                credit_account_id, trim_scale(amount_micros), currency, COALESCE(trim_scale(functional_micros)::text, '-'),
                to_char(effective_on, 'YYYY-MM-DD'), to_char(service_period, 'YYYY-MM-DD')) || E'\n', '' ORDER BY id)
            FROM entry
            WHERE journal_id = (sealed).id), '')
$$;

COMMENT ON FUNCTION public.sealed_text(sealed public.journal) IS 'All that a journal and its entries say, as text of format 1. Change nothing here: what is sealed would not be found again.';

CREATE FUNCTION public.set_agreement_terms(of_entity_id smallint, of_partner_id integer, of_side text, from_on date, stated jsonb) RETURNS TABLE(field text, old_value text, new_value text, first_on date)
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
DECLARE
    holding agreement_terms;
    base agreement_terms;
    changed agreement_terms;
    later agreement_terms;
    used_until date;
    today date;
    starts_on date := from_on;
BEGIN
    SELECT * INTO STRICT holding FROM current_terms
    WHERE entity_id = of_entity_id AND partner_id = of_partner_id AND side = of_side;
    IF from_on IS NULL AND to_jsonb(holding) @> stated THEN
        RETURN;
    END IF;
    today := (now() AT TIME ZONE holding.billing_zone)::date;
    used_until := terms_used_until(of_entity_id, of_partner_id, of_side);
    IF from_on IS NULL THEN
        changed := jsonb_populate_record(holding, stated);
        IF used_until IS NULL THEN
            starts_on := '-infinity';
        ELSIF billing_part(changed) = billing_part(holding) THEN
            starts_on := today;
        ELSE
            -- The first day behind today, and behind what was billed, with which a period of either cycle begins.
            SELECT * INTO STRICT base
            FROM terms_on(of_entity_id, of_partner_id, of_side, GREATEST(today, used_until));
            starts_on := billing_period_end(base.billing_cycle,
                billing_period_start(base.billing_cycle, GREATEST(today, used_until)));
            WHILE billing_period_start(changed.billing_cycle, starts_on) <> starts_on LOOP
                starts_on := billing_period_end(base.billing_cycle, starts_on);
            END LOOP;
        END IF;
    END IF;
    SELECT * INTO STRICT base FROM terms_on(of_entity_id, of_partner_id, of_side, starts_on);
    changed := jsonb_populate_record(base, stated);
    RETURN QUERY
        SELECT old.key, old.value #>> '{}', new.value #>> '{}', NULLIF(starts_on, '-infinity')
        FROM jsonb_each(to_jsonb(base)) AS old JOIN jsonb_each(to_jsonb(changed)) AS new USING (key)
        WHERE old.value <> new.value
        ORDER BY key;
    -- What is stated holds from that day on: also in changes that were to come later.
    IF base.first_on < starts_on AND base IS DISTINCT FROM changed THEN
        changed.first_on := starts_on;
        changed.created_at := now();
        INSERT INTO agreement_terms SELECT changed.*;
    END IF;
    FOR later IN
        SELECT * FROM agreement_terms
        WHERE entity_id = of_entity_id AND partner_id = of_partner_id AND side = of_side AND first_on >= starts_on
        ORDER BY first_on
    LOOP
        changed := jsonb_populate_record(later, stated);
        IF billing_part(changed) <> billing_part(later) THEN
            DELETE FROM agreement_terms
            WHERE entity_id = of_entity_id AND partner_id = of_partner_id AND side = of_side AND first_on = later.first_on;
            changed.created_at := now();
            INSERT INTO agreement_terms SELECT changed.*;
        ELSIF changed IS DISTINCT FROM later THEN
            UPDATE agreement_terms
            SET credit_limit_micros = changed.credit_limit_micros, notice_increase_days = changed.notice_increase_days,
                notice_decrease_days = changed.notice_decrease_days, notice_new_days = changed.notice_new_days,
                notice_closed_days = changed.notice_closed_days, notice_blocked_days = changed.notice_blocked_days
            WHERE entity_id = of_entity_id AND partner_id = of_partner_id AND side = of_side AND first_on = later.first_on;
        END IF;
    END LOOP;
    -- A change that says what held before it is none: stated so, it is withdrawn.
    DELETE FROM agreement_terms AS terms
    USING (
        SELECT first_on, to_jsonb(own) - '{first_on,created_at}'::text[]
            = lag(to_jsonb(own) - '{first_on,created_at}'::text[]) OVER (ORDER BY first_on) AS is_same
        FROM agreement_terms AS own
        WHERE entity_id = of_entity_id AND partner_id = of_partner_id AND side = of_side) AS compared
    WHERE terms.entity_id = of_entity_id AND terms.partner_id = of_partner_id AND terms.side = of_side
        AND terms.first_on = compared.first_on AND is_same AND terms.first_on >= starts_on
        AND terms.first_on > COALESCE(used_until, '-infinity');
END
$$;

COMMENT ON FUNCTION public.set_agreement_terms(of_entity_id smallint, of_partner_id integer, of_side text, from_on date, stated jsonb) IS 'Changes terms of a side from a day on, in all later terms as well, and says which fields changed from when (null = from the beginning). Without a day, what holds already changes nothing; else the change begins with the next billing period, the limit and notices today, and everything at the beginning where nothing was billed yet.';

CREATE FUNCTION public.summarize_call_days(days date[]) RETURNS TABLE(name text, ranges integer)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT touched.name, brin_summarize_new_values(pg_index.indexrelid)
    FROM (
        SELECT DISTINCT partition.name
        FROM unnest(days) AS day JOIN call_partitions() AS partition ON first_on <= day AND day < until_on
    ) AS touched
        JOIN pg_index ON pg_index.indrelid = to_regclass('public.' || quote_ident(touched.name))
        JOIN pg_class AS index_class ON index_class.oid = pg_index.indexrelid
        JOIN pg_am ON pg_am.oid = index_class.relam AND pg_am.amname = 'brin'
    ORDER BY touched.name
$$;

ALTER FUNCTION public.summarize_call_days(days date[]) OWNER TO didtron_storage;

COMMENT ON FUNCTION public.summarize_call_days(days date[]) IS 'Brings the summaries of the pages (BRIN) of the partitions of days up to date; days without a partition are left out.';

CREATE FUNCTION public.summarize_usage_days(days date[]) RETURNS integer
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT COALESCE(sum(brin_summarize_new_values(pg_index.indexrelid)), 0)::integer
    FROM (SELECT DISTINCT to_regclass('public.usage_' || to_char(day, 'YYYYMM')) AS relid FROM unnest(days) AS day) AS month
        JOIN pg_index ON pg_index.indrelid = month.relid
        JOIN pg_class AS index_class ON index_class.oid = pg_index.indexrelid
        JOIN pg_am ON pg_am.oid = index_class.relam AND pg_am.amname = 'brin'
$$;

ALTER FUNCTION public.summarize_usage_days(days date[]) OWNER TO didtron_storage;

COMMENT ON FUNCTION public.summarize_usage_days(days date[]) IS 'Brings the summaries of the pages (BRIN) of the months of days up to date, without which a partner''s usage is looked for in all new pages; says how many ranges were summarised.';

CREATE FUNCTION public.suspense_estimate(of_entity_id smallint, of_partner_id integer) RETURNS TABLE(partner_id integer, currency text, calls bigint, unknown_calls bigint, micros numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    WITH payer AS (
        SELECT agreement.partner_id, agreement.currency, terms.billing_zone
        FROM agreement
            JOIN current_terms AS terms ON terms.entity_id = agreement.entity_id AND terms.partner_id = agreement.partner_id
                AND terms.side = 'sell' AND payment_mode = 'prepaid'
        WHERE agreement.entity_id = of_entity_id AND (of_partner_id IS NULL OR agreement.partner_id = of_partner_id)
    ), owned AS (
        SELECT payer.*, account.product_id, chunk_id, ordinal, called, start_at, duration_ns
        FROM payer
            JOIN account ON account.entity_id = of_entity_id AND account.partner_id = payer.partner_id AND account.side = 'sell'
            JOIN suspense ON suspense.entity_id = of_entity_id AND suspense.account_value = account.value
                AND suspense.side = 'sell'
        -- A number that is let decides whose a call is, whatever its record says.
        WHERE NOT EXISTS (SELECT FROM did
                JOIN agreement_terms AS own ON own.entity_id = did.entity_id AND own.partner_id = did.partner_id
                    AND own.side = 'sell' AND own.first_on = '-infinity'
            WHERE did.entity_id = of_entity_id AND did.number = called
                AND in_effect @> (start_at AT TIME ZONE own.billing_zone)::date)
        UNION ALL
        SELECT payer.*, did.product_id, chunk_id, ordinal, called, start_at, duration_ns
        FROM payer
            JOIN did ON did.entity_id = of_entity_id AND did.partner_id = payer.partner_id
            JOIN suspense ON suspense.entity_id = of_entity_id AND suspense.called = did.number AND suspense.side = 'sell'
        WHERE in_effect @> (start_at AT TIME ZONE billing_zone)::date
    ), waiting AS (
        SELECT owned.partner_id, owned.currency, owned.product_id, called, start_at,
            -- Begun seconds count.
            div(duration_ns + 999999999, 1000000000)::bigint AS seconds
        FROM owned
        WHERE duration_ns > 0 AND NOT EXISTS (SELECT FROM suspense_resolution AS resolution
            WHERE resolution.chunk_id = owned.chunk_id AND resolution.ordinal = owned.ordinal AND resolution.side = 'sell')
    ), priced AS (
        SELECT waiting.partner_id, waiting.currency, known.micros
        FROM waiting
            LEFT JOIN LATERAL (
                -- The longest prefix that ever had a price for this customer and product, at its latest price.
                SELECT converted_micros(div((setup_fee_nanos * 60 + nanos_per_minute * GREATEST(minimum_s, initial_s
                        + CASE WHEN seconds > initial_s
                            THEN div(seconds - initial_s + increment_s - 1, increment_s) * increment_s ELSE 0 END)::numeric
                    + 59999), 60000), rate_card.currency, waiting.currency,
                    (start_at AT TIME ZONE 'UTC')::date) AS micros
                FROM card_assignment AS assignment
                    JOIN rate_card ON rate_card.id = assignment.card_id
                    JOIN card_version AS version ON version.card_id = rate_card.id AND version.state = 'approved'
                    CROSS JOIN generate_series(1, 15) AS length
                    JOIN rate ON rate.version_id = version.id AND rate.prefix = left(called, length)
                WHERE assignment.entity_id = of_entity_id AND assignment.partner_id = waiting.partner_id
                    AND assignment.side = 'sell' AND assignment.product_id = waiting.product_id
                    AND length <= length(called) AND NOT blocked
                ORDER BY length DESC, version.effective_from DESC, rate.effective_from DESC, nanos_per_minute DESC
                LIMIT 1) AS known ON true
    )
    SELECT priced.partner_id, priced.currency, count(*), count(*) - count(priced.micros), COALESCE(sum(priced.micros), 0)
    FROM priced
    GROUP BY priced.partner_id, priced.currency
$$;

COMMENT ON FUNCTION public.suspense_estimate(of_entity_id smallint, of_partner_id integer) IS 'What the calls of customers who pay ahead, or to numbers let to them, that wait for a price would cost at the last price that was known for their numbers, in micros (10^-6) of currency, rounded up call by call; unknown_calls never had one.';

CREATE FUNCTION public.take_document_numbers(of_entity_id smallint, of_kind text, numbers bigint, OUT series_id integer, OUT first_number bigint, OUT issued_at timestamp with time zone, OUT issued_on date, OUT prefix text, OUT digits smallint) RETURNS record
    LANGUAGE plpgsql
    AS $$
DECLARE
    issuer entity;
BEGIN
    -- Of all years: the instant, and so the year, is known once nobody else issues.
    PERFORM pg_advisory_xact_lock(hashtextextended('didtron.document_series ' || of_kind, of_entity_id));
    SELECT * INTO STRICT issuer FROM entity WHERE id = of_entity_id;
    issued_at := GREATEST(clock_timestamp(),
        (SELECT max(last_issued_at) FROM document_series WHERE entity_id = of_entity_id AND kind = of_kind));
    issued_on := (issued_at AT TIME ZONE issuer.zone)::date;
    INSERT INTO document_series (entity_id, kind, year, prefix)
    SELECT of_entity_id, code, extract(year FROM issued_on),
        concat_ws('-', number_prefix, issuer.code, extract(year FROM issued_on), '')
    FROM document_kind
    WHERE code = of_kind AND number_prefix IS NOT NULL
    ON CONFLICT ON CONSTRAINT document_series_is_single DO NOTHING;
    UPDATE document_series AS series
    SET last_number = last_number + numbers, last_issued_at = take_document_numbers.issued_at
    WHERE entity_id = of_entity_id AND kind = of_kind AND year = extract(year FROM issued_on)
    RETURNING series.id, last_number - numbers + 1, series.prefix, series.digits
    INTO STRICT series_id, first_number, prefix, digits;
END
$$;

COMMENT ON FUNCTION public.take_document_numbers(of_entity_id smallint, of_kind text, numbers bigint, OUT series_id integer, OUT first_number bigint, OUT issued_at timestamp with time zone, OUT issued_on date, OUT prefix text, OUT digits smallint) IS 'Takes so many numbers of the entity''s series of a kind in the year that it is there, until commit: a rollback gives them back. All are issued at the one instant that is returned.';

CREATE FUNCTION public.tax_ids_are_sound(tax_ids text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    SELECT NOT EXISTS (SELECT FROM unnest(tax_ids) AS tax_id
            WHERE tax_id !~ '^[A-Z][A-Z0-9_]{0,19} [^ ].{0,49}$' OR tax_id IS NULL)
        AND (SELECT count(DISTINCT split_part(tax_id, ' ', 1)) = count(*) FROM unnest(tax_ids) AS tax_id)
$_$;

COMMENT ON FUNCTION public.tax_ids_are_sound(tax_ids text[]) IS 'Whether each is a scheme in capitals, a blank and a value, and no scheme is there twice.';

CREATE FUNCTION public.tax_parts(of_profile_id integer, on_day date, amount numeric, contains_tax boolean) RETURNS TABLE(tax text, rate_millionths integer, account_type text, part numeric, base numeric)
    LANGUAGE sql STABLE ROWS 1 PARALLEL SAFE
    AS $$
    WITH known AS (
        SELECT DISTINCT ON (tax) tax, rate_millionths, account_type
        FROM tax_rate
        WHERE profile_id = of_profile_id AND first_on <= on_day
        ORDER BY tax, first_on DESC
    ), summed AS (
        SELECT known.*, sum(rate_millionths) OVER (ORDER BY tax)::bigint AS until_here, sum(rate_millionths) OVER ()::bigint AS whole
        FROM known
    ), rounded AS (
        -- Of a price with tax, the taxes together are rounded once, and each is what it adds to those before it.
        SELECT tax, rate_millionths, account_type, CASE WHEN contains_tax
            THEN rounded_half_up(amount * until_here, 1000000 + whole)
                - rounded_half_up(amount * (until_here - rate_millionths), 1000000 + whole)
            ELSE rounded_half_up(amount * rate_millionths, 1000000) END AS part
        FROM summed
    )
    SELECT tax, rate_millionths, account_type, part, CASE WHEN contains_tax THEN amount - sum(part) OVER () ELSE amount END
    FROM rounded
    ORDER BY tax
$$;

COMMENT ON FUNCTION public.tax_parts(of_profile_id integer, on_day date, amount numeric, contains_tax boolean) IS 'The one calculation of tax: the taxes of a profile by the rates of a day on an amount, in the whole units in which that is stated (minor units or micros), rounded half up; on top of it, or out of one that contains them. base is the amount without tax. No rows where there is no tax.';

CREATE FUNCTION public.tax_rates_from(of_profile_id integer, on_day date) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT max(first_on) FROM tax_rate WHERE profile_id = of_profile_id AND first_on <= on_day
$$;

COMMENT ON FUNCTION public.tax_rates_from(of_profile_id integer, on_day date) IS 'The day from which on the rates of a profile that hold on a day hold together: the same for days that are taxed alike.';

CREATE FUNCTION public.tax_used_until(of_profile_id integer) RETURNS date
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN GREATEST(
        (SELECT max(period_end_on) FROM invoice WHERE tax_profile_id = of_profile_id AND state <> 'void'),
        (SELECT max(value_on) FROM payment_tax JOIN payment ON payment.id = payment_id WHERE profile_id = of_profile_id),
        (SELECT max(day.taxed_on)
            FROM terms_span AS terms
                JOIN tax_profile AS profile ON profile.id = terms.tax_profile_id AND profile.tax_point = 'usage'
                CROSS JOIN LATERAL (
                    SELECT max(billing_on) AS taxed_on
                    FROM billing_day_mode AS mode
                    WHERE mode.entity_id = terms.entity_id AND mode.partner_id = terms.partner_id AND prepaid
                        AND in_effect @> billing_on
                    UNION ALL
                    SELECT max(effective_on)
                    FROM did_charge AS charge
                    WHERE charge.entity_id = terms.entity_id AND charge.partner_id = terms.partner_id AND prepaid
                        AND in_effect @> effective_on) AS day
            WHERE terms.tax_profile_id = of_profile_id AND side = 'sell'));
END
$$;

COMMENT ON FUNCTION public.tax_used_until(of_profile_id integer) IS 'The last day of what was taxed by a profile, on invoices, from deposits or when money came in; null where nothing was.';

CREATE FUNCTION public.terms_on(of_entity_id smallint, of_partner_id integer, of_side text, on_day date) RETURNS SETOF public.agreement_terms
    LANGUAGE sql STABLE ROWS 1 PARALLEL SAFE
    AS $$
    SELECT *
    FROM agreement_terms
    WHERE entity_id = of_entity_id AND partner_id = of_partner_id AND side = of_side AND first_on <= on_day
    ORDER BY first_on DESC
    LIMIT 1
$$;

COMMENT ON FUNCTION public.terms_on(of_entity_id smallint, of_partner_id integer, of_side text, on_day date) IS 'The terms of a side that hold on a day.';

CREATE FUNCTION public.terms_used_until(of_entity_id smallint, of_partner_id integer, of_side text) RETURNS date
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN GREATEST(
        -- Of the sell side, the first file with usage of a day leaves the mode of that day.
        CASE of_side WHEN 'sell' THEN
            (SELECT max(billing_on) FROM billing_day_mode WHERE entity_id = of_entity_id AND partner_id = of_partner_id)
        ELSE
            (SELECT max(billing_on) FROM usage
                WHERE entity_id = of_entity_id AND partner_id = of_partner_id AND side = 'b')
        END,
        (SELECT max(billing_on) FROM usage_delta
            WHERE entity_id = of_entity_id AND partner_id = of_partner_id
                AND side = CASE of_side WHEN 'sell' THEN 's' ELSE 'b' END::"char"),
        CASE of_side WHEN 'sell' THEN
            (SELECT max(period_end_on) FROM did_charge WHERE entity_id = of_entity_id AND partner_id = of_partner_id) END,
        CASE of_side WHEN 'sell' THEN
            (SELECT max(period_end_on) FROM invoice
                WHERE entity_id = of_entity_id AND partner_id = of_partner_id AND state <> 'void') END,
        -- What a change of the payment mode made of the deposit stays, and so does the change.
        CASE of_side WHEN 'sell' THEN
            (SELECT max(first_on) FROM billing_change WHERE entity_id = of_entity_id AND partner_id = of_partner_id) END);
END
$$;

COMMENT ON FUNCTION public.terms_used_until(of_entity_id smallint, of_partner_id integer, of_side text) IS 'The last day of which something was loaded, charged or billed on a side of an agreement, or from which a customer pays otherwise; null where there is none.';

CREATE FUNCTION public.top_up_parts(of_entity_id smallint, of_partner_id integer, whole_minor bigint, includes_tax boolean) RETURNS TABLE(top_up_id bigint, net_minor bigint, tax_minor bigint)
    LANGUAGE sql STABLE
    AS $$
    WITH given_back AS (
        SELECT returned.top_up_id, sum(returned.net_minor) AS net_minor, sum(returned.tax_minor) AS tax_minor
        FROM top_up_return AS returned JOIN payment ON payment.id = payment_id
        WHERE payment.entity_id = of_entity_id AND payment.partner_id = of_partner_id AND payment.state = 'recorded'
        GROUP BY returned.top_up_id
    ), left_over AS (
        SELECT top_up.id AS top_up_id, top_up.total_minor - top_up.tax_minor - COALESCE(given_back.net_minor, 0) AS net_minor,
            top_up.tax_minor - COALESCE(given_back.tax_minor, 0) AS tax_minor, sum(top_up.tax_minor) OVER () > 0 AS is_taxed
        FROM payment AS top_up LEFT JOIN given_back ON given_back.top_up_id = top_up.id
        WHERE top_up.entity_id = of_entity_id AND top_up.partner_id = of_partner_id AND top_up.purpose = 'top_up'
            AND top_up.state = 'recorded'
    ), in_line AS (
        -- What is wanted is laid along the top-ups, the latest first.
        SELECT left_over.*, size_minor, sum(size_minor) OVER (ORDER BY left_over.top_up_id DESC) - size_minor AS before_minor
        FROM left_over
            CROSS JOIN LATERAL (
                SELECT (left_over.net_minor + CASE WHEN includes_tax THEN left_over.tax_minor ELSE 0 END)::bigint AS size_minor) AS size
        -- Where none was taxed there is nothing to say.
        WHERE size_minor > 0 AND is_taxed
    ), taken AS (
        SELECT in_line.*, LEAST(size_minor, whole_minor - before_minor) AS taken_minor FROM in_line WHERE before_minor < whole_minor
    )
    SELECT taken.top_up_id, taken_minor::bigint - CASE WHEN includes_tax THEN part.tax_minor ELSE 0 END, part.tax_minor
    FROM taken
        CROSS JOIN LATERAL (SELECT rounded_half_up(taken.tax_minor * taken_minor, size_minor)::bigint AS tax_minor) AS part
    ORDER BY taken.top_up_id
$$;

COMMENT ON FUNCTION public.top_up_parts(of_entity_id smallint, of_partner_id integer, whole_minor bigint, includes_tax boolean) IS 'Which top-ups of a customer give back an amount in minor units that includes their tax or does not, with the tax that was taken of each: all of a top-up gives back all of its tax. No rows where no top-up was taxed.';

CREATE FUNCTION public.unposted_usage(of_entity_id smallint, of_partner_id integer) RETURNS TABLE(partner_id integer, currency text, side "char", prepaid boolean, billing_on date, micros numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    WITH loaded AS (
        -- Not closed yet. Corrections of what an invoice has are no less owed.
        SELECT delta.partner_id, delta.currency, delta.side, billing_on, sum(delta.micros) AS micros
        FROM usage_delta AS delta
        WHERE entity_id = of_entity_id AND (of_partner_id IS NULL OR delta.partner_id = of_partner_id)
        GROUP BY delta.partner_id, delta.currency, delta.side, billing_on
    )
    SELECT closed.partner_id, closed.currency, closed.side, closed.prepaid, closed.billing_on, closed.micros
    FROM closing
        -- Closing by closing, each by the index.
        CROSS JOIN LATERAL (
            SELECT usage.partner_id, usage.currency, usage.side, usage.prepaid, usage.billing_on, usage.micros::numeric
            FROM usage
            WHERE usage.entity_id = closing.entity_id AND usage.close_number = closing.number
                AND (of_partner_id IS NULL OR usage.partner_id = of_partner_id)
            OFFSET 0
        ) AS closed
    WHERE closing.entity_id = of_entity_id AND NOT EXISTS (
        SELECT FROM closing_posting AS posting
        WHERE posting.entity_id = closing.entity_id AND posting.close_number = closing.number)
    UNION ALL
    SELECT loaded.partner_id, loaded.currency, loaded.side,
        loaded.side = 's' AND COALESCE(mode.prepaid, terms.payment_mode = 'prepaid', false), loaded.billing_on, loaded.micros
    FROM loaded
        LEFT JOIN billing_day_mode AS mode ON mode.entity_id = of_entity_id AND mode.partner_id = loaded.partner_id
            AND mode.billing_on = loaded.billing_on
        LEFT JOIN terms_span AS terms ON terms.entity_id = of_entity_id AND terms.partner_id = loaded.partner_id
            AND side_code = loaded.side AND in_effect @> loaded.billing_on
$$;

COMMENT ON FUNCTION public.unposted_usage(of_entity_id smallint, of_partner_id integer) IS 'Usage of an entity that is loaded and in no journal yet, in micros (10^-6) of currency, of one partner or all (null): prepaid where the deposit has to pay it.';

CREATE FUNCTION public.usage_items(items bigint[]) RETURNS TABLE(billing_on date, destination_id integer, rate_id integer, attempts integer, answered integer, duration_s bigint, duration_rest_ns integer, billed_s bigint, micros bigint)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT DATE '2000-01-01' + (items[i] >> 32)::integer, NULLIF((items[i + 1] >> 32)::integer, -1),
        NULLIF((items[i + 1] << 32 >> 32)::integer, -1), (items[i + 2] >> 32)::integer,
        (items[i + 2] << 32 >> 32)::integer, items[i + 3], (items[i] & 4294967295)::integer, items[i + 4], items[i + 5]
    FROM generate_series(1, cardinality(items), 6) AS i
    -- True of each: the planner, which takes a thousand of them for granted, then expects five.
    WHERE i BETWEEN 1 AND 2147483647
$$;

COMMENT ON FUNCTION public.usage_items(items bigint[]) IS 'The items of usage_delta_block as rows.';

CREATE TABLE public.usage_delta_block (
    chunk_id integer NOT NULL,
    file_id integer NOT NULL,
    partner_id integer NOT NULL,
    claim_from integer,
    entity_id smallint NOT NULL,
    product_id smallint NOT NULL,
    side "char" NOT NULL,
    currency text NOT NULL,
    items bigint[] NOT NULL,
    CONSTRAINT usage_delta_block_has_whole_items CHECK (((cardinality(items) > 0) AND ((cardinality(items) % 6) = 0)))
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY public.usage_delta_block ALTER COLUMN items SET STORAGE EXTERNAL;

ALTER TABLE public.usage_delta_block OWNER TO didtron_storage;

COMMENT ON TABLE public.usage_delta_block IS 'Priced sides of the rows of a chunk, aggregated by the loader in the chunk''s transaction, one row a party. Merged into usage when its file is closed, then deleted; read by the view usage_delta.';

COMMENT ON COLUMN public.usage_delta_block.claim_from IS 'Where it corrects calls that an invoice has: first close number of the claim by which the invoice took them; else null.';

COMMENT ON COLUMN public.usage_delta_block.side IS 's = sell, b = buy.';

COMMENT ON COLUMN public.usage_delta_block.items IS 'Six numbers an item, as usage_item packs them and usage_items reads them; a file of few calls has few items a party, and an array for each measure would be larger than what is in it.';

CREATE VIEW public.usage_delta WITH (security_invoker='true') AS
 SELECT (((usage_items.duration_s)::numeric * (1000000000)::numeric) + (usage_items.duration_rest_ns)::numeric) AS duration_ns,
    usage_items.billed_s,
    usage_items.micros,
    usage_delta_block.chunk_id,
    usage_delta_block.file_id,
    usage_delta_block.partner_id,
    usage_items.billing_on,
    usage_items.destination_id,
    usage_items.rate_id,
    usage_items.attempts,
    usage_items.answered,
    usage_delta_block.entity_id,
    usage_delta_block.product_id,
    usage_delta_block.side,
    usage_delta_block.currency,
    usage_delta_block.claim_from,
    usage_items.duration_s,
    usage_items.duration_rest_ns
   FROM (public.usage_delta_block
     CROSS JOIN LATERAL public.usage_items(usage_delta_block.items) usage_items(billing_on, destination_id, rate_id, attempts, answered, duration_s, duration_rest_ns, billed_s, micros));

COMMENT ON VIEW public.usage_delta IS 'The items of usage_delta_block as rows.';

COMMENT ON COLUMN public.usage_delta.duration_ns IS 'Nanoseconds, raw.';

COMMENT ON COLUMN public.usage_delta.billed_s IS 'Seconds.';

COMMENT ON COLUMN public.usage_delta.micros IS 'Micros (10^-6) of currency.';

COMMENT ON COLUMN public.usage_delta.attempts IS 'Rows of call; a reversal counts -1.';

COMMENT ON COLUMN public.usage_delta.answered IS 'Rows of call of a duration other than zero; a reversal counts -1.';

COMMENT ON COLUMN public.usage_delta.duration_s IS 'Seconds, raw, rounded down.';

COMMENT ON COLUMN public.usage_delta.duration_rest_ns IS 'Nanoseconds above duration_s: 0 to 999,999,999.';

CREATE FUNCTION public.usage_deltas() RETURNS SETOF public.usage_delta
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN QUERY SELECT * FROM usage_delta;
END
$$;

COMMENT ON FUNCTION public.usage_deltas() IS 'The rows of usage_delta, of which the planner expects few.';

CREATE FUNCTION public.usage_item(billing_on date, destination_id integer, rate_id integer, attempts integer, answered integer, duration_s bigint, duration_rest_ns integer, billed_s bigint, micros bigint) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT ARRAY[(billing_on - DATE '2000-01-01')::bigint << 32 | duration_rest_ns,
        COALESCE(destination_id, -1)::bigint << 32 | (COALESCE(rate_id, -1)::bigint & 4294967295),
        attempts::bigint << 32 | (answered::bigint & 4294967295), duration_s, billed_s, micros]
$$;

COMMENT ON FUNCTION public.usage_item(billing_on date, destination_id integer, rate_id integer, attempts integer, answered integer, duration_s bigint, duration_rest_ns integer, billed_s bigint, micros bigint) IS 'An item of usage_delta_block: two numbers of 32 bits each in the first three (days since 2000-01-01 and nanoseconds above whole seconds; destination and rate, -1 = none; attempts and answered calls, a reversal counts -1), then seconds, billed seconds and micros.';

CREATE FUNCTION public.usage_key_hash(entity_id smallint, side "char", partner_id integer, product_id smallint, on_day date, destination_id integer, rate_id integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT hashint8extended(COALESCE(partner_id, 0)::bigint << 32 | COALESCE(rate_id, 0),
        hashint8extended(COALESCE(destination_id, 0)::bigint << 32 | (on_day - DATE '2000-01-01' & 4294967295),
            COALESCE(product_id, 0)::bigint << 32 | entity_id::bigint << 8 | side::integer)) & 1073741823
$$;

COMMENT ON FUNCTION public.usage_key_hash(entity_id smallint, side "char", partner_id integer, product_id smallint, on_day date, destination_id integer, rate_id integer) IS 'Thirty bits of a hash of a key of usage.';

CREATE FUNCTION public.usage_key_hash(entity_id smallint, side "char", partner_id integer, product_id smallint, on_day date, destination_id integer, rate_id integer, prepaid boolean, currency text) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT hashint8extended(COALESCE(partner_id, 0)::bigint << 32 | COALESCE(rate_id, 0),
        hashint8extended(COALESCE(destination_id, 0)::bigint << 32 | (on_day - DATE '2000-01-01' & 4294967295),
            hashtextextended(currency, COALESCE(product_id, 0)::bigint << 32 | entity_id::bigint << 8 | side::integer)
                # prepaid::integer::bigint)) & 1073741823
$$;

COMMENT ON FUNCTION public.usage_key_hash(entity_id smallint, side "char", partner_id integer, product_id smallint, on_day date, destination_id integer, rate_id integer, prepaid boolean, currency text) IS 'Thirty bits of a hash of a key of service usage.';

CREATE FUNCTION public.usage_measure(attempts bigint, answered bigint, duration_rest bigint, billed_s bigint, micros_rest bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT (attempts % 2147483647 * 500009 + answered % 2147483647 * 700001 + duration_rest
        + billed_s % 2147483647 * 10007 + micros_rest * 1000003) % 2147483647
$$;

COMMENT ON FUNCTION public.usage_measure(attempts bigint, answered bigint, duration_rest bigint, billed_s bigint, micros_rest bigint) IS 'What a row of usage, or a side of a call, counts as one number modulo the prime 2^31 - 1, so that it adds up as its parts do: attempts, answered calls, nanoseconds modulo the prime, billed seconds, and micros modulo the prime.';

CREATE FUNCTION public.use_advance() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    used bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.total_minor ELSE -NEW.total_minor END;
    advance payment;
BEGIN
    SELECT * INTO STRICT advance FROM payment WHERE id = NEW.advance_id FOR NO KEY UPDATE;
    IF advance.purpose <> 'advance' OR advance.state <> 'recorded' THEN
        PERFORM refuse('conflict', 'payment.no_advance', format('payment %s is no advance that can be used', advance.id),
            jsonb_build_object('payment', advance.id::text));
    END IF;
    IF advance.allocated_minor + used > advance.total_minor THEN
        PERFORM refuse('conflict', 'payment.advance_too_small',
            format('of advance %s there is less left', advance.id), jsonb_build_object('payment', advance.id::text,
                'left_minor', (advance.total_minor - advance.allocated_minor)::text));
    END IF;
    UPDATE payment SET allocated_minor = allocated_minor + used WHERE id = advance.id;
    RETURN NULL;
END
$$;

CREATE AGGREGATE public.bigint_sum(bigint) (
    SFUNC = int8pl,
    STYPE = bigint,
    COMBINEFUNC = int8pl,
    PARALLEL = safe
);

COMMENT ON AGGREGATE public.bigint_sum(bigint) IS 'The sum as a bigint; an error where it does not fit, null of no rows.';

CREATE TABLE public.account (
    id integer NOT NULL,
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    product_id smallint NOT NULL,
    parent_account_id integer,
    side text NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT account_kind_is_known CHECK ((kind = ANY (ARRAY['code'::text, 'ip'::text, 'trunk'::text, 'tech_prefix'::text, 'switch_id'::text]))),
    CONSTRAINT account_side_is_known CHECK ((side = ANY (ARRAY['sell'::text, 'buy'::text]))),
    CONSTRAINT account_value_is_not_empty CHECK ((value <> ''::text))
);

COMMENT ON TABLE public.account IS 'How a CDR names a partner on one side, and which product such calls are.';

CREATE TABLE public.account_balance (
    account_id integer NOT NULL,
    entity_id smallint NOT NULL,
    balance_micros numeric NOT NULL,
    functional_micros numeric NOT NULL,
    entries bigint NOT NULL,
    unconverted bigint NOT NULL
);

COMMENT ON TABLE public.account_balance IS 'Balances of partner accounts, on which decisions are taken; all others are summed when asked for.';

COMMENT ON COLUMN public.account_balance.balance_micros IS 'Micros (10^-6) of the account''s currency, debits less credits.';

COMMENT ON COLUMN public.account_balance.functional_micros IS 'Micros (10^-6) of the entity''s functional currency, debits less credits, of the entries that have such an amount.';

COMMENT ON COLUMN public.account_balance.entries IS 'Entries that touched the account.';

COMMENT ON COLUMN public.account_balance.unconverted IS 'Those without a functional amount.';

ALTER TABLE public.account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.act ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.act_request (
    actor_id integer NOT NULL,
    key text NOT NULL,
    act_id bigint NOT NULL,
    body_hash bytea NOT NULL,
    answer jsonb,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT act_request_hash_is_256_bits CHECK ((octet_length(body_hash) = 32)),
    CONSTRAINT act_request_key_is_short CHECK (((length(key) >= 1) AND (length(key) <= 200)))
);

COMMENT ON TABLE public.act_request IS 'Keys by which requests are known again, each with its first answer. State: removed after 30 days.';

COMMENT ON COLUMN public.act_request.body_hash IS 'SHA-256 of the act''s name and of what was asked: the same key with another body is refused.';

COMMENT ON COLUMN public.act_request.answer IS 'Null while the act is under way.';

CREATE TABLE public.actor (
    id integer NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT actor_has_a_name CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT actor_kind_is_known CHECK ((kind = ANY (ARRAY['user'::text, 'token'::text, 'system'::text, 'shell'::text])))
);

COMMENT ON TABLE public.actor IS 'Who acts: a user of the pages, a token of the API, the system itself, a user of the shell. INSERT-only.';

COMMENT ON COLUMN public.actor.name IS 'Of a user the address, of a token its name, of the system the job''s kind, of the shell the login name.';

ALTER TABLE public.actor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.agreement (
    id integer NOT NULL,
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    role text NOT NULL,
    currency text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT agreement_role_is_known CHECK ((role = ANY (ARRAY['customer'::text, 'supplier'::text, 'bilateral'::text])))
);

COMMENT ON TABLE public.agreement IS 'That one entity sells to a partner, buys from it, or both. On which terms is in agreement_terms.';

COMMENT ON COLUMN public.agreement.currency IS 'Never changes: ledger accounts, usage and cards are in it.';

ALTER TABLE public.agreement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.agreement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.allocation (
    id bigint NOT NULL,
    credit_id bigint NOT NULL,
    debit_id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    reverses_allocation_id bigint,
    journal_id bigint,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    credit_functional_micros numeric,
    debit_functional_micros numeric,
    partner_id integer NOT NULL,
    allocated_on date NOT NULL,
    entity_id smallint NOT NULL,
    credit_kind text NOT NULL,
    debit_kind text NOT NULL,
    currency text NOT NULL,
    reversed_minor bigint GENERATED ALWAYS AS ((- amount_minor)) STORED NOT NULL,
    CONSTRAINT allocation_ends_by_its_opposite CHECK (((amount_minor < 0) = (reverses_allocation_id IS NOT NULL))),
    CONSTRAINT allocation_is_not_nothing CHECK ((amount_minor <> 0)),
    CONSTRAINT allocation_kinds_are_known CHECK (((credit_kind = ANY (ARRAY['payment'::text, 'deposit_transfer'::text, 'write_off'::text])) AND (debit_kind = ANY (ARRAY['invoice'::text, 'refund'::text])) AND ((debit_kind = 'invoice'::text) OR (credit_kind <> 'write_off'::text))))
);

COMMENT ON TABLE public.allocation IS 'What of a credit (payment, transfer of a deposit, write-off) settles which debit (invoice, refund) from which day on; ended by a row of the opposite amount. It moves no account but for an exchange difference. INSERT-only.';

COMMENT ON COLUMN public.allocation.amount_minor IS 'Minor units of currency; below zero where it ends another.';

COMMENT ON COLUMN public.allocation.journal_id IS 'The settlement that has the difference of the two; null = there is none.';

COMMENT ON COLUMN public.allocation.credit_functional_micros IS 'Micros (10^-6) of the entity''s functional currency at which this part of the credit is in the books; null = not known.';

COMMENT ON COLUMN public.allocation.debit_functional_micros IS 'As credit_functional_micros, of the debit.';

COMMENT ON COLUMN public.allocation.allocated_on IS 'First day from which it counts: not before either document is in the books, never in a locked period.';

ALTER TABLE public.allocation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.allocation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.api_token (
    id integer NOT NULL,
    user_id integer NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT api_token_expires_after_it_was_made CHECK ((expires_at > created_at)),
    CONSTRAINT api_token_has_a_name CHECK (((btrim(name) <> ''::text) AND (length(name) <= 100))),
    CONSTRAINT api_token_has_scopes CHECK ((array_to_string(scopes, ' '::text) ~ '^(read|write):[a-z_]+( (read|write):[a-z_]+)*$'::text)),
    CONSTRAINT api_token_prefix_is_its_beginning CHECK ((prefix ~ '^didtron_[0-9a-f]{8}$'::text))
);

COMMENT ON TABLE public.api_token IS 'Tokens of the API. State: nobody removes one, it is revoked.';

COMMENT ON COLUMN public.api_token.prefix IS 'The beginning of the token, by which people know it again.';

COMMENT ON COLUMN public.api_token.scopes IS 'Resources that it may read or write, as far as the role of its user may.';

COMMENT ON COLUMN public.api_token.expires_at IS 'Null = when it is revoked.';

CREATE TABLE public.api_token_entity (
    token_id integer NOT NULL,
    entity_id smallint NOT NULL
);

COMMENT ON TABLE public.api_token_entity IS 'Entities to which a token is limited; a token without a row here reaches those of its user.';

ALTER TABLE public.api_token ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.app_user (
    id integer NOT NULL,
    mail text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    entity_id smallint,
    partner_id integer,
    state text DEFAULT 'invited'::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT app_user_customer_is_of_a_partner CHECK (((role = 'customer'::text) = (partner_id IS NOT NULL))),
    CONSTRAINT app_user_has_a_name CHECK (((btrim(name) <> ''::text) AND (length(name) <= 200))),
    CONSTRAINT app_user_is_of_an_entity_unless_of_all CHECK (((role = 'super_admin'::text) = (entity_id IS NULL))),
    CONSTRAINT app_user_mail_is_an_address CHECK (((mail = lower(mail)) AND (length(mail) <= 200) AND (mail ~ '^[^[:space:]@]+@[^[:space:]@]+$'::text))),
    CONSTRAINT app_user_role_is_known CHECK ((role = ANY (ARRAY['super_admin'::text, 'admin'::text, 'finance'::text, 'operations'::text, 'read_only'::text, 'customer'::text]))),
    CONSTRAINT app_user_state_is_known CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'suspended'::text])))
);

COMMENT ON TABLE public.app_user IS 'Users of the pages. State: nobody is removed, who must not come in any more is suspended.';

COMMENT ON COLUMN public.app_user.mail IS 'By which the user signs in, in small letters.';

COMMENT ON COLUMN public.app_user.entity_id IS 'Null = of all entities: a super admin.';

COMMENT ON COLUMN public.app_user.partner_id IS 'A customer sees this partner alone; null for staff.';

ALTER TABLE public.app_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.app_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.audit_event ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_account (
    id integer NOT NULL,
    partner_id integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    entity_id smallint,
    currency text NOT NULL,
    holder text NOT NULL,
    iban text,
    account_number text,
    bic text,
    bank_name text,
    correspondent_bic text,
    valid daterange NOT NULL,
    CONSTRAINT bank_account_bics_are_sound CHECK (((bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'::text) AND ((correspondent_bic IS NULL) OR (correspondent_bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'::text)))),
    CONSTRAINT bank_account_has_one_number CHECK ((num_nonnulls(iban, account_number) = 1)),
    CONSTRAINT bank_account_iban_is_sound CHECK (public.iban_is_sound(iban)),
    CONSTRAINT bank_account_is_of_an_entity_or_a_partner CHECK ((num_nonnulls(entity_id, partner_id) = 1)),
    CONSTRAINT bank_account_is_valid_some_day CHECK ((NOT isempty(valid))),
    CONSTRAINT bank_account_names_are_not_empty CHECK (((btrim(holder) <> ''::text) AND (btrim(account_number) <> ''::text)))
);

COMMENT ON TABLE public.bank_account IS 'Where an entity or a partner is paid in a currency, from a day on.';

COMMENT ON COLUMN public.bank_account.iban IS 'Capitals and digits without blanks; where there is none, account_number.';

ALTER TABLE public.bank_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bank_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_file (
    id integer NOT NULL,
    opening_minor bigint,
    closing_minor bigint,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    lines integer NOT NULL,
    entity_id smallint NOT NULL,
    currency text NOT NULL,
    format text NOT NULL,
    name text NOT NULL,
    account text,
    sha256 bytea NOT NULL,
    CONSTRAINT bank_file_format_is_known CHECK ((format = ANY (ARRAY['csv'::text, 'camt.053'::text]))),
    CONSTRAINT bank_file_has_lines CHECK ((lines > 0)),
    CONSTRAINT bank_file_hash_is_256_bits CHECK ((octet_length(sha256) = 32))
);

COMMENT ON TABLE public.bank_file IS 'A statement of a bank account as it was received. INSERT-only.';

COMMENT ON COLUMN public.bank_file.opening_minor IS 'Minor units of currency: the balance before its lines, where it states one.';

COMMENT ON COLUMN public.bank_file.closing_minor IS 'Minor units of currency: the balance behind its lines, where it states one.';

COMMENT ON COLUMN public.bank_file.account IS 'IBAN or number of the entity''s account, as stated.';

ALTER TABLE public.bank_file ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bank_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bank_line (
    id bigint NOT NULL,
    amount_minor bigint NOT NULL,
    fee_minor bigint DEFAULT 0 NOT NULL,
    payment_id bigint,
    resolved_at timestamp with time zone,
    file_id integer NOT NULL,
    line_number integer NOT NULL,
    value_on date NOT NULL,
    entity_id smallint NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    payer_name text,
    payer_iban text,
    reference text,
    bank_reference text,
    note text,
    CONSTRAINT bank_line_moves_something CHECK (((amount_minor <> 0) AND (fee_minor >= 0))),
    CONSTRAINT bank_line_state_has_its_parts CHECK (
CASE state
    WHEN 'open'::text THEN ((payment_id IS NULL) AND (resolved_at IS NULL))
    WHEN 'confirmed'::text THEN ((payment_id IS NOT NULL) AND (resolved_at IS NOT NULL))
    WHEN 'ignored'::text THEN ((payment_id IS NULL) AND (resolved_at IS NOT NULL) AND (btrim(note) <> ''::text))
    ELSE false
END)
);

COMMENT ON TABLE public.bank_line IS 'A line of a bank file: open until it is confirmed as a payment, or ignored with a note why. State.';

COMMENT ON COLUMN public.bank_line.amount_minor IS 'Minor units of the file''s currency; below zero what went out.';

COMMENT ON COLUMN public.bank_line.fee_minor IS 'Minor units of the file''s currency that banks kept of what the payer paid.';

COMMENT ON COLUMN public.bank_line.reference IS 'What the payer wrote.';

COMMENT ON COLUMN public.bank_line.bank_reference IS 'The bank''s own mark of the movement, by which it is known again.';

COMMENT ON COLUMN public.bank_line.note IS 'Why it is no payment.';

ALTER TABLE public.bank_line ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.bank_line_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.billing_change (
    transfer_id bigint,
    deposit_micros numeric NOT NULL,
    unbilled_micros numeric NOT NULL,
    act_id bigint DEFAULT public.current_act() NOT NULL,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    partner_id integer NOT NULL,
    first_on date NOT NULL,
    entity_id smallint NOT NULL,
    currency text NOT NULL,
    payment_mode text NOT NULL,
    CONSTRAINT billing_change_mode_is_known CHECK ((payment_mode = ANY (ARRAY['prepaid'::text, 'postpaid'::text]))),
    CONSTRAINT billing_change_transfers_to_who_is_invoiced CHECK (((transfer_id IS NULL) OR (payment_mode = 'postpaid'::text)))
);

COMMENT ON TABLE public.billing_change IS 'That a customer pays otherwise from a day on, as its terms say, and what was made of its deposit and of what was not invoiced when the day had come. INSERT-only.';

COMMENT ON COLUMN public.billing_change.transfer_id IS 'The payment by which the deposit became a credit; null where there was none.';

COMMENT ON COLUMN public.billing_change.deposit_micros IS 'Micros (10^-6) of currency that were in the deposit.';

COMMENT ON COLUMN public.billing_change.unbilled_micros IS 'Micros (10^-6) of currency that were on no issued invoice.';

COMMENT ON COLUMN public.billing_change.first_on IS 'First day of the terms.';

COMMENT ON COLUMN public.billing_change.payment_mode IS 'From that day on.';

CREATE TABLE public.billing_day_mode (
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    billing_on date NOT NULL,
    prepaid boolean NOT NULL
);

COMMENT ON TABLE public.billing_day_mode IS 'How a customer pays for the calls of a billing day, frozen by the first closing with usage of that day: corrections and late calls follow it, whatever the agreement says by then. Immutable.';

COMMENT ON COLUMN public.billing_day_mode.billing_on IS 'Day in the billing zone of the customer.';

COMMENT ON COLUMN public.billing_day_mode.prepaid IS 'Taken from the deposit, and on no invoice.';

CREATE TABLE public.call (
    start_at timestamp with time zone NOT NULL,
    calling bigint,
    called bigint,
    duration_ns bigint NOT NULL,
    sell_micros bigint NOT NULL,
    buy_micros bigint NOT NULL,
    key uuid NOT NULL,
    chunk_id integer NOT NULL,
    ordinal integer NOT NULL,
    customer_id integer,
    supplier_id integer,
    sell_rate_id integer,
    buy_rate_id integer,
    sell_destination_id integer,
    buy_destination_id integer,
    sell_billed_s integer NOT NULL,
    buy_billed_s integer NOT NULL,
    sell_billing_on date,
    buy_billing_on date,
    entity_id smallint NOT NULL,
    sell_product_id smallint,
    buy_product_id smallint,
    sip_code smallint,
    sell_state "char" NOT NULL,
    buy_state "char" NOT NULL,
    kind "char" DEFAULT 'o'::"char" NOT NULL,
    replaces_on date,
    replaces_chunk_id integer,
    replaces_ordinal integer,
    calling_text text,
    called_text text,
    routing_number bigint,
    sell_claim_from integer,
    buy_claim_from integer,
    CONSTRAINT call_called_number_is_digits CHECK (((called >= 0) AND (called_text ~ '^[0-9]+$'::text))),
    CONSTRAINT call_side_is_not_too_large CHECK (((sell_micros <= '1000000000000'::bigint) AND (buy_micros <= '1000000000000'::bigint)))
)
PARTITION BY RANGE (start_at);

ALTER TABLE public.call OWNER TO didtron_storage;

COMMENT ON TABLE public.call IS 'Every parsed call, insert-only; partitioned by the UTC day of the start. Address: UTC day, chunk, ordinal.';

COMMENT ON COLUMN public.call.duration_ns IS 'Nanoseconds; negative on a reversal.';

COMMENT ON COLUMN public.call.sell_micros IS 'Micros (10^-6) of the currency of the customer''s agreement.';

COMMENT ON COLUMN public.call.buy_micros IS 'Micros (10^-6) of the currency of the supplier''s agreement.';

COMMENT ON COLUMN public.call.key IS '128-bit key: 64 bits hash of switch, call id and start to the second; 48 bits second hash of the same; 16 bits leg (0 = none stated).';

COMMENT ON COLUMN public.call.ordinal IS 'Record within the chunk, from 0, rejected records and duplicates counted; a reversal is -1 - the ordinal of its replacement.';

COMMENT ON COLUMN public.call.sell_billed_s IS 'Seconds.';

COMMENT ON COLUMN public.call.buy_billed_s IS 'Seconds.';

COMMENT ON COLUMN public.call.sell_billing_on IS 'Day in the billing zone of the customer.';

COMMENT ON COLUMN public.call.sell_state IS 'p = priced, u = unpriced (in suspense), n = not applicable.';

COMMENT ON COLUMN public.call.buy_state IS 'p = priced, u = unpriced (in suspense), n = not applicable.';

COMMENT ON COLUMN public.call.kind IS 'o = original, r = reversal, p = replacement.';

COMMENT ON COLUMN public.call.called_text IS 'The number where it is not the digits of called (leading zero, more than 18 digits); called is then null.';

COMMENT ON COLUMN public.call.routing_number IS 'Number that the called one was ported to (LRN), with its country code, where the record states one: it decides the jurisdiction.';

COMMENT ON COLUMN public.call.sell_claim_from IS 'Of a replacement whose call is on an invoice: first close number of the claim by which that invoice took it; null = the side is usage of its own file.';

COMMENT ON COLUMN public.call.buy_claim_from IS 'As sell_claim_from, of the supplier''s side.';

CREATE TABLE public.call_longest (
    chunk_id integer NOT NULL,
    ordinal integer NOT NULL,
    start_at timestamp with time zone NOT NULL,
    duration_ns bigint NOT NULL,
    called bigint,
    customer_id integer,
    supplier_id integer
);

ALTER TABLE public.call_longest OWNER TO didtron_storage;

COMMENT ON TABLE public.call_longest IS 'The longest calls of a chunk.';

COMMENT ON COLUMN public.call_longest.duration_ns IS 'Nanoseconds.';

COMMENT ON COLUMN public.call_longest.called IS 'Null where the number is not the digits of an integer.';

CREATE TABLE public.call_loss (
    chunk_id integer NOT NULL,
    destination_id integer,
    currency text NOT NULL,
    calls integer NOT NULL,
    micros bigint NOT NULL,
    CONSTRAINT call_loss_is_a_loss CHECK (((calls > 0) AND (micros > 0)))
);

ALTER TABLE public.call_loss OWNER TO didtron_storage;

COMMENT ON TABLE public.call_loss IS 'Calls of a chunk sold below what they cost, by destination of the customer''s side.';

COMMENT ON COLUMN public.call_loss.micros IS 'Micros (10^-6) of currency by which the costs exceed the charges.';

CREATE TABLE public.call_mark (
    switch_id smallint NOT NULL,
    start_hour integer NOT NULL,
    chunk_id integer NOT NULL,
    marks bytea NOT NULL
);
ALTER TABLE ONLY public.call_mark ALTER COLUMN marks SET STORAGE EXTERNAL;

ALTER TABLE public.call_mark OWNER TO didtron_storage;

COMMENT ON TABLE public.call_mark IS 'What the search for duplicates reads: of each record of a chunk that said something new the first 64 bits of its key, a hash of what it said and its place, by hour of the start.';

COMMENT ON COLUMN public.call_mark.start_hour IS 'Hours since 1970-01-01T00:00Z.';

COMMENT ON COLUMN public.call_mark.marks IS '20 bytes each, big-endian: fingerprint; 48 bits of content hash, 0 = not remembered, and 16 bits of leg, 0 = none stated; 1 bit: spoke of an earlier instant than what was known when it came, and 31 bits of ordinal, all ones = not remembered.';

CREATE TABLE public.call_reject (
    chunk_id integer NOT NULL,
    ordinal integer NOT NULL,
    entity_id smallint NOT NULL,
    line bigint NOT NULL,
    column_number integer NOT NULL,
    byte_offset bigint NOT NULL,
    field text NOT NULL,
    reason text NOT NULL,
    text bytea NOT NULL
);

ALTER TABLE public.call_reject OWNER TO didtron_storage;

COMMENT ON TABLE public.call_reject IS 'Records that could not be parsed, with the original bytes (at most 64 KiB of them).';

CREATE TABLE public.card_destination (
    id integer NOT NULL,
    card_id integer NOT NULL,
    name text NOT NULL
);

COMMENT ON TABLE public.card_destination IS 'A card''s own name for a destination; invoices print it.';

CREATE TABLE public.card_version (
    id integer NOT NULL,
    card_id integer NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    effective_from timestamp with time zone NOT NULL,
    content_hash bytea NOT NULL,
    rates integer NOT NULL,
    source_name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    approved_at timestamp with time zone,
    scope text DEFAULT 'full'::text NOT NULL,
    base_id integer,
    received_at timestamp with time zone,
    imported_by text,
    approved_by text,
    withdrawn_by text,
    withdrawn_at timestamp with time zone,
    displaced_by_id integer,
    generation jsonb,
    CONSTRAINT card_version_approval_is_dated CHECK (
CASE state
    WHEN 'draft'::text THEN (approved_at IS NULL)
    WHEN 'approved'::text THEN (approved_at IS NOT NULL)
    ELSE true
END),
    CONSTRAINT card_version_generation_is_kept CHECK (((scope = 'generated'::text) = (generation IS NOT NULL))),
    CONSTRAINT card_version_is_displaced_where_withdrawn CHECK (((displaced_by_id IS NULL) OR (state = 'withdrawn'::text))),
    CONSTRAINT card_version_scope_is_known CHECK ((scope = ANY (ARRAY['full'::text, 'amendment'::text, 'generated'::text]))),
    CONSTRAINT card_version_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'approved'::text, 'withdrawn'::text])))
);

COMMENT ON TABLE public.card_version IS 'A whole deck. Of the approved versions the one with the latest effective_from not after a call''s start is in effect.';

COMMENT ON COLUMN public.card_version.effective_from IS 'Not before this instant, and until the next approved version of the card takes over. Rates have their own dates within it.';

COMMENT ON COLUMN public.card_version.content_hash IS 'SHA-256 of the canonical rates: the same deck again changes nothing.';

COMMENT ON COLUMN public.card_version.rates IS 'Count of its rows in rate.';

COMMENT ON COLUMN public.card_version.source_name IS 'Name of the file that it was made from.';

COMMENT ON COLUMN public.card_version.scope IS 'full = a whole deck; amendment = a deck that left the prefixes it does not have; generated = made from decks of suppliers.';

COMMENT ON COLUMN public.card_version.base_id IS 'The version that it was made against; null = none, or (without imported_by) not recorded.';

COMMENT ON COLUMN public.card_version.received_at IS 'When the deck was received: notice periods count from that day in the card''s zone.';

COMMENT ON COLUMN public.card_version.displaced_by_id IS 'The version whose approval withdrew this one; taking that back before it is in effect approves this one again.';

COMMENT ON COLUMN public.card_version.generation IS 'Of a generated version: the versions that it was made from, the instant, and the rules.';

CREATE TABLE public.rate (
    id integer NOT NULL,
    version_id integer NOT NULL,
    destination_id integer NOT NULL,
    card_destination_id integer NOT NULL,
    initial_s integer NOT NULL,
    increment_s integer NOT NULL,
    minimum_s integer DEFAULT 0 NOT NULL,
    grace_s integer DEFAULT 0 NOT NULL,
    effective_from timestamp with time zone NOT NULL,
    effective_to timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    nanos_per_minute bigint NOT NULL,
    setup_fee_nanos bigint DEFAULT 0 NOT NULL,
    attempt_fee_nanos bigint DEFAULT 0 NOT NULL,
    max_cost_nanos bigint,
    min_cost_nanos bigint,
    rounding_decimals smallint DEFAULT 6 NOT NULL,
    grace_mode text DEFAULT 'none'::text NOT NULL,
    duration_rounding text DEFAULT 'up'::text NOT NULL,
    rounding_mode text DEFAULT 'half_up'::text NOT NULL,
    blocked boolean DEFAULT false NOT NULL,
    prefix text NOT NULL,
    time_band text,
    origin text,
    jurisdiction text,
    CONSTRAINT rate_increments_are_sound CHECK (((initial_s >= 0) AND (increment_s >= 1) AND (minimum_s >= 0) AND (grace_s >= 0))),
    CONSTRAINT rate_interval_is_not_empty CHECK ((effective_from < effective_to)),
    CONSTRAINT rate_is_not_negative CHECK (((nanos_per_minute >= 0) AND (setup_fee_nanos >= 0) AND (max_cost_nanos >= 0) AND (min_cost_nanos >= 0) AND (attempt_fee_nanos >= 0))),
    CONSTRAINT rate_prefix_is_digits CHECK ((((octet_length(prefix) >= 1) AND (octet_length(prefix) <= 15)) AND (ltrim(prefix, '0123456789'::text) = ''::text))),
    CONSTRAINT rate_rounding_is_known CHECK ((((rounding_decimals >= 0) AND (rounding_decimals <= 6)) AND (grace_mode = ANY (ARRAY['none'::text, 'threshold'::text, 'deduct'::text])) AND (duration_rounding = ANY (ARRAY['up'::text, 'down'::text, 'half_up'::text, 'half_down'::text])) AND (rounding_mode = ANY (ARRAY['half_up'::text, 'up'::text, 'down'::text, 'half_even'::text, 'half_down'::text])))),
    CONSTRAINT rate_variant_is_named CHECK (((time_band <> ''::text) AND (origin <> ''::text) AND (jurisdiction = ANY (ARRAY['interstate'::text, 'intrastate'::text, 'indeterminate'::text, 'international'::text]))))
);

COMMENT ON TABLE public.rate IS 'One prefix on one version; never updated, only superseded by a later version.';

COMMENT ON COLUMN public.rate.version_id IS 'Of card_version, which is never deleted. Not a foreign key: one job stores a version with all of its rates, and checking each of 200,000 took a third of its time.';

COMMENT ON COLUMN public.rate.destination_id IS 'Master destination: that of the longest prefix of destination_prefix that begins the rate''s.';

COMMENT ON COLUMN public.rate.card_destination_id IS 'The card''s own name of the destination.';

COMMENT ON COLUMN public.rate.initial_s IS 'Seconds billed at least, then increment_s at a time.';

COMMENT ON COLUMN public.rate.increment_s IS 'Seconds.';

COMMENT ON COLUMN public.rate.minimum_s IS 'Seconds billed at least, whatever the increments give.';

COMMENT ON COLUMN public.rate.grace_s IS 'Seconds, by grace_mode: a call up to them is free (threshold), or they are free in every call (deduct).';

COMMENT ON COLUMN public.rate.nanos_per_minute IS 'Nanos (10^-9) of the card''s currency a minute.';

COMMENT ON COLUMN public.rate.setup_fee_nanos IS 'Nanos (10^-9) of the card''s currency a call.';

COMMENT ON COLUMN public.rate.attempt_fee_nanos IS 'Nanos (10^-9) of the card''s currency for each attempt, answered or not, beside what the call costs.';

COMMENT ON COLUMN public.rate.max_cost_nanos IS 'Nanos (10^-9) of the card''s currency; null = no cap.';

COMMENT ON COLUMN public.rate.min_cost_nanos IS 'Nanos (10^-9) of the card''s currency; null = no floor.';

COMMENT ON COLUMN public.rate.rounding_decimals IS 'Decimals of the currency unit to which the amount of a call is rounded.';

COMMENT ON COLUMN public.rate.time_band IS 'Name of the time band of the card (time_band) that it is for, in small letters; null = any time.';

COMMENT ON COLUMN public.rate.origin IS 'Name of the group of callers (origin_prefix) that it is for, in small letters; null = any caller.';

COMMENT ON COLUMN public.rate.jurisdiction IS 'Jurisdiction by the states of both numbers; null = any.';

CREATE TABLE public.rate_card (
    id integer NOT NULL,
    entity_id smallint NOT NULL,
    name text NOT NULL,
    side text NOT NULL,
    currency text NOT NULL,
    zone text DEFAULT 'UTC'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT rate_card_side_is_known CHECK ((side = ANY (ARRAY['sell'::text, 'buy'::text])))
);

COMMENT ON COLUMN public.rate_card.zone IS 'IANA zone in which a date without a time begins.';

CREATE VIEW public.canonical_rate WITH (security_invoker='true') AS
 SELECT rate.version_id,
    rate.effective_from AS start_at,
    card.name AS deck_id,
    rate.prefix,
    card_destination.name AS destination,
    ((to_char(rate.effective_from, 'YYYY-MM-DD"T"HH24:MI:SS'::text) || rtrim(rtrim(to_char(rate.effective_from, '.US'::text), '0'::text), '.'::text)) || 'Z'::text) AS effective_from,
    trim_scale(((rate.nanos_per_minute)::numeric / (1000000000)::numeric)) AS rate_per_min,
    trim_scale(((rate.setup_fee_nanos)::numeric / (1000000000)::numeric)) AS setup_fee,
    rate.initial_s,
    rate.increment_s,
    rate.minimum_s,
        CASE
            WHEN (rate.effective_to < 'infinity'::timestamp with time zone) THEN ((to_char(rate.effective_to, 'YYYY-MM-DD"T"HH24:MI:SS'::text) || rtrim(rtrim(to_char(rate.effective_to, '.US'::text), '0'::text), '.'::text)) || 'Z'::text)
            ELSE NULL::text
        END AS effective_to,
    (rate.blocked)::integer AS blocked,
    rate.grace_s,
    rate.grace_mode,
    rate.duration_rounding,
    rate.rounding_decimals,
    rate.rounding_mode,
    trim_scale(((rate.max_cost_nanos)::numeric / (1000000000)::numeric)) AS max_cost,
    trim_scale(((rate.min_cost_nanos)::numeric / (1000000000)::numeric)) AS min_cost,
        CASE
            WHEN (rate.attempt_fee_nanos > 0) THEN trim_scale(((rate.attempt_fee_nanos)::numeric / (1000000000)::numeric))
            ELSE NULL::numeric
        END AS attempt_fee,
    rate.time_band,
    rate.origin,
    rate.jurisdiction
   FROM (((public.rate
     JOIN public.card_version ON ((card_version.id = rate.version_id)))
     JOIN public.rate_card card ON ((card.id = card_version.card_id)))
     JOIN public.card_destination ON ((card_destination.id = rate.card_destination_id)));

COMMENT ON VIEW public.canonical_rate IS 'Rates in the columns of the canonical rates file: money in currency units, instants in UTC as text.';

CREATE TABLE public.card_assignment (
    id integer NOT NULL,
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    side text NOT NULL,
    product_id smallint NOT NULL,
    card_id integer NOT NULL,
    effective tstzrange NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT card_assignment_side_is_known CHECK ((side = ANY (ARRAY['sell'::text, 'buy'::text])))
);

COMMENT ON TABLE public.card_assignment IS 'Which card prices a partner''s side of a product, and when; the product gives the direction.';

ALTER TABLE public.card_assignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.card_assignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.card_destination ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.card_destination_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.card_holiday (
    card_id integer NOT NULL,
    holiday_on date NOT NULL,
    name text NOT NULL
);

COMMENT ON TABLE public.card_holiday IS 'Days, in the card''s zone, on which its windows of holidays hold.';

ALTER TABLE public.card_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.card_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.carried_sum (
    run_id integer NOT NULL,
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    currency text NOT NULL,
    period_start_on date NOT NULL,
    period_end_on date NOT NULL,
    amount_micros bigint NOT NULL,
    CONSTRAINT carried_sum_period_is_not_empty CHECK ((period_start_on <= period_end_on))
);

COMMENT ON TABLE public.carried_sum IS 'What a run did not bill because it was not above zero: the next run takes it, or says that it needs a credit note. INSERT-only.';

COMMENT ON COLUMN public.carried_sum.period_end_on IS 'The last day.';

COMMENT ON COLUMN public.carried_sum.amount_micros IS 'Micros (10^-6) of currency, lines rounded where the agreement rounds them.';

CREATE TABLE public.cdr_file (
    id integer NOT NULL,
    entity_id smallint NOT NULL,
    switch_id smallint NOT NULL,
    kind text DEFAULT 'received'::text NOT NULL,
    sha256 bytea NOT NULL,
    name text NOT NULL,
    bytes bigint NOT NULL,
    compression text DEFAULT 'none'::text NOT NULL,
    layout text NOT NULL,
    layout_definition jsonb NOT NULL,
    tariff_hash bytea NOT NULL,
    chunk_bytes integer NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    chunks integer,
    state text DEFAULT 'loading'::text NOT NULL,
    close_number integer,
    closed_at timestamp with time zone,
    starts_from timestamp with time zone,
    starts_until timestamp with time zone,
    longest_call_s integer,
    rejected_percent_max smallint,
    rejected_least integer DEFAULT 0 NOT NULL,
    stated_at timestamp with time zone,
    act_id bigint DEFAULT public.current_act() NOT NULL,
    source_file_id integer,
    undo_act_id bigint,
    undone_for_id integer,
    undone_at timestamp with time zone,
    CONSTRAINT cdr_file_closes_once CHECK ((((state = 'closed'::text) = (close_number IS NOT NULL)) AND ((state = 'closed'::text) = (closed_at IS NOT NULL)) AND ((state <> 'closed'::text) OR (chunks IS NOT NULL)))),
    CONSTRAINT cdr_file_compression_is_known CHECK ((compression = ANY (ARRAY['none'::text, 'zstd'::text, 'gzip'::text]))),
    CONSTRAINT cdr_file_kind_is_known CHECK ((kind = ANY (ARRAY['received'::text, 'rerate'::text, 'undo'::text]))),
    CONSTRAINT cdr_file_limits_are_sound CHECK (((starts_from < starts_until) AND (longest_call_s > 0) AND ((rejected_percent_max >= 0) AND (rejected_percent_max <= 100)) AND (rejected_least >= 0))),
    CONSTRAINT cdr_file_state_is_known CHECK ((state = ANY (ARRAY['loading'::text, 'stopped'::text, 'closed'::text]))),
    CONSTRAINT cdr_file_stops_before_its_end CHECK (((state <> 'stopped'::text) OR (chunks IS NULL))),
    CONSTRAINT cdr_file_undo_is_of_received_files CHECK (((undo_act_id IS NULL) OR (kind = 'received'::text))),
    CONSTRAINT cdr_file_undo_names_its_file CHECK ((((undo_act_id IS NULL) = (undone_for_id IS NULL)) AND ((undo_act_id IS NOT NULL) OR (undone_at IS NULL))))
);

COMMENT ON TABLE public.cdr_file IS 'A file as received, a batch of re-rated calls, or a batch that took a file back. Layout, tariff and chunk size are frozen with its first chunk.';

COMMENT ON COLUMN public.cdr_file.sha256 IS 'Of the bytes as received (of the description, for a batch): its identity, with stated_at, until it is undone.';

COMMENT ON COLUMN public.cdr_file.chunks IS 'Written last, when all chunks are in.';

COMMENT ON COLUMN public.cdr_file.state IS 'loading = its chunks are on their way, or were interrupted; stopped = too many of its records are rejects, and somebody has to say how to go on; closed = all are in, and its usage is final.';

COMMENT ON COLUMN public.cdr_file.close_number IS 'The closing that made its usage final, with other files or alone; null = it is not closed.';

COMMENT ON COLUMN public.cdr_file.starts_from IS 'Records whose calls start before are rejected; null = none are. Frozen with the first chunk, as all limits are.';

COMMENT ON COLUMN public.cdr_file.starts_until IS 'Records whose calls start then or later are rejected; null = none are.';

COMMENT ON COLUMN public.cdr_file.longest_call_s IS 'Seconds above which a call waits in suspense; null = any.';

COMMENT ON COLUMN public.cdr_file.rejected_percent_max IS 'Share of rejects above which the file is refused or stops; null = any, also because somebody accepted it.';

COMMENT ON COLUMN public.cdr_file.rejected_least IS 'Rejects below which their share does not matter, unless there is nothing else.';

COMMENT ON COLUMN public.cdr_file.stated_at IS 'Instant of which the file speaks: what was stated later holds, in whichever order files come. Null = it does not say. Part of its identity: a snapshot may say again what an earlier one said.';

COMMENT ON COLUMN public.cdr_file.act_id IS 'By which it is loaded; another one where it is gone on with after that ended.';

COMMENT ON COLUMN public.cdr_file.source_file_id IS 'Of a batch that takes back: the file that was to be undone. Of a received file: the undone one that it is again.';

COMMENT ON COLUMN public.cdr_file.undo_act_id IS 'By which its calls were taken back; its marks do not count since then, and its bytes can be loaded again. Null = it counts.';

COMMENT ON COLUMN public.cdr_file.undone_for_id IS 'The file that was to be undone: itself, or an earlier one, behind whose undo this one is loaded again.';

COMMENT ON COLUMN public.cdr_file.undone_at IS 'When the undo had ended, with all that is loaded again; null = it is under way, or was interrupted.';

ALTER TABLE public.cdr_file ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cdr_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.check_result (
    run_id integer NOT NULL,
    "position" smallint NOT NULL,
    code text NOT NULL,
    title text NOT NULL,
    took_ms bigint NOT NULL,
    figures jsonb NOT NULL,
    offences jsonb NOT NULL,
    offending bigint NOT NULL,
    CONSTRAINT check_result_counts_are_sound CHECK (((took_ms >= 0) AND (offending >= jsonb_array_length(offences)) AND ((offending > 0) = (jsonb_array_length(offences) > 0))))
);

COMMENT ON TABLE public.check_result IS 'What one check of a run found. INSERT-only.';

COMMENT ON COLUMN public.check_result."position" IS 'Order in the run, from 1.';

COMMENT ON COLUMN public.check_result.took_ms IS 'Milliseconds.';

COMMENT ON COLUMN public.check_result.figures IS 'Lines in words, in their order: what was counted and summed.';

COMMENT ON COLUMN public.check_result.offences IS 'Lines in words, the first hundred: each names a row that offends. Empty = the check holds.';

COMMENT ON COLUMN public.check_result.offending IS 'Rows that offend, also those that are not named.';

CREATE TABLE public.check_run (
    id integer NOT NULL,
    is_full boolean NOT NULL,
    looked_at jsonb NOT NULL,
    checks smallint NOT NULL,
    failed smallint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    act_id bigint DEFAULT public.current_act() NOT NULL,
    CONSTRAINT check_run_counts_are_sound CHECK (((checks > 0) AND ((failed >= 0) AND (failed <= checks)))),
    CONSTRAINT check_run_ends_after_its_start CHECK ((started_at <= ended_at))
);

COMMENT ON TABLE public.check_run IS 'A run of the checks of the books whose results were kept, over all entities. INSERT-only.';

COMMENT ON COLUMN public.check_run.is_full IS 'Everything was looked at, not the newest closings alone.';

COMMENT ON COLUMN public.check_run.looked_at IS 'Sentences, one an entity: of which closings the calls, usage and prices were looked at; empty = of all.';

COMMENT ON COLUMN public.check_run.checks IS 'How many were run.';

COMMENT ON COLUMN public.check_run.failed IS 'How many of them did not hold.';

ALTER TABLE public.check_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.check_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.chunk (
    id integer NOT NULL,
    file_id integer NOT NULL,
    number integer NOT NULL,
    byte_offset bigint NOT NULL,
    byte_count bigint NOT NULL,
    first_line bigint NOT NULL,
    line_count bigint NOT NULL,
    rows_read integer NOT NULL,
    calls integer NOT NULL,
    rated integer NOT NULL,
    unrated integer NOT NULL,
    duplicates integer NOT NULL,
    changed integer NOT NULL,
    rejected integer NOT NULL,
    rejected_bytes bigint NOT NULL,
    call_rows integer NOT NULL,
    duration_ns numeric NOT NULL,
    duplicate_ns numeric NOT NULL,
    sell_micros numeric NOT NULL,
    buy_micros numeric NOT NULL,
    unrated_ns numeric DEFAULT 0 NOT NULL,
    reversed_ns numeric DEFAULT 0 NOT NULL,
    min_start_at timestamp with time zone,
    max_start_at timestamp with time zone,
    first_record_at timestamp with time zone,
    last_record_at timestamp with time zone,
    tariff_hash bytea,
    committed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    not_compared integer DEFAULT 0 NOT NULL,
    stale integer DEFAULT 0 NOT NULL,
    fx_revision integer,
    fx_days_max integer,
    act_id bigint DEFAULT public.current_act() NOT NULL,
    CONSTRAINT chunk_accounts_for_every_row CHECK (((rows_read = ((calls + duplicates) + rejected)) AND (calls = (rated + unrated)))),
    CONSTRAINT chunk_counts_what_is_stale_as_duplicate CHECK (((stale >= 0) AND (stale <= duplicates)))
);

ALTER TABLE public.chunk OWNER TO didtron_storage;

COMMENT ON TABLE public.chunk IS 'Manifest of the part of a file that one transaction committed; chunks of a file commit in order.';

COMMENT ON COLUMN public.chunk.byte_offset IS 'Of the first byte in the decompressed file.';

COMMENT ON COLUMN public.chunk.first_line IS 'Physical line, from 1, at which the chunk begins.';

COMMENT ON COLUMN public.chunk.calls IS 'Calls that count: rated + unrated; a changed call counts here once.';

COMMENT ON COLUMN public.chunk.changed IS 'Calls that replace one loaded earlier; each is two rows of call (reversal, replacement). Of a batch that takes a file back: reversals, each with a replacement only where an earlier statement holds again.';

COMMENT ON COLUMN public.chunk.call_rows IS 'Rows in call: calls + changed.';

COMMENT ON COLUMN public.chunk.duration_ns IS 'Nanoseconds over the rows of call, reversals negative.';

COMMENT ON COLUMN public.chunk.duplicate_ns IS 'Nanoseconds of the duplicates, which are no rows.';

COMMENT ON COLUMN public.chunk.sell_micros IS 'Micros over the rows of call, currencies mixed: a control total only.';

COMMENT ON COLUMN public.chunk.buy_micros IS 'Micros over the rows of call, currencies mixed: a control total only.';

COMMENT ON COLUMN public.chunk.unrated_ns IS 'Nanoseconds of the calls that are unrated.';

COMMENT ON COLUMN public.chunk.reversed_ns IS 'Nanoseconds of the calls that were replaced, above zero; duration_ns + reversed_ns - unrated_ns are those of the rated calls.';

COMMENT ON COLUMN public.chunk.first_record_at IS 'Earliest start of its records, duplicates included; null where none could be parsed, and of batches.';

COMMENT ON COLUMN public.chunk.last_record_at IS 'Latest start of its records, duplicates included.';

COMMENT ON COLUMN public.chunk.tariff_hash IS 'Of the tariff the chunk was rated with, where it is not the one of its file; else null.';

COMMENT ON COLUMN public.chunk.not_compared IS 'Calls whose charge and cost could not be compared, because they are in different currencies.';

COMMENT ON COLUMN public.chunk.stale IS 'Of the duplicates: records that said what a later record had superseded, or spoke of an earlier instant than it.';

COMMENT ON COLUMN public.chunk.fx_revision IS 'Last revision of exchange rates that was known when the chunk was rated; null = it was rated before this was recorded.';

COMMENT ON COLUMN public.chunk.fx_days_max IS 'Days from the day of an exchange rate to the billing day up to which the chunk was rated by it; null = without a limit.';

COMMENT ON COLUMN public.chunk.act_id IS 'By which it was loaded, with its calls, rejects and suspense.';

CREATE SEQUENCE public.chunk_id
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE public.chunk_id OWNER TO didtron_storage;

CREATE TABLE public.close_counter (
    entity_id smallint NOT NULL,
    last_number integer NOT NULL
);

COMMENT ON TABLE public.close_counter IS 'A row an entity, locked while files of it close: its close numbers have no gap and become visible in their order.';

CREATE TABLE public.closing (
    entity_id smallint NOT NULL,
    number integer NOT NULL,
    files integer NOT NULL,
    closed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT closing_has_files CHECK (((number > 0) AND (files > 0)))
);

COMMENT ON TABLE public.closing IS 'Files of an entity whose usage became final together: a switch that is polled every few minutes brings many small files, and usage is kept by closing. INSERT-only.';

COMMENT ON COLUMN public.closing.number IS 'Of its entity: 1, 2, 3 … without gaps, in the order of closing; claims end at one.';

COMMENT ON COLUMN public.closing.files IS 'How many files it closed.';

CREATE TABLE public.closing_posting (
    entity_id smallint NOT NULL,
    close_number integer NOT NULL,
    journal_id bigint NOT NULL
);

COMMENT ON TABLE public.closing_posting IS 'The journal that recorded the usage of a closing: each is posted once. INSERT-only.';

CREATE TABLE public.closing_total (
    entity_id smallint NOT NULL,
    close_number integer NOT NULL,
    side "char" NOT NULL,
    currency text NOT NULL,
    usage_rows bigint NOT NULL,
    attempts bigint NOT NULL,
    answered bigint NOT NULL,
    billed_s numeric NOT NULL,
    micros numeric NOT NULL
);

COMMENT ON TABLE public.closing_total IS 'What the usage of a closing came to when it was written: what is stored can be compared with it without reading calls. INSERT-only.';

COMMENT ON COLUMN public.closing_total.usage_rows IS 'Rows of usage.';

COMMENT ON COLUMN public.closing_total.billed_s IS 'Seconds.';

COMMENT ON COLUMN public.closing_total.micros IS 'Micros (10^-6) of currency.';

CREATE TABLE public.contact (
    partner_id integer,
    entity_id smallint,
    purpose text NOT NULL,
    name text,
    mail text,
    phone text,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT contact_can_be_reached CHECK ((num_nonnulls(mail, phone) > 0)),
    CONSTRAINT contact_is_of_an_entity_or_a_partner CHECK ((num_nonnulls(entity_id, partner_id) = 1)),
    CONSTRAINT contact_mail_is_addresses CHECK ((mail ~ '^[^@ ;]+@[^@ ;]+(; ?[^@ ;]+@[^@ ;]+)*$'::text)),
    CONSTRAINT contact_purpose_is_known CHECK ((purpose = ANY (ARRAY['billing'::text, 'technical'::text, 'rates'::text, 'noc'::text, 'disputes'::text, 'legal'::text])))
);

COMMENT ON TABLE public.contact IS 'Whom to write to or call at an entity or a partner, by purpose. State.';

COMMENT ON COLUMN public.contact.mail IS 'One address, or several with semicolons between them.';

CREATE TABLE public.currency (
    code text NOT NULL,
    minor_digits smallint NOT NULL,
    CONSTRAINT currency_code_is_iso_4217 CHECK ((code ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT currency_minor_digits_are_known CHECK (((minor_digits >= 0) AND (minor_digits <= 4)))
);

COMMENT ON COLUMN public.currency.minor_digits IS 'Decimals of the minor unit: 2 for USD, 0 for JPY, 3 for KWD.';

CREATE TABLE public.exchange_rate (
    from_currency text NOT NULL,
    to_currency text NOT NULL,
    effective_on date NOT NULL,
    rate numeric(19,12) NOT NULL,
    known_at timestamp with time zone NOT NULL,
    revision integer NOT NULL,
    supersedes integer,
    reason text,
    CONSTRAINT exchange_rate_correction_has_a_reason CHECK (((supersedes IS NULL) OR (reason IS NOT NULL))),
    CONSTRAINT exchange_rate_corrects_an_earlier_one CHECK ((supersedes < revision)),
    CONSTRAINT exchange_rate_is_between_two_currencies CHECK ((from_currency <> to_currency)),
    CONSTRAINT exchange_rate_is_positive CHECK (((rate > (0)::numeric) AND (rate < (9000000)::numeric))),
    CONSTRAINT exchange_rate_reason_is_not_empty CHECK ((btrim(reason) <> ''::text))
);

COMMENT ON TABLE public.exchange_rate IS 'Units of to_currency for one of from_currency, from a billing day on until the next rate of the pair. INSERT-only.';

COMMENT ON COLUMN public.exchange_rate.known_at IS 'When it was imported; later revisions have later instants.';

COMMENT ON COLUMN public.exchange_rate.revision IS 'Of the import that brought it, from exchange_rate_revision.';

COMMENT ON COLUMN public.exchange_rate.supersedes IS 'Revision of the rate of the same pair and day that it corrects; null = the first of its day.';

COMMENT ON COLUMN public.exchange_rate.reason IS 'Why it was stated; a correction has one.';

CREATE VIEW public.current_exchange_rate WITH (security_invoker='true') AS
 SELECT rate.from_currency,
    rate.to_currency,
    rate.effective_on,
    rate.rate,
    rate.revision,
    rate.known_at,
    rate.reason
   FROM public.exchange_rate rate
  WHERE (NOT (EXISTS ( SELECT
           FROM public.exchange_rate correction
          WHERE ((correction.from_currency = rate.from_currency) AND (correction.to_currency = rate.to_currency) AND (correction.effective_on = rate.effective_on) AND (correction.supersedes = rate.revision)))));

COMMENT ON VIEW public.current_exchange_rate IS 'Exchange rates that no other corrects.';

CREATE VIEW public.current_terms WITH (security_invoker='true') AS
 SELECT DISTINCT ON (agreement_terms.entity_id, agreement_terms.partner_id, agreement_terms.side) agreement_terms.entity_id,
    agreement_terms.partner_id,
    agreement_terms.side,
    agreement_terms.first_on,
    agreement_terms.credit_limit_micros,
    agreement_terms.created_at,
    agreement_terms.payment_terms_days,
    agreement_terms.notice_increase_days,
    agreement_terms.notice_decrease_days,
    agreement_terms.notice_new_days,
    agreement_terms.notice_closed_days,
    agreement_terms.notice_blocked_days,
    agreement_terms.payment_mode,
    agreement_terms.payment_terms_kind,
    agreement_terms.billing_zone,
    agreement_terms.billing_cycle,
    agreement_terms.invoice_rounding,
    agreement_terms.tax_profile_id
   FROM public.agreement_terms
  WHERE (agreement_terms.first_on <= ((now() AT TIME ZONE agreement_terms.billing_zone))::date)
  ORDER BY agreement_terms.entity_id, agreement_terms.partner_id, agreement_terms.side, agreement_terms.first_on DESC;

COMMENT ON VIEW public.current_terms IS 'The terms that hold today, a row a side.';

COMMENT ON COLUMN public.current_terms.credit_limit_micros IS 'Micros (10^-6) of the agreement''s currency.';

CREATE TABLE public.daily_total (
    duration_ns numeric NOT NULL,
    billed_s numeric NOT NULL,
    micros numeric NOT NULL,
    attempts bigint NOT NULL,
    answered bigint NOT NULL,
    billing_on date NOT NULL,
    entity_id smallint NOT NULL,
    side "char" NOT NULL,
    currency text NOT NULL
)
WITH (fillfactor='50');

ALTER TABLE public.daily_total OWNER TO didtron_storage;

COMMENT ON TABLE public.daily_total IS 'Usage by billing day, side and currency, over all closings: what usage adds up to, so that a month is read in some dozen rows. State, added to by each closing.';

COMMENT ON COLUMN public.daily_total.duration_ns IS 'Nanoseconds, raw.';

COMMENT ON COLUMN public.daily_total.billed_s IS 'Seconds.';

COMMENT ON COLUMN public.daily_total.micros IS 'Micros (10^-6) of currency.';

COMMENT ON COLUMN public.daily_total.side IS 's = sell, b = buy.';

CREATE TABLE public.daily_volume (
    duration_ns numeric NOT NULL,
    billing_on date NOT NULL,
    destination_id integer NOT NULL,
    entity_id smallint NOT NULL
)
WITH (fillfactor='50');

ALTER TABLE public.daily_volume OWNER TO didtron_storage;

COMMENT ON TABLE public.daily_volume IS 'Usage of the sell side by billing day and destination, over all closings: what usage adds up to. State, added to by each closing.';

COMMENT ON COLUMN public.daily_volume.duration_ns IS 'Nanoseconds, raw.';

COMMENT ON COLUMN public.daily_volume.destination_id IS 'Of the master list; 0 = none.';

CREATE TABLE public.deck_line (
    version_id integer NOT NULL,
    first_prefix text NOT NULL COLLATE pg_catalog."C",
    prefixes text[] NOT NULL,
    lines integer[] NOT NULL,
    CONSTRAINT deck_line_is_rectangular CHECK (((cardinality(prefixes) > 0) AND (cardinality(prefixes) = cardinality(lines))))
);
ALTER TABLE ONLY public.deck_line ALTER COLUMN prefixes SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.deck_line ALTER COLUMN lines SET STORAGE EXTERNAL;

COMMENT ON TABLE public.deck_line IS 'Lines of the deck from which the rates of a version came, some thousand rates a row: item i of each array belongs together, in the order of prefixes and of a prefix in that of its rates. INSERT-only.';

COMMENT ON COLUMN public.deck_line.first_prefix IS 'Of prefixes; a prefix is in one row alone.';

COMMENT ON COLUMN public.deck_line.lines IS 'Physical lines from 1, rows of a sheet, or rates of an interchange file; 0 = the version kept the rate of the one before.';

CREATE TABLE public.deck_profile (
    id integer NOT NULL,
    card_id integer NOT NULL,
    profile jsonb NOT NULL,
    source_name text NOT NULL,
    saved_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT deck_profile_is_an_object CHECK ((jsonb_typeof(profile) = 'object'::text))
);

COMMENT ON TABLE public.deck_profile IS 'How decks of a card are read; the latest row holds, those before it are history.';

COMMENT ON COLUMN public.deck_profile.profile IS 'settings: what a person stated; layout: what was found out about the deck then.';

COMMENT ON COLUMN public.deck_profile.source_name IS 'Name of the deck''s file from which it was saved.';

ALTER TABLE public.deck_profile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deck_profile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.deposit_hold (
    id bigint NOT NULL,
    amount_micros bigint NOT NULL,
    captured_micros bigint,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    partner_id integer NOT NULL,
    entity_id smallint NOT NULL,
    currency text NOT NULL,
    state text DEFAULT 'held'::text NOT NULL,
    reference text,
    CONSTRAINT deposit_hold_amount_is_positive CHECK (((amount_micros >= 1) AND (amount_micros <= '1000000000000000000'::bigint))),
    CONSTRAINT deposit_hold_captures_no_more_than_it_holds CHECK (((captured_micros >= 0) AND (captured_micros <= amount_micros))),
    CONSTRAINT deposit_hold_expires_later CHECK (((expires_at > made_at) AND (expires_at < 'infinity'::timestamp with time zone))),
    CONSTRAINT deposit_hold_reference_is_short CHECK (((btrim(reference) <> ''::text) AND (length(reference) <= 500))),
    CONSTRAINT deposit_hold_state_has_its_parts CHECK (
CASE state
    WHEN 'held'::text THEN ((captured_micros IS NULL) AND (ended_at IS NULL))
    WHEN 'captured'::text THEN ((captured_micros IS NOT NULL) AND (ended_at IS NULL))
    WHEN 'released'::text THEN (ended_at IS NOT NULL)
    ELSE false
END)
);

COMMENT ON TABLE public.deposit_hold IS 'What of a deposit is kept for a call or session under way. Held until it is captured, released or expires; what is captured is kept until the usage that it was for is loaded, which is said by releasing it, or until it expires. State.';

COMMENT ON COLUMN public.deposit_hold.amount_micros IS 'Micros (10^-6) of currency.';

COMMENT ON COLUMN public.deposit_hold.captured_micros IS 'Micros (10^-6) of currency: what it came to in the end; null until that is known.';

COMMENT ON COLUMN public.deposit_hold.expires_at IS 'From then on it keeps nothing, whatever its state.';

ALTER TABLE public.deposit_hold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deposit_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.deposit_mark (
    id bigint NOT NULL,
    available_micros numeric NOT NULL,
    limit_micros numeric NOT NULL,
    cleared_micros numeric,
    raised_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    cleared_at timestamp with time zone,
    partner_id integer NOT NULL,
    entity_id smallint NOT NULL,
    currency text NOT NULL,
    kind text NOT NULL,
    CONSTRAINT deposit_mark_clears_with_its_balance CHECK (((cleared_at IS NULL) = (cleared_micros IS NULL))),
    CONSTRAINT deposit_mark_kind_is_known CHECK ((kind = ANY (ARRAY['low'::text, 'overdrawn'::text])))
);

COMMENT ON TABLE public.deposit_mark IS 'That a deposit runs low, or is below what the agreement allows: stands until it is well above again. State.';

COMMENT ON COLUMN public.deposit_mark.available_micros IS 'Micros (10^-6) of currency that were available when it was raised.';

COMMENT ON COLUMN public.deposit_mark.limit_micros IS 'Micros (10^-6) of currency below which it was raised.';

COMMENT ON COLUMN public.deposit_mark.cleared_micros IS 'Micros (10^-6) of currency that were available when it was cleared.';

ALTER TABLE public.deposit_mark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.deposit_mark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.destination (
    id integer NOT NULL,
    name text NOT NULL
);

COMMENT ON TABLE public.destination IS 'The master list. Each card keeps its own name for it in card_destination.';

ALTER TABLE public.destination ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.destination_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.destination_mapping (
    card_destination_id integer NOT NULL,
    destination_id integer NOT NULL,
    method text NOT NULL,
    prefixes integer NOT NULL,
    matched integer NOT NULL,
    reviewed_by text,
    reviewed_at timestamp with time zone,
    CONSTRAINT destination_mapping_counts_are_sound CHECK (((matched >= 0) AND (matched <= prefixes))),
    CONSTRAINT destination_mapping_method_is_known CHECK ((method = ANY (ARRAY['prefix'::text, 'name'::text, 'own'::text, 'hand'::text]))),
    CONSTRAINT destination_mapping_review_has_a_reviewer CHECK (((reviewed_by IS NULL) = (reviewed_at IS NULL)))
);

COMMENT ON TABLE public.destination_mapping IS 'One row for each name of a card. A reviewed one holds for every rate of that name in decks to come; otherwise a rate takes the destination of its own prefix.';

COMMENT ON COLUMN public.destination_mapping.method IS 'prefix = most of its prefixes belong there; name = no prefix is in the master list, but the name is; own = neither: a destination of that name was made; hand = set by a person.';

COMMENT ON COLUMN public.destination_mapping.prefixes IS 'Prefixes of that name in the deck that was looked at last.';

COMMENT ON COLUMN public.destination_mapping.matched IS 'Those of them that belong to the destination by the master list.';

CREATE TABLE public.destination_prefix (
    prefix text NOT NULL,
    destination_id integer NOT NULL,
    CONSTRAINT destination_prefix_is_digits CHECK ((prefix ~ '^[0-9]{1,15}$'::text))
);

CREATE TABLE public.did (
    id integer NOT NULL,
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    product_id smallint NOT NULL,
    supplier_id integer,
    monthly_fee_micros bigint NOT NULL,
    setup_fee_micros bigint NOT NULL,
    number text NOT NULL,
    in_effect daterange NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT did_fees_are_not_negative CHECK (((monthly_fee_micros >= 0) AND (setup_fee_micros >= 0))),
    CONSTRAINT did_has_a_first_day CHECK (((lower(in_effect) > '-infinity'::date) AND (upper(in_effect) IS DISTINCT FROM 'infinity'::date))),
    CONSTRAINT did_number_is_digits CHECK ((number ~ '^[0-9]{1,15}$'::text))
);

COMMENT ON TABLE public.did IS 'A number let to a customer for a span of days. The same number in a later span is another row.';

COMMENT ON COLUMN public.did.supplier_id IS 'Who lets the number to us; null where nobody is paid.';

COMMENT ON COLUMN public.did.monthly_fee_micros IS 'Micros (10^-6) of the currency of the customer''s agreement, a calendar month.';

COMMENT ON COLUMN public.did.setup_fee_micros IS 'Micros (10^-6) of the currency of the customer''s agreement, once.';

COMMENT ON COLUMN public.did.in_effect IS 'Days in the billing zone of the customer.';

CREATE TABLE public.did_charge (
    id bigint NOT NULL,
    journal_id bigint NOT NULL,
    amount_micros bigint NOT NULL,
    did_id integer NOT NULL,
    partner_id integer NOT NULL,
    service_period date NOT NULL,
    period_end_on date NOT NULL,
    effective_on date NOT NULL,
    days smallint NOT NULL,
    period_days smallint NOT NULL,
    revision smallint NOT NULL,
    entity_id smallint NOT NULL,
    product_id smallint NOT NULL,
    prepaid boolean NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL,
    written_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT did_charge_days_are_of_its_period CHECK (((period_days = ((period_end_on - service_period) + 1)) AND (abs(days) <= period_days) AND ((kind = 'setup'::text) = (days = 0)))),
    CONSTRAINT did_charge_is_not_nothing CHECK (((amount_micros <> 0) AND (revision >= 1))),
    CONSTRAINT did_charge_kind_is_known CHECK ((kind = ANY (ARRAY['setup'::text, 'recurring'::text])))
);

COMMENT ON TABLE public.did_charge IS 'What a number costs its customer in a billing period, posted when it was written. INSERT-only: a correction is a further revision with the difference.';

COMMENT ON COLUMN public.did_charge.amount_micros IS 'Micros (10^-6) of currency; below zero where a correction takes days back.';

COMMENT ON COLUMN public.did_charge.service_period IS 'First day of the billing period.';

COMMENT ON COLUMN public.did_charge.period_end_on IS 'Last day of the billing period.';

COMMENT ON COLUMN public.did_charge.effective_on IS 'First day of the number in the period: the day of its entries.';

COMMENT ON COLUMN public.did_charge.days IS 'Days charged, those taken back negative; 0 for a set-up fee.';

COMMENT ON COLUMN public.did_charge.revision IS '1, then one more for each correction of the period.';

COMMENT ON COLUMN public.did_charge.prepaid IS 'Taken from the customer''s deposit, and on no invoice.';

CREATE TABLE public.did_charge_claim (
    charge_id bigint NOT NULL,
    entity_id smallint NOT NULL,
    invoice_id bigint NOT NULL
);

COMMENT ON TABLE public.did_charge_claim IS 'The invoice that has a charge: one at a time, by the primary key. A voided draft gives its claims up.';

ALTER TABLE public.did_charge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.did_charge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.did ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.did_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.document (
    id bigint NOT NULL,
    partner_id integer,
    act_id bigint DEFAULT public.current_act() NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    entity_id smallint NOT NULL,
    has_partner boolean GENERATED ALWAYS AS ((partner_id IS NOT NULL)) STORED NOT NULL,
    kind text NOT NULL,
    currency text NOT NULL
);

COMMENT ON TABLE public.document IS 'What each document is, whatever its kind; the table of its kind has the same id. Journals refer to it. INSERT-only.';

COMMENT ON COLUMN public.document.act_id IS 'The act that made it.';

ALTER TABLE public.document ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.document_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.document_kind (
    code text NOT NULL,
    name text NOT NULL,
    has_partner boolean NOT NULL,
    number_prefix text,
    "position" smallint NOT NULL,
    CONSTRAINT document_kind_number_prefix_is_letters CHECK ((number_prefix ~ '^[A-Z]{2,4}$'::text))
);

COMMENT ON TABLE public.document_kind IS 'The kinds of documents.';

COMMENT ON COLUMN public.document_kind.number_prefix IS 'What its numbers begin with; null = it has no number of ours.';

COMMENT ON COLUMN public.document_kind."position" IS 'Order in a list.';

CREATE TABLE public.document_party (
    document_id bigint NOT NULL,
    entity_id smallint NOT NULL,
    role text NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    address text,
    city text,
    region text,
    postal_code text,
    country text,
    registration_number text,
    tax_ids text[] DEFAULT '{}'::text[] NOT NULL,
    language text,
    reference text,
    bank_account text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT document_party_role_is_known CHECK ((role = ANY (ARRAY['issuer'::text, 'recipient'::text])))
);

COMMENT ON TABLE public.document_party IS 'Who issued a document and to whom, as it says: copied when it is issued. INSERT-only.';

COMMENT ON COLUMN public.document_party.code IS 'Of the entity or the partner.';

COMMENT ON COLUMN public.document_party.address IS 'Its lines above the city, one below the other.';

COMMENT ON COLUMN public.document_party.tax_ids IS 'Scheme, blank, value.';

COMMENT ON COLUMN public.document_party.reference IS 'What the recipient wants to read on it: the buyer''s reference.';

COMMENT ON COLUMN public.document_party.bank_account IS 'Where it is to be paid to, as label, blank, value: HOLDER, IBAN or ACCOUNT, BIC, BANK, CORRESPONDENT.';

CREATE TABLE public.document_series (
    id integer NOT NULL,
    entity_id smallint NOT NULL,
    year smallint NOT NULL,
    digits smallint DEFAULT 6 NOT NULL,
    kind text NOT NULL,
    prefix text NOT NULL,
    last_number bigint DEFAULT 0 NOT NULL,
    last_issued_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT document_series_digits_are_sound CHECK ((((digits >= 1) AND (digits <= 18)) AND (last_number >= 0))),
    CONSTRAINT document_series_year_is_sound CHECK (((year >= 2000) AND (year <= 9999)))
);

COMMENT ON TABLE public.document_series IS 'Counter of the numbers of one kind of documents in one year of its entity; take_document_numbers counts.';

COMMENT ON COLUMN public.document_series.year IS 'In the entity''s zone.';

COMMENT ON COLUMN public.document_series.last_issued_at IS 'So that the order of numbers is the order of issue, even where the clock is set back.';

ALTER TABLE public.document_series ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.document_series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.due_billing_change WITH (security_invoker='true') AS
 SELECT terms.entity_id,
    terms.partner_id,
    terms.first_on,
    terms.payment_mode,
    public.billing_period_start(before.billing_cycle, (terms.first_on - 1)) AS last_period_on
   FROM (public.agreement_terms terms
     CROSS JOIN LATERAL public.terms_on(terms.entity_id, terms.partner_id, 'sell'::text, (terms.first_on - 1)) before(entity_id, partner_id, side, first_on, credit_limit_micros, created_at, payment_terms_days, notice_increase_days, notice_decrease_days, notice_new_days, notice_closed_days, notice_blocked_days, payment_mode, payment_terms_kind, billing_zone, billing_cycle, invoice_rounding, tax_profile_id))
  WHERE ((terms.side = 'sell'::text) AND (terms.first_on > '-infinity'::date) AND (before.payment_mode <> terms.payment_mode) AND (terms.first_on <= ((now() AT TIME ZONE terms.billing_zone))::date) AND (NOT (EXISTS ( SELECT
           FROM public.billing_change made
          WHERE ((made.entity_id = terms.entity_id) AND (made.partner_id = terms.partner_id) AND (made.first_on = terms.first_on))))));

COMMENT ON VIEW public.due_billing_change IS 'Changes of payment mode whose day has come, and which nothing was made of yet; last_period_on begins the last period before them.';

CREATE TABLE public.entity (
    id smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    functional_currency text NOT NULL,
    zone text DEFAULT 'UTC'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE public.entity IS 'A legal entity of the carrier: one set of books.';

COMMENT ON COLUMN public.entity.zone IS 'IANA zone in which its documents are dated, and the years of their numbers begin; fixed once it has issued one.';

ALTER TABLE public.entity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.entity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.entry (
    id bigint NOT NULL,
    journal_id bigint NOT NULL,
    amount_micros numeric NOT NULL,
    functional_micros numeric,
    debit_account_id integer NOT NULL,
    credit_account_id integer NOT NULL,
    effective_on date NOT NULL,
    service_period date NOT NULL,
    entity_id smallint NOT NULL,
    currency text NOT NULL,
    partner_id integer,
    CONSTRAINT entry_amount_is_positive CHECK (((amount_micros >= (0)::numeric) AND (amount_micros < 'Infinity'::numeric) AND (functional_micros >= (0)::numeric) AND (functional_micros < 'Infinity'::numeric) AND ((amount_micros > (0)::numeric) OR ((functional_micros IS NOT NULL) AND (functional_micros > (0)::numeric))))),
    CONSTRAINT entry_moves_between_two_accounts CHECK ((debit_account_id <> credit_account_id))
)
PARTITION BY RANGE (effective_on);

COMMENT ON TABLE public.entry IS 'One amount from one account to another: it balances by its shape. A negative difference swaps the accounts. INSERT-only; partitioned by the month of its day.';

COMMENT ON COLUMN public.entry.amount_micros IS 'Micros (10^-6) of currency; 0 for an exchange difference, which is of the functional currency alone.';

COMMENT ON COLUMN public.entry.functional_micros IS 'Micros (10^-6) of the entity''s functional currency; null where the currency differs and no exchange rate was recorded.';

COMMENT ON COLUMN public.entry.service_period IS 'First day of the billing period to which the service belongs.';

COMMENT ON COLUMN public.entry.partner_id IS 'Whose movement it is; null where it concerns no partner.';

ALTER TABLE public.entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.exchange_rate_revision (
    id smallint DEFAULT 1 NOT NULL,
    last_revision integer NOT NULL,
    CONSTRAINT exchange_rate_revision_is_single CHECK ((id = 1))
);

COMMENT ON TABLE public.exchange_rate_revision IS 'Counter of exchange_rate.revision; one row.';

CREATE TABLE public.file_findings (
    file_id integer NOT NULL,
    findings jsonb NOT NULL,
    found_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

COMMENT ON TABLE public.file_findings IS 'What was worth a look in a file when it was closed, with the settings of that moment. INSERT-only.';

CREATE VIEW public.iana_zone WITH (security_invoker='true') AS
 SELECT pg_timezone_names.name
   FROM pg_timezone_names
  WHERE (((pg_timezone_names.name = 'UTC'::text) OR (pg_timezone_names.name ~~ '%/%'::text)) AND (pg_timezone_names.name !~~ 'posix/%'::text) AND (pg_timezone_names.name !~~ 'right/%'::text));

COMMENT ON VIEW public.iana_zone IS 'Names that may be a zone here: full ones only, since CST or EST mean different things to different people.';

CREATE TABLE public.invoice (
    id bigint NOT NULL,
    document_kind text GENERATED ALWAYS AS ('invoice'::text) STORED NOT NULL,
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    run_id integer NOT NULL,
    currency text NOT NULL,
    minor_digits smallint NOT NULL,
    period_start_on date NOT NULL,
    period_end_on date NOT NULL,
    billing_zone text NOT NULL,
    payment_terms_days smallint NOT NULL,
    payment_terms_kind text NOT NULL,
    lines integer NOT NULL,
    exact_micros bigint NOT NULL,
    total_minor bigint NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    approved_at timestamp with time zone,
    issued_at timestamp with time zone,
    falls_due_on date,
    voided_at timestamp with time zone,
    paid_minor bigint DEFAULT 0 NOT NULL,
    credited_minor bigint DEFAULT 0 NOT NULL,
    netted_minor bigint DEFAULT 0 NOT NULL,
    written_off_minor bigint DEFAULT 0 NOT NULL,
    tax_minor bigint DEFAULT 0 NOT NULL,
    lines_minor bigint GENERATED ALWAYS AS ((total_minor -
CASE
    WHEN includes_tax THEN (0)::bigint
    ELSE tax_minor
END)) STORED NOT NULL,
    tax_profile_id integer,
    includes_tax boolean DEFAULT false NOT NULL,
    rounding text NOT NULL,
    tax_rounding text,
    tax_treatment text,
    tax_sentence text,
    CONSTRAINT invoice_balance_is_between_zero_and_total CHECK (((paid_minor >= 0) AND (credited_minor >= 0) AND (netted_minor >= 0) AND (written_off_minor >= 0) AND ((((paid_minor + credited_minor) + netted_minor) + written_off_minor) <= total_minor))),
    CONSTRAINT invoice_is_due_once_issued CHECK (((issued_at IS NULL) = (falls_due_on IS NULL))),
    CONSTRAINT invoice_is_settled_only_when_issued CHECK (((state = 'issued'::text) OR ((((paid_minor + credited_minor) + netted_minor) + written_off_minor) = 0))),
    CONSTRAINT invoice_payment_terms_kind_is_known CHECK ((payment_terms_kind = ANY (ARRAY['net'::text, 'end_of_month'::text]))),
    CONSTRAINT invoice_period_is_not_empty CHECK ((period_start_on <= period_end_on)),
    CONSTRAINT invoice_rounding_is_known CHECK ((rounding = ANY (ARRAY['line'::text, 'document'::text]))),
    CONSTRAINT invoice_state_is_dated CHECK (
CASE state
    WHEN 'draft'::text THEN ((approved_at IS NULL) AND (issued_at IS NULL) AND (voided_at IS NULL))
    WHEN 'approved'::text THEN ((approved_at IS NOT NULL) AND (issued_at IS NULL) AND (voided_at IS NULL))
    WHEN 'issued'::text THEN ((approved_at IS NOT NULL) AND (issued_at IS NOT NULL) AND (voided_at IS NULL))
    WHEN 'void'::text THEN (voided_at IS NOT NULL)
    ELSE false
END),
    CONSTRAINT invoice_tax_is_frozen_whole CHECK (((num_nonnulls(tax_profile_id, tax_treatment, tax_rounding) = ANY (ARRAY[0, 3])) AND ((tax_minor = 0) OR COALESCE((tax_treatment = 'taxed'::text), false)) AND ((tax_sentence IS NULL) OR (tax_treatment IS NOT NULL)))),
    CONSTRAINT invoice_total_is_positive CHECK (((total_minor > 0) AND (lines > 0)))
);

COMMENT ON TABLE public.invoice IS 'The document of kind invoice with its id: its state, and what has been settled of it; what was issued is in document_issue, document_party and invoice_line.';

COMMENT ON COLUMN public.invoice.period_end_on IS 'The last day, in billing_zone.';

COMMENT ON COLUMN public.invoice.payment_terms_days IS 'Days, as payment_terms_kind counts them; frozen from the terms of its last period.';

COMMENT ON COLUMN public.invoice.exact_micros IS 'Micros (10^-6) of currency: the sum of the lines before rounding.';

COMMENT ON COLUMN public.invoice.total_minor IS 'Minor units of currency: what is to be paid, tax included.';

COMMENT ON COLUMN public.invoice.falls_due_on IS 'The day that document_issue has as due_on, for lists of what is open; null until it is issued.';

COMMENT ON COLUMN public.invoice.paid_minor IS 'Minor units of currency.';

COMMENT ON COLUMN public.invoice.credited_minor IS 'Minor units of currency.';

COMMENT ON COLUMN public.invoice.netted_minor IS 'Minor units of currency.';

COMMENT ON COLUMN public.invoice.written_off_minor IS 'Minor units of currency.';

COMMENT ON COLUMN public.invoice.tax_minor IS 'Minor units of currency: the sum of invoice_tax.';

COMMENT ON COLUMN public.invoice.lines_minor IS 'Minor units of currency: the sum of the rounded lines, or exact_micros rounded once, half up, where rounding is by document; with the tax where prices contain it.';

COMMENT ON COLUMN public.invoice.tax_profile_id IS 'Of the terms of its last period, as are the other columns of tax: frozen; null = nothing is said of tax.';

COMMENT ON COLUMN public.invoice.includes_tax IS 'The lines contain the tax.';

COMMENT ON COLUMN public.invoice.rounding IS 'line = each line is rounded to the minor unit, document = only the total; frozen from the agreement.';

COMMENT ON COLUMN public.invoice.tax_rounding IS 'document = once a rate, line = line by line.';

COMMENT ON COLUMN public.invoice.tax_sentence IS 'What it says of its tax, or why there is none.';

CREATE TABLE public.invoice_line (
    invoice_id bigint NOT NULL,
    exact_micros bigint NOT NULL,
    amount_minor bigint,
    billed_s bigint NOT NULL,
    calls bigint NOT NULL,
    nanos_per_minute bigint,
    setup_fee_nanos bigint,
    line_number integer NOT NULL,
    service_period date NOT NULL,
    entity_id smallint NOT NULL,
    product_id smallint NOT NULL,
    kind text NOT NULL,
    destination text NOT NULL,
    rate_currency text,
    CONSTRAINT invoice_line_kind_is_known CHECK ((kind = ANY (ARRAY['usage'::text, 'setup'::text, 'recurring'::text])))
);

COMMENT ON TABLE public.invoice_line IS 'Usage of one product, destination, rate and service period, or one charge. INSERT-only, and only while the invoice is a draft.';

COMMENT ON COLUMN public.invoice_line.exact_micros IS 'Micros (10^-6) of the invoice''s currency.';

COMMENT ON COLUMN public.invoice_line.amount_minor IS 'Minor units of the invoice''s currency: exact_micros rounded once, half up; null where the invoice is rounded by document.';

COMMENT ON COLUMN public.invoice_line.billed_s IS 'Seconds.';

COMMENT ON COLUMN public.invoice_line.calls IS 'Answered calls, reversed ones taken off.';

COMMENT ON COLUMN public.invoice_line.nanos_per_minute IS 'Nanos (10^-9) of the card''s currency a minute.';

COMMENT ON COLUMN public.invoice_line.setup_fee_nanos IS 'Nanos (10^-9) of the card''s currency a call.';

COMMENT ON COLUMN public.invoice_line.destination IS 'The card''s own name of it when the draft was made; of a charge, what it is for.';

COMMENT ON COLUMN public.invoice_line.rate_currency IS 'Currency of the price a minute and the set-up fee; null = that of the invoice.';

CREATE TABLE public.invoice_offset (
    invoice_id bigint NOT NULL,
    kind text NOT NULL,
    period_start_on date NOT NULL,
    period_end_on date NOT NULL,
    amount_micros bigint NOT NULL,
    CONSTRAINT invoice_offset_is_not_nothing CHECK ((amount_micros <> 0)),
    CONSTRAINT invoice_offset_kind_is_known CHECK ((kind = ANY (ARRAY['period'::text, 'carried'::text])))
);

COMMENT ON TABLE public.invoice_offset IS 'What an invoice says of sums that were not above zero and are on its lines: a period of its own run, or what an earlier run carried. INSERT-only.';

COMMENT ON COLUMN public.invoice_offset.kind IS 'period = of a billing period of the same run; carried = what an earlier run did not bill.';

COMMENT ON COLUMN public.invoice_offset.period_end_on IS 'The last day.';

COMMENT ON COLUMN public.invoice_offset.amount_micros IS 'Micros (10^-6) of the invoice''s currency, lines rounded where the invoice rounds them.';

CREATE TABLE public.invoice_run (
    id integer NOT NULL,
    entity_id smallint NOT NULL,
    period_start_on date NOT NULL,
    period_end_on date NOT NULL,
    cut_off integer NOT NULL,
    ran_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT invoice_run_period_is_not_empty CHECK ((period_start_on <= period_end_on))
);

COMMENT ON TABLE public.invoice_run IS 'One run that made drafts. INSERT-only.';

COMMENT ON COLUMN public.invoice_run.period_end_on IS 'The last day.';

COMMENT ON COLUMN public.invoice_run.cut_off IS 'The last close number whose usage could join.';

ALTER TABLE public.invoice_run ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.invoice_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.invoice_tax (
    invoice_id bigint NOT NULL,
    base_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    rate_millionths integer NOT NULL,
    "position" integer NOT NULL,
    rates_from date NOT NULL,
    entity_id smallint NOT NULL,
    tax text NOT NULL,
    account_type text NOT NULL
);

COMMENT ON TABLE public.invoice_tax IS 'Tax of an invoice, a row a tax and rate, frozen when the draft is made. A line is taxed by the rates of the last day of its service period. INSERT-only.';

COMMENT ON COLUMN public.invoice_tax.base_minor IS 'Minor units of the invoice''s currency: what is taxed, without tax.';

COMMENT ON COLUMN public.invoice_tax.tax_minor IS 'Minor units of the invoice''s currency.';

COMMENT ON COLUMN public.invoice_tax.rate_millionths IS 'Millionths (10^-6) of the base.';

COMMENT ON COLUMN public.invoice_tax.rates_from IS 'From which day on the rates of its profile hold together (tax_rates_from).';

CREATE VIEW public.issued_invoice WITH (security_invoker='true') AS
 SELECT issue.document_id AS invoice_id,
    issue.entity_id,
    issue.series_id,
    issue.number,
    issue.number_text,
    issue.issued_at,
    issue.issued_on,
    issue.due_on,
    issuer.name AS entity_name,
    recipient.code AS partner_code,
    recipient.name AS partner_name,
    issue.total_minor
   FROM ((public.document_issue issue
     LEFT JOIN public.document_party issuer ON (((issuer.document_id = issue.document_id) AND (issuer.role = 'issuer'::text))))
     LEFT JOIN public.document_party recipient ON (((recipient.document_id = issue.document_id) AND (recipient.role = 'recipient'::text))))
  WHERE (issue.kind = 'invoice'::text);

COMMENT ON VIEW public.issued_invoice IS 'Issued invoices with what they say of their parties.';

COMMENT ON COLUMN public.issued_invoice.total_minor IS 'Minor units of the invoice''s currency.';

CREATE TABLE public.job (
    id bigint NOT NULL,
    kind text NOT NULL,
    key text,
    entity_id smallint,
    arguments jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    priority smallint DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    runs integer DEFAULT 0 NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    failures_max integer DEFAULT 8 NOT NULL,
    requested_by integer NOT NULL,
    schedule_id integer,
    worker text,
    lease_until timestamp with time zone,
    progress_done bigint,
    progress_total bigint,
    progress_note text,
    cancel_requested_at timestamp with time zone,
    cause text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT job_counts_are_sound CHECK (((runs >= 0) AND (failures >= 0) AND (failures_max >= 1))),
    CONSTRAINT job_ends_with_its_state CHECK (((state = ANY (ARRAY['done'::text, 'cancelled'::text])) = (ended_at IS NOT NULL))),
    CONSTRAINT job_has_a_worker_while_it_runs CHECK ((((state = 'running'::text) = (lease_until IS NOT NULL)) AND ((state = 'running'::text) = (worker IS NOT NULL)))),
    CONSTRAINT job_is_parked_with_its_cause CHECK (((state <> 'parked'::text) OR (cause IS NOT NULL))),
    CONSTRAINT job_kind_is_subject_and_verb CHECK ((kind ~ '^[a-z_]+\.[a-z_]+$'::text)),
    CONSTRAINT job_state_is_known CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'parked'::text, 'cancelled'::text])))
);

COMMENT ON TABLE public.job IS 'Work to be done once, by whichever worker claims it. State.';

COMMENT ON COLUMN public.job.key IS 'Jobs of one kind and key do the same work: at most one of them waits, and one runs at a time.';

COMMENT ON COLUMN public.job.priority IS 'The higher goes first.';

COMMENT ON COLUMN public.job.due_at IS 'Not claimed before.';

COMMENT ON COLUMN public.job.runs IS 'Runs begun; the last one''s number.';

COMMENT ON COLUMN public.job.failures IS 'Failed or lost runs since it was queued by a person.';

COMMENT ON COLUMN public.job.worker IS 'Host, process and slot of whoever runs it.';

COMMENT ON COLUMN public.job.lease_until IS 'The worker extends it while it works; afterwards the job is lost to it and another may take it.';

COMMENT ON COLUMN public.job.cause IS 'Of the last failure.';

ALTER TABLE public.job ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.job_run (
    job_id bigint NOT NULL,
    number integer NOT NULL,
    worker text NOT NULL,
    started_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    outcome text,
    message text,
    reason text,
    facts jsonb,
    CONSTRAINT job_run_ends_with_its_outcome CHECK (((outcome IS NULL) = (ended_at IS NULL))),
    CONSTRAINT job_run_fails_for_its_reason CHECK (((reason IS NULL) OR (outcome = 'failed'::text))),
    CONSTRAINT job_run_has_facts_with_its_reason CHECK (((reason IS NULL) = (facts IS NULL))),
    CONSTRAINT job_run_outcome_is_known CHECK ((outcome = ANY (ARRAY['done'::text, 'failed'::text, 'lost'::text, 'cancelled'::text, 'stopped'::text])))
);

COMMENT ON TABLE public.job_run IS 'Each run of a job.';

COMMENT ON COLUMN public.job_run.outcome IS 'lost = the worker''s lease ended; stopped = the worker was stopped in good order; null while it runs.';

COMMENT ON COLUMN public.job_run.message IS 'What it did, or why it failed.';

COMMENT ON COLUMN public.job_run.reason IS 'Stable name of the refusal that it failed by; null where it did not fail by one.';

COMMENT ON COLUMN public.job_run.facts IS 'Texts by name: what the refusal is about, for those who word what to do about it.';

ALTER TABLE public.journal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journal_kind (
    code text NOT NULL,
    name text NOT NULL,
    names_document boolean NOT NULL,
    takes_differences boolean NOT NULL,
    "position" smallint NOT NULL
);

COMMENT ON TABLE public.journal_kind IS 'The kinds of journals.';

COMMENT ON COLUMN public.journal_kind.names_document IS 'Each journal of the kind records a document; of the others none does.';

COMMENT ON COLUMN public.journal_kind.takes_differences IS 'Its entries may be of the functional currency alone: what an exchange rate made of an amount between booking and settlement.';

COMMENT ON COLUMN public.journal_kind."position" IS 'Order in a list.';

CREATE TABLE public.ledger_account (
    id integer NOT NULL,
    entity_id smallint NOT NULL,
    type text NOT NULL,
    per_partner boolean NOT NULL,
    partner_id integer,
    currency text NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL,
    partner_key integer GENERATED ALWAYS AS (COALESCE(partner_id, 0)) STORED NOT NULL,
    CONSTRAINT ledger_account_has_a_partner_where_its_type_does CHECK ((per_partner = (partner_id IS NOT NULL)))
);

COMMENT ON TABLE public.ledger_account IS 'One type of account of one entity in one currency, of one partner where the type is per partner.';

COMMENT ON COLUMN public.ledger_account.partner_key IS 'The partner, or 0: what jobs join on.';

ALTER TABLE public.ledger_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_account_type (
    code text NOT NULL,
    name text NOT NULL,
    class text NOT NULL,
    per_partner boolean NOT NULL,
    "position" smallint NOT NULL,
    is_revalued boolean DEFAULT false NOT NULL,
    is_own boolean DEFAULT false NOT NULL,
    CONSTRAINT ledger_account_type_class_is_known CHECK ((class = ANY (ARRAY['asset'::text, 'liability'::text, 'equity'::text, 'income'::text, 'expense'::text]))),
    CONSTRAINT ledger_account_type_code_is_a_word CHECK ((code ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
    CONSTRAINT ledger_account_type_has_a_name CHECK ((btrim(name) <> ''::text)),
    CONSTRAINT ledger_account_type_is_revalued_where_it_is_of_money CHECK (((NOT is_revalued) OR (class = ANY (ARRAY['asset'::text, 'liability'::text])))),
    CONSTRAINT ledger_account_type_own_is_behind CHECK (((is_own = ("position" >= 1000)) AND (NOT (is_own AND per_partner))))
);

COMMENT ON TABLE public.ledger_account_type IS 'The chart of accounts: what the product posts to, and what a carrier has added for journals by hand. INSERT-only.';

COMMENT ON COLUMN public.ledger_account_type."position" IS 'Order in a trial balance; those that a carrier added begin at 1000.';

COMMENT ON COLUMN public.ledger_account_type.is_revalued IS 'What it holds in a foreign currency is money still to be had or paid, which a revaluation measures anew; not what was paid ahead.';

COMMENT ON COLUMN public.ledger_account_type.is_own IS 'Added by the carrier.';

CREATE VIEW public.live_allocation WITH (security_invoker='true') AS
 SELECT allocation.id,
    allocation.credit_id,
    allocation.debit_id,
    allocation.amount_minor,
    allocation.reverses_allocation_id,
    allocation.journal_id,
    allocation.recorded_at,
    allocation.credit_functional_micros,
    allocation.debit_functional_micros,
    allocation.partner_id,
    allocation.allocated_on,
    allocation.entity_id,
    allocation.credit_kind,
    allocation.debit_kind,
    allocation.currency,
    allocation.reversed_minor
   FROM public.allocation
  WHERE ((allocation.amount_minor > 0) AND (NOT (EXISTS ( SELECT
           FROM public.allocation ending
          WHERE (ending.reverses_allocation_id = allocation.id)))));

COMMENT ON VIEW public.live_allocation IS 'Allocations that were not ended.';

COMMENT ON COLUMN public.live_allocation.amount_minor IS 'Minor units of currency.';

COMMENT ON COLUMN public.live_allocation.credit_functional_micros IS 'Micros (10^-6) of the entity''s functional currency.';

COMMENT ON COLUMN public.live_allocation.debit_functional_micros IS 'Micros (10^-6) of the entity''s functional currency.';

CREATE TABLE public.manual_journal (
    id bigint NOT NULL,
    decided_act_id bigint,
    entity_id smallint NOT NULL,
    effective_on date NOT NULL,
    needs_second boolean NOT NULL,
    document_kind text NOT NULL,
    state text DEFAULT 'proposed'::text NOT NULL,
    description text NOT NULL,
    CONSTRAINT manual_journal_day_is_sound CHECK (((effective_on >= '1990-01-01'::date) AND (effective_on <= '2199-12-31'::date))),
    CONSTRAINT manual_journal_is_decided_by_an_act CHECK (((state = 'proposed'::text) = (decided_act_id IS NULL))),
    CONSTRAINT manual_journal_kind_is_known CHECK ((document_kind = ANY (ARRAY['manual_journal'::text, 'opening'::text]))),
    CONSTRAINT manual_journal_says_what_for CHECK (((btrim(description) <> ''::text) AND (length(description) <= 1000))),
    CONSTRAINT manual_journal_state_is_known CHECK ((state = ANY (ARRAY['proposed'::text, 'posted'::text, 'refused'::text])))
);

COMMENT ON TABLE public.manual_journal IS 'A journal by hand, or the balances with which books are opened: proposed with its lines, then posted as a numbered document or refused. A second row of journal takes it back.';

COMMENT ON COLUMN public.manual_journal.decided_act_id IS 'The act that posted or refused it; who proposed it is the document''s.';

COMMENT ON COLUMN public.manual_journal.effective_on IS 'As it was stated; its entries are on the first open day where that is locked.';

COMMENT ON COLUMN public.manual_journal.needs_second IS 'Somebody else has to post it than who proposed it: what the setting asked for when it was proposed.';

CREATE TABLE public.manual_journal_line (
    journal_id bigint NOT NULL,
    amount_micros bigint NOT NULL,
    functional_micros bigint,
    line_number integer NOT NULL,
    partner_id integer,
    service_period date NOT NULL,
    entity_id smallint NOT NULL,
    debit_type text NOT NULL,
    credit_type text NOT NULL,
    currency text NOT NULL,
    text text,
    CONSTRAINT manual_journal_line_amount_is_positive CHECK (((amount_micros > 0) AND (functional_micros >= 0))),
    CONSTRAINT manual_journal_line_moves_between_two_accounts CHECK ((debit_type <> credit_type))
);

COMMENT ON TABLE public.manual_journal_line IS 'A line of a journal by hand: an amount from one account to another, which is one entry. INSERT-only, in the act that proposes the journal.';

COMMENT ON COLUMN public.manual_journal_line.amount_micros IS 'Micros (10^-6) of currency.';

COMMENT ON COLUMN public.manual_journal_line.functional_micros IS 'Micros (10^-6) of the entity''s functional currency, as they were stated; null = by the exchange rate of the day.';

COMMENT ON COLUMN public.manual_journal_line.partner_id IS 'Whose account is moved, where one of the two is per partner; else whom it concerns.';

COMMENT ON COLUMN public.manual_journal_line.service_period IS 'First day of the period to which the service belongs.';

COMMENT ON COLUMN public.manual_journal_line.text IS 'What the line is for, where it says more than the journal.';

CREATE TABLE public.number_state (
    code text NOT NULL,
    state text NOT NULL,
    CONSTRAINT number_state_code_is_npa_or_npa_nxx CHECK ((code ~ '^[2-9][0-9]{2}([2-9][0-9]{2})?$'::text)),
    CONSTRAINT number_state_is_two_letters CHECK ((state ~ '^[A-Z]{2}$'::text))
);

COMMENT ON TABLE public.number_state IS 'State of the United States by area code (NPA) or area code and exchange (NPA-NXX), which comes first.';

CREATE TABLE public.origin_prefix (
    entity_id smallint NOT NULL,
    card_id integer,
    prefix text NOT NULL,
    origin text NOT NULL,
    CONSTRAINT origin_prefix_group_is_named CHECK ((origin <> ''::text)),
    CONSTRAINT origin_prefix_is_digits CHECK ((prefix ~ '^[1-9][0-9]{0,14}$'::text))
);

COMMENT ON TABLE public.origin_prefix IS 'Groups of callers by the beginning of their numbers; the longest decides.';

COMMENT ON COLUMN public.origin_prefix.card_id IS 'A card that has groups of its own goes by them alone; null = those of all other cards of the entity.';

COMMENT ON COLUMN public.origin_prefix.origin IS 'Name of the group, in small letters.';

CREATE TABLE public.partner (
    id integer NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE public.partner IS 'A customer, a supplier or both; shared by the entities.';

ALTER TABLE public.partner ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.partner_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.party_detail (
    id integer NOT NULL,
    partner_id integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    entity_id smallint,
    legal_name text NOT NULL,
    address text,
    city text,
    region text,
    postal_code text,
    country text,
    registration_number text,
    tax_ids text[] DEFAULT '{}'::text[] NOT NULL,
    language text,
    reference text,
    valid daterange NOT NULL,
    CONSTRAINT party_detail_country_is_known CHECK (public.country_is_known(country)),
    CONSTRAINT party_detail_has_a_name CHECK ((btrim(legal_name) <> ''::text)),
    CONSTRAINT party_detail_is_of_an_entity_or_a_partner CHECK ((num_nonnulls(entity_id, partner_id) = 1)),
    CONSTRAINT party_detail_is_valid_some_day CHECK ((NOT isempty(valid))),
    CONSTRAINT party_detail_language_is_a_tag CHECK ((language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'::text)),
    CONSTRAINT party_detail_tax_ids_are_sound CHECK (public.tax_ids_are_sound(tax_ids))
);

COMMENT ON TABLE public.party_detail IS 'Who an entity or a partner is by law, from a day on; documents keep what held on the day of their issue.';

COMMENT ON COLUMN public.party_detail.address IS 'The lines above the city, one below the other.';

COMMENT ON COLUMN public.party_detail.country IS 'ISO 3166, two letters.';

COMMENT ON COLUMN public.party_detail.tax_ids IS 'Scheme, blank, value: EU_VAT DE123456789.';

COMMENT ON COLUMN public.party_detail.language IS 'Of its documents, as BCP 47: de, pt-BR.';

COMMENT ON COLUMN public.party_detail.reference IS 'What a partner wants to read on our invoices: the buyer''s reference.';

ALTER TABLE public.party_detail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.party_detail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.payment (
    id bigint NOT NULL,
    total_minor bigint NOT NULL,
    cash_minor bigint DEFAULT 0 NOT NULL,
    fee_minor bigint DEFAULT 0 NOT NULL,
    withheld_minor bigint DEFAULT 0 NOT NULL,
    tax_minor bigint DEFAULT 0 NOT NULL,
    rounding_micros bigint DEFAULT 0 NOT NULL,
    allocated_minor bigint DEFAULT 0 NOT NULL,
    advance_id bigint,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    reversed_at timestamp with time zone,
    partner_id integer NOT NULL,
    bank_account_id integer,
    value_on date NOT NULL,
    effective_on date NOT NULL,
    reversed_on date,
    entity_id smallint NOT NULL,
    has_bank boolean NOT NULL,
    is_incoming boolean NOT NULL,
    document_kind text NOT NULL,
    purpose text NOT NULL,
    currency text NOT NULL,
    bank_currency text,
    state text DEFAULT 'recorded'::text NOT NULL,
    reference text,
    reason text,
    CONSTRAINT payment_amount_is_positive CHECK (((total_minor >= 1) AND (total_minor <= '1000000000000000'::bigint))),
    CONSTRAINT payment_has_cash_where_a_bank_moves_it CHECK (((has_bank = (bank_currency IS NOT NULL)) AND
CASE
    WHEN has_bank THEN ((cash_minor + withheld_minor) > 0)
    ELSE (((cash_minor + fee_minor) + withheld_minor) = 0)
END)),
    CONSTRAINT payment_has_tax_where_it_moves_a_deposit CHECK (((tax_minor = 0) OR ((purpose = ANY (ARRAY['top_up'::text, 'refund_of_deposit'::text, 'deposit_transfer'::text])) AND ((tax_minor >= 0) AND (tax_minor <= total_minor))))),
    CONSTRAINT payment_is_not_allocated_beyond_its_total CHECK (((allocated_minor >= 0) AND (allocated_minor <= total_minor))),
    CONSTRAINT payment_names_an_advance_where_it_uses_one CHECK (((purpose = ANY (ARRAY['advance_use'::text, 'refund_of_advance'::text])) = (advance_id IS NOT NULL))),
    CONSTRAINT payment_parts_are_not_negative CHECK ((((cash_minor >= 0) AND (cash_minor <= '1000000000000000'::bigint)) AND ((fee_minor >= 0) AND (fee_minor <= '1000000000000000'::bigint)) AND ((withheld_minor >= 0) AND (withheld_minor <= '1000000000000000'::bigint)))),
    CONSTRAINT payment_rounds_what_is_left_of_a_deposit CHECK (((rounding_micros = 0) OR ((purpose = 'deposit_transfer'::text) AND (abs(rounding_micros) <= 500000)))),
    CONSTRAINT payment_state_is_dated CHECK (
CASE state
    WHEN 'recorded'::text THEN ((reversed_at IS NULL) AND (reversed_on IS NULL))
    WHEN 'reversed'::text THEN ((reversed_at IS NOT NULL) AND (reversed_on >= effective_on))
    ELSE false
END),
    CONSTRAINT payment_texts_are_short CHECK (((btrim(reason) <> ''::text) AND (length(reason) <= 500) AND (btrim(reference) <> ''::text) AND (length(reference) <= 500))),
    CONSTRAINT payment_that_is_reversed_settles_nothing CHECK (((state = 'recorded'::text) OR (allocated_minor = 0))),
    CONSTRAINT payment_total_is_the_sum_of_its_parts CHECK (((bank_currency <> currency) OR (total_minor = ((cash_minor + withheld_minor) +
CASE
    WHEN is_incoming THEN fee_minor
    ELSE (0)::bigint
END)))),
    CONSTRAINT payment_value_day_is_sound CHECK (((value_on >= '2000-01-01'::date) AND (effective_on >= value_on))),
    CONSTRAINT payment_withholds_from_what_is_due CHECK (((withheld_minor = 0) OR ((purpose = ANY (ARRAY['received'::text, 'paid'::text])) AND (withheld_minor <= total_minor)))),
    CONSTRAINT payment_write_off_has_a_reason CHECK (((purpose <> 'write_off'::text) OR (reason IS NOT NULL)))
);

COMMENT ON TABLE public.payment IS 'The document with its id that moves money, or settles without any (write-off, application of an advance). State: what of it settles others, and whether it was reversed.';

COMMENT ON COLUMN public.payment.total_minor IS 'Minor units of currency: what it moves on the partner''s account. Received: cash, fee and what was withheld; paid: cash and what we withhold.';

COMMENT ON COLUMN public.payment.cash_minor IS 'Minor units of bank_currency: what the bank account gained or lost, its fee aside.';

COMMENT ON COLUMN public.payment.fee_minor IS 'Minor units of bank_currency: what banks kept of it. Of what was received it counts as paid by the customer; of what is paid it is on top.';

COMMENT ON COLUMN public.payment.withheld_minor IS 'Minor units of currency: tax that whoever pays pays to the state instead.';

COMMENT ON COLUMN public.payment.tax_minor IS 'Minor units of currency: of the total what is owed to the state since the money came in, or no longer since it went back; the deposit has the rest.';

COMMENT ON COLUMN public.payment.rounding_micros IS 'Micros (10^-6) of currency by which a deposit that is transferred was more than whole minor units, below zero less.';

COMMENT ON COLUMN public.payment.allocated_minor IS 'Minor units of currency: of a credit or refund what the allocations have, of an advance what was applied or paid back.';

COMMENT ON COLUMN public.payment.advance_id IS 'The advance that it applies or pays back.';

COMMENT ON COLUMN public.payment.bank_account_id IS 'The entity''s, in bank_currency on the value day; null = none was entered.';

COMMENT ON COLUMN public.payment.value_on IS 'Day on which the bank counts it.';

COMMENT ON COLUMN public.payment.effective_on IS 'Day of its entries: the value day, or the first open day of the books.';

COMMENT ON COLUMN public.payment.reversed_on IS 'Day of the entries that take it back.';

COMMENT ON COLUMN public.payment.currency IS 'Of the partner''s account that it moves.';

COMMENT ON COLUMN public.payment.bank_currency IS 'Of the entity''s bank account; null = no money moves.';

COMMENT ON COLUMN public.payment.reference IS 'As the bank statement or the partner states it.';

COMMENT ON COLUMN public.payment.reason IS 'Why; a write-off has one.';

CREATE TABLE public.payment_purpose (
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    debit_type text NOT NULL,
    credit_type text NOT NULL,
    has_bank boolean GENERATED ALWAYS AS ((('bank'::text = debit_type) OR ('bank'::text = credit_type))) STORED NOT NULL,
    is_incoming boolean GENERATED ALWAYS AS ((debit_type = 'bank'::text)) STORED NOT NULL,
    "position" smallint NOT NULL
);

COMMENT ON TABLE public.payment_purpose IS 'What a payment is for: the kind of its document and the two accounts that it moves.';

COMMENT ON COLUMN public.payment_purpose."position" IS 'Order in a list.';

CREATE TABLE public.payment_tax (
    payment_id bigint NOT NULL,
    base_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    top_up_id bigint,
    profile_id integer NOT NULL,
    rate_millionths integer NOT NULL,
    "position" integer NOT NULL,
    entity_id smallint NOT NULL,
    tax text NOT NULL,
    account_type text NOT NULL,
    CONSTRAINT payment_tax_is_not_negative CHECK (((tax_minor >= 0) AND (base_minor >= 0)))
);

COMMENT ON TABLE public.payment_tax IS 'Tax of a top-up that is taxed when the money comes in, a row a tax, by the rates of its value day; and what a refund or transfer gives back of it. INSERT-only.';

COMMENT ON COLUMN public.payment_tax.base_minor IS 'Minor units of the payment''s currency: without tax.';

COMMENT ON COLUMN public.payment_tax.tax_minor IS 'Minor units of the payment''s currency.';

COMMENT ON COLUMN public.payment_tax.top_up_id IS 'The top-up of which it gives back; null = it is of a top-up itself.';

COMMENT ON COLUMN public.payment_tax.rate_millionths IS 'Millionths (10^-6) of the base.';

CREATE TABLE public.period_lock (
    id integer NOT NULL,
    entity_id smallint NOT NULL,
    locked_through date,
    reason text NOT NULL,
    locked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT period_lock_has_a_reason CHECK ((btrim(reason) <> ''::text))
);

COMMENT ON TABLE public.period_lock IS 'Until which day an entity''s books are locked: its latest row holds. INSERT-only.';

COMMENT ON COLUMN public.period_lock.locked_through IS 'The last locked day; null = nothing is locked any more.';

ALTER TABLE public.period_lock ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.period_lock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.product (
    id smallint NOT NULL,
    entity_id smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    direction text DEFAULT 'outbound'::text NOT NULL,
    CONSTRAINT product_direction_is_known CHECK ((direction = ANY (ARRAY['outbound'::text, 'inbound'::text])))
);

ALTER TABLE public.product ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.rate_card ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rate_card_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.rate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.rate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.revaluation (
    id integer NOT NULL,
    journal_id bigint NOT NULL,
    reversal_id bigint NOT NULL,
    entity_id smallint NOT NULL,
    month_end_on date NOT NULL,
    revision integer NOT NULL,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT revaluation_is_of_a_month CHECK (((EXTRACT(day FROM (month_end_on + 1)) = (1)::numeric) AND (revision >= 1)))
);

COMMENT ON TABLE public.revaluation IS 'What foreign currencies are worth at the end of a month: a journal of differences on its last day, taken back on the next. What is booked in the month later makes a further revision. INSERT-only.';

COMMENT ON COLUMN public.revaluation.revision IS '1, then one more for each that found other differences.';

ALTER TABLE public.revaluation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.revaluation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.revaluation_line (
    revaluation_id integer NOT NULL,
    account_id integer NOT NULL,
    entity_id smallint NOT NULL,
    balance_micros numeric NOT NULL,
    booked_micros numeric NOT NULL,
    closing_micros numeric NOT NULL,
    rate numeric NOT NULL,
    is_inverse boolean NOT NULL,
    rate_on date NOT NULL,
    unconverted bigint NOT NULL,
    CONSTRAINT revaluation_line_is_a_difference CHECK ((booked_micros <> closing_micros))
);

COMMENT ON TABLE public.revaluation_line IS 'An account whose worth a revaluation changed, with the exchange rate. INSERT-only.';

COMMENT ON COLUMN public.revaluation_line.balance_micros IS 'Micros (10^-6) of the account''s currency, debits less credits, of the entries that have a functional amount.';

COMMENT ON COLUMN public.revaluation_line.booked_micros IS 'Micros (10^-6) of the functional currency, debits less credits, as booked.';

COMMENT ON COLUMN public.revaluation_line.closing_micros IS 'Micros (10^-6) of the functional currency: balance_micros by the exchange rate, rounded once, half up.';

COMMENT ON COLUMN public.revaluation_line.is_inverse IS 'The rate is stated from the functional currency to the account''s.';

COMMENT ON COLUMN public.revaluation_line.rate_on IS 'The day from which the rate is in effect.';

COMMENT ON COLUMN public.revaluation_line.unconverted IS 'Entries without a functional amount, which are left as they are.';

CREATE TABLE public.reversal_request (
    id bigint NOT NULL,
    journal_id bigint NOT NULL,
    act_id bigint DEFAULT public.current_act() NOT NULL,
    decided_act_id bigint,
    from_on date,
    entity_id smallint NOT NULL,
    state text DEFAULT 'requested'::text NOT NULL,
    CONSTRAINT reversal_request_is_decided_by_an_act CHECK (((state = 'requested'::text) = (decided_act_id IS NULL))),
    CONSTRAINT reversal_request_state_is_known CHECK ((state = ANY (ARRAY['requested'::text, 'done'::text, 'withdrawn'::text])))
);

COMMENT ON TABLE public.reversal_request IS 'That somebody asks for a journal by hand to be taken back where a setting wants two persons for it: somebody else confirms it. State.';

COMMENT ON COLUMN public.reversal_request.act_id IS 'Who asked.';

COMMENT ON COLUMN public.reversal_request.decided_act_id IS 'Who confirmed it, or took it back without, since the setting wanted it no longer.';

COMMENT ON COLUMN public.reversal_request.from_on IS 'From when it is to be effective; null = on the days of the entries.';

ALTER TABLE public.reversal_request ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reversal_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.route_post_dial_delay (
    chunk_id integer NOT NULL,
    partner_id integer NOT NULL,
    destination_id integer,
    product_id smallint NOT NULL,
    calls integer NOT NULL,
    unknown integer NOT NULL,
    delay_ms bigint NOT NULL,
    CONSTRAINT route_post_dial_delay_counts_calls CHECK (((calls >= 0) AND (unknown >= 0) AND ((calls + unknown) > 0) AND (delay_ms >= 0)))
);

ALTER TABLE public.route_post_dial_delay OWNER TO didtron_storage;

COMMENT ON TABLE public.route_post_dial_delay IS 'Post-dial delays of a chunk''s calls by supplier, product and destination; only of files that have the column.';

COMMENT ON COLUMN public.route_post_dial_delay.calls IS 'Calls whose delay is known.';

COMMENT ON COLUMN public.route_post_dial_delay.unknown IS 'Calls whose delay is absent or cannot be read.';

COMMENT ON COLUMN public.route_post_dial_delay.delay_ms IS 'Milliseconds, the sum of the known delays.';

CREATE TABLE public.schedule (
    id integer NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    entity_id smallint,
    arguments jsonb DEFAULT '{}'::jsonb NOT NULL,
    cron text NOT NULL,
    zone text DEFAULT 'UTC'::text NOT NULL,
    catch_up text DEFAULT 'once'::text NOT NULL,
    next_at timestamp with time zone,
    paused_at timestamp with time zone,
    paused_reason text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT schedule_catch_up_is_known CHECK ((catch_up = ANY (ARRAY['skip'::text, 'once'::text, 'all'::text]))),
    CONSTRAINT schedule_pause_has_a_reason CHECK (((paused_at IS NULL) = (paused_reason IS NULL)))
);

COMMENT ON TABLE public.schedule IS 'When jobs of a kind are put into the queue.';

COMMENT ON COLUMN public.schedule.cron IS 'Minute, hour, day of the month, month, day of the week, as in crontab.';

COMMENT ON COLUMN public.schedule.zone IS 'IANA zone of the clock that cron speaks of.';

COMMENT ON COLUMN public.schedule.catch_up IS 'Of the times that passed while no worker ran or the schedule was paused: skip = none, once = one job for all, all = one job each.';

COMMENT ON COLUMN public.schedule.next_at IS 'Null = not computed yet.';

ALTER TABLE public.schedule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.schedule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.schema_migration (
    path text NOT NULL,
    sha256 bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT schema_migration_hash_is_256_bits CHECK ((octet_length(sha256) = 32))
);

COMMENT ON TABLE public.schema_migration IS 'The migrations that this database has, each with the hash of its file.';

CREATE TABLE public.sealed_record (
    id bigint NOT NULL,
    block integer NOT NULL,
    kind "char" NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT sealed_record_hash_is_256_bits CHECK ((octet_length(hash) = 32)),
    CONSTRAINT sealed_record_kind_is_known CHECK ((kind = ANY (ARRAY['j'::"char", 'a'::"char", 'e'::"char"])))
);

COMMENT ON TABLE public.sealed_record IS 'What is sealed, each once, with what it said then. INSERT-only.';

COMMENT ON COLUMN public.sealed_record.kind IS 'j = journal with its entries, a = act, e = audit event.';

COMMENT ON COLUMN public.sealed_record.hash IS 'SHA-256 of sealed_text in UTF-8.';

CREATE TABLE public.sealed_sum (
    account_id integer NOT NULL,
    service_period date NOT NULL,
    entity_id smallint NOT NULL,
    debit_micros numeric NOT NULL,
    credit_micros numeric NOT NULL,
    functional_debit_micros numeric NOT NULL,
    functional_credit_micros numeric NOT NULL,
    entries bigint NOT NULL,
    unconverted bigint NOT NULL
);

COMMENT ON TABLE public.sealed_sum IS 'What the entries of all sealed journals come to, account by account: each block adds its own. A check takes them for these entries, and adds up only what is not sealed yet. State.';

COMMENT ON COLUMN public.sealed_sum.debit_micros IS 'Micros (10^-6) of the account''s currency.';

COMMENT ON COLUMN public.sealed_sum.credit_micros IS 'Micros (10^-6) of the account''s currency.';

COMMENT ON COLUMN public.sealed_sum.functional_debit_micros IS 'Micros (10^-6) of the entity''s functional currency, of the entries that have such an amount.';

COMMENT ON COLUMN public.sealed_sum.functional_credit_micros IS 'Micros (10^-6) of the entity''s functional currency, of the entries that have such an amount.';

COMMENT ON COLUMN public.sealed_sum.entries IS 'Entries that touched the account.';

COMMENT ON COLUMN public.sealed_sum.unconverted IS 'Those without a functional amount.';

CREATE TABLE public.service_usage (
    partner_id integer NOT NULL,
    service_period date NOT NULL,
    side "char" NOT NULL,
    product_id smallint NOT NULL,
    destination_id integer,
    currency text NOT NULL,
    rate_id integer,
    close_number integer NOT NULL,
    entity_id smallint NOT NULL,
    prepaid boolean NOT NULL,
    attempts bigint NOT NULL,
    answered bigint NOT NULL,
    duration_ns numeric NOT NULL,
    billed_s bigint NOT NULL,
    micros numeric NOT NULL
)
PARTITION BY RANGE (service_period);

ALTER TABLE public.service_usage OWNER TO didtron_storage;

COMMENT ON TABLE public.service_usage IS 'Usage of a closing per service period: what invoices read; immutable. Partitioned by the month in which the period begins.';

COMMENT ON COLUMN public.service_usage.service_period IS 'Its first day.';

COMMENT ON COLUMN public.service_usage.prepaid IS 'As in usage.';

COMMENT ON COLUMN public.service_usage.duration_ns IS 'Nanoseconds, raw.';

COMMENT ON COLUMN public.service_usage.billed_s IS 'Seconds.';

COMMENT ON COLUMN public.service_usage.micros IS 'Micros (10^-6) of currency.';

CREATE TABLE public.setting (
    name text NOT NULL,
    value text NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    changed_by text NOT NULL
);

COMMENT ON TABLE public.setting IS 'Settings that differ from their defaults; which there are and what they may be is the program''s to know.';

CREATE TABLE public.suspense (
    chunk_id integer NOT NULL,
    ordinal integer NOT NULL,
    side text NOT NULL,
    entity_id smallint NOT NULL,
    start_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    account_value text NOT NULL,
    called text NOT NULL,
    duration_ns bigint NOT NULL,
    CONSTRAINT suspense_reason_is_known CHECK ((reason = ANY (ARRAY['unknown_account'::text, 'no_card'::text, 'no_prefix'::text, 'blocked'::text, 'too_large'::text, 'ambiguous_leg'::text, 'no_variant'::text, 'no_exchange_rate'::text, 'too_long'::text, 'stale_exchange_rate'::text]))),
    CONSTRAINT suspense_side_is_known CHECK ((side = ANY (ARRAY['sell'::text, 'buy'::text])))
);

COMMENT ON TABLE public.suspense IS 'Sides of calls without a price, each with its reason. Re-rating resolves them (suspense_resolution).';

CREATE TABLE public.suspense_correction (
    chunk_id integer NOT NULL,
    ordinal integer NOT NULL,
    side text NOT NULL,
    account_value text NOT NULL,
    act_id bigint DEFAULT public.current_act() NOT NULL,
    CONSTRAINT suspense_correction_names_an_account CHECK ((account_value <> ''::text))
);

COMMENT ON TABLE public.suspense_correction IS 'Whose a side in suspense is, where its record names nobody or somebody else: by this account it is rated again. The last act holds. INSERT-only.';

CREATE VIEW public.suspense_account WITH (security_invoker='true') AS
 SELECT suspense.chunk_id,
    suspense.ordinal,
    suspense.side,
    COALESCE(( SELECT correction.account_value
           FROM public.suspense_correction correction
          WHERE ((correction.chunk_id = suspense.chunk_id) AND (correction.ordinal = suspense.ordinal) AND (correction.side = suspense.side))
          ORDER BY correction.act_id DESC
         LIMIT 1), suspense.account_value) AS account_value
   FROM public.suspense;

COMMENT ON VIEW public.suspense_account IS 'The account of a side in suspense: as it was corrected, else as its record names it.';

CREATE TABLE public.suspense_resolution (
    chunk_id integer NOT NULL,
    ordinal integer NOT NULL,
    side text NOT NULL,
    by_chunk_id integer NOT NULL,
    by_ordinal integer NOT NULL
);

COMMENT ON TABLE public.suspense_resolution IS 'The row by which a side in suspense waits no longer: the replacement that has a price or waits itself, or the reversal that took the call back.';

CREATE TABLE public.switch (
    id smallint NOT NULL,
    entity_id smallint NOT NULL,
    code text NOT NULL,
    zone text DEFAULT 'UTC'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    international_prefixes text,
    tech_prefixes text,
    home_country text,
    national_prefix text,
    national_digits text,
    number_separators text,
    number_uris text,
    anonymous_callers text,
    CONSTRAINT switch_anonymous_callers_are_names CHECK ((anonymous_callers ~ '^[^ ]+( [^ ]+)*$'::text)),
    CONSTRAINT switch_home_country_is_a_code CHECK ((home_country ~ '^[1-9][0-9]{0,2}$'::text)),
    CONSTRAINT switch_international_prefixes_are_digits CHECK ((international_prefixes ~ '^[0-9]{1,32}( [0-9]{1,32})*$'::text)),
    CONSTRAINT switch_national_digits_are_counts CHECK (((national_digits ~ '^(1[0-5]|[1-9])(-(1[0-5]|[1-9]))?$'::text) AND ((split_part(national_digits, '-'::text, 1))::integer <= (COALESCE(NULLIF(split_part(national_digits, '-'::text, 2), ''::text), '15'::text))::integer))),
    CONSTRAINT switch_national_numbers_have_a_country CHECK (((home_country IS NOT NULL) OR ((national_prefix IS NULL) AND (national_digits IS NULL)))),
    CONSTRAINT switch_national_prefix_is_digits CHECK ((national_prefix ~ '^[0-9]{1,8}$'::text)),
    CONSTRAINT switch_number_separators_are_known CHECK ((number_separators ~ '^(blank|dot|hyphen|parentheses|slash)( (blank|dot|hyphen|parentheses|slash))*$'::text)),
    CONSTRAINT switch_number_uris_is_yes_or_no CHECK ((number_uris = ANY (ARRAY['yes'::text, 'no'::text]))),
    CONSTRAINT switch_tech_prefixes_are_written_plainly CHECK ((tech_prefixes ~ '^[0-9A-Za-z*#]{1,32}( [0-9A-Za-z*#]{1,32})*$'::text))
);

COMMENT ON COLUMN public.switch.zone IS 'IANA zone of times that a CDR of this switch states without an offset.';

COMMENT ON COLUMN public.switch.international_prefixes IS 'Digits before a country''s code, with blanks between them: 00 011. Null = 00. A plan holds for files whose layout has none of its own.';

COMMENT ON COLUMN public.switch.tech_prefixes IS 'What stands before called numbers, with blanks between them: 1234# 9999. It names the account where a CDR has no account code.';

COMMENT ON COLUMN public.switch.home_country IS 'Country code of numbers that are not written internationally.';

COMMENT ON COLUMN public.switch.national_prefix IS 'What stands before a national number: 0.';

COMMENT ON COLUMN public.switch.national_digits IS 'Digits of a national number written without any prefix: 10, or 9-11.';

COMMENT ON COLUMN public.switch.number_separators IS 'Characters without a meaning in numbers, by name, with blanks between them.';

COMMENT ON COLUMN public.switch.number_uris IS 'Whether numbers may be sip: and tel: URIs.';

COMMENT ON COLUMN public.switch.anonymous_callers IS 'Calling numbers of withheld callers, with blanks between them: anonymous restricted.';

ALTER TABLE public.switch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.switch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tax_profile (
    id integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    entity_id smallint NOT NULL,
    includes_tax boolean DEFAULT false NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    treatment text DEFAULT 'taxed'::text NOT NULL,
    tax_point text DEFAULT 'usage'::text NOT NULL,
    rounding text DEFAULT 'document'::text NOT NULL,
    sentence text,
    CONSTRAINT tax_profile_at_receipt_is_on_top CHECK ((NOT (includes_tax AND (tax_point = 'receipt'::text)))),
    CONSTRAINT tax_profile_point_is_known CHECK ((tax_point = ANY (ARRAY['receipt'::text, 'usage'::text]))),
    CONSTRAINT tax_profile_rounding_is_known CHECK ((rounding = ANY (ARRAY['line'::text, 'document'::text]))),
    CONSTRAINT tax_profile_says_why_there_is_no_tax CHECK (((treatment = 'taxed'::text) OR (sentence IS NOT NULL))),
    CONSTRAINT tax_profile_texts_are_short CHECK (((btrim(code) <> ''::text) AND (btrim(name) <> ''::text) AND (btrim(sentence) <> ''::text) AND (length(code) <= 40) AND (length(name) <= 200) AND (length(sentence) <= 500))),
    CONSTRAINT tax_profile_treatment_is_known CHECK ((treatment = ANY (ARRAY['taxed'::text, 'exempt'::text, 'reverse_charge'::text])))
);

COMMENT ON TABLE public.tax_profile IS 'How an entity''s sales or purchases are taxed; the terms of a side of an agreement name one.';

COMMENT ON COLUMN public.tax_profile.includes_tax IS 'Prices contain the tax; otherwise it comes on top of them.';

COMMENT ON COLUMN public.tax_profile.treatment IS 'taxed = by its rates; exempt, reverse_charge = without tax, which documents say with its sentence.';

COMMENT ON COLUMN public.tax_profile.tax_point IS 'Of customers who pay ahead: receipt = a top-up is taxed when the money comes in, and the deposit is what is left of it; usage = the deposit pays the tax with the calls.';

COMMENT ON COLUMN public.tax_profile.rounding IS 'document = the tax of a document is rounded once a rate; line = line by line, where lines are rounded as well.';

COMMENT ON COLUMN public.tax_profile.sentence IS 'What documents say of it; why there is no tax.';

ALTER TABLE public.tax_profile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tax_profile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tax_rate (
    profile_id integer NOT NULL,
    rate_millionths integer NOT NULL,
    first_on date DEFAULT '-infinity'::date NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    entity_id smallint NOT NULL,
    tax text NOT NULL,
    treatment text GENERATED ALWAYS AS ('taxed'::text) STORED NOT NULL,
    account_type text DEFAULT 'output_tax'::text NOT NULL,
    CONSTRAINT tax_rate_begins_some_day CHECK ((first_on < 'infinity'::date)),
    CONSTRAINT tax_rate_has_a_name CHECK (((btrim(tax) <> ''::text) AND (length(tax) <= 40))),
    CONSTRAINT tax_rate_is_sound CHECK (((rate_millionths >= 0) AND (rate_millionths <= 10000000)))
);

COMMENT ON TABLE public.tax_rate IS 'What a tax of a profile comes to, from a day on until its next rate; each of several taxes is worked out on the price alone. Rates of days that were taxed never change.';

COMMENT ON COLUMN public.tax_rate.rate_millionths IS 'Millionths (10^-6) of the price without tax: 190000 = 19 %.';

COMMENT ON COLUMN public.tax_rate.first_on IS 'First day; -infinity = from the beginning.';

COMMENT ON COLUMN public.tax_rate.tax IS 'As documents name it: VAT.';

COMMENT ON COLUMN public.tax_rate.account_type IS 'The account on which it is owed to the state.';

CREATE VIEW public.terms_span WITH (security_invoker='true') AS
 SELECT terms.entity_id,
    terms.partner_id,
    terms.side,
    terms.first_on,
    terms.credit_limit_micros,
    terms.created_at,
    terms.payment_terms_days,
    terms.notice_increase_days,
    terms.notice_decrease_days,
    terms.notice_new_days,
    terms.notice_closed_days,
    terms.notice_blocked_days,
    terms.payment_mode,
    terms.payment_terms_kind,
    terms.billing_zone,
    terms.billing_cycle,
    terms.invoice_rounding,
    terms.tax_profile_id,
    (
        CASE terms.side
            WHEN 'sell'::text THEN 's'::text
            ELSE 'b'::text
        END)::"char" AS side_code,
    daterange(terms.first_on, lead(terms.first_on) OVER (PARTITION BY terms.entity_id, terms.partner_id, terms.side ORDER BY terms.first_on)) AS in_effect
   FROM public.agreement_terms terms;

COMMENT ON VIEW public.terms_span IS 'Terms with the span of days on which they hold.';

COMMENT ON COLUMN public.terms_span.credit_limit_micros IS 'Micros (10^-6) of the agreement''s currency.';

COMMENT ON COLUMN public.terms_span.side_code IS 's = sell, b = buy, as in usage.';

CREATE TABLE public.time_band (
    set_id integer NOT NULL,
    day smallint NOT NULL,
    from_s integer NOT NULL,
    to_s integer NOT NULL,
    name text NOT NULL,
    CONSTRAINT time_band_day_is_known CHECK (((day >= 0) AND (day <= 7))),
    CONSTRAINT time_band_name_is_not_empty CHECK ((name <> ''::text)),
    CONSTRAINT time_band_window_is_within_a_day CHECK (((0 <= from_s) AND (from_s < to_s) AND (to_s <= 86400)))
);

COMMENT ON TABLE public.time_band IS 'Windows of the clock in the card''s zone, one row for each day of the week that a window is on.';

COMMENT ON COLUMN public.time_band.day IS '0 Monday … 6 Sunday; 7 a holiday, on which no other window holds.';

COMMENT ON COLUMN public.time_band.from_s IS 'Seconds since midnight of the clock.';

COMMENT ON COLUMN public.time_band.to_s IS 'Seconds since midnight of the clock, not included.';

CREATE TABLE public.time_band_set (
    id integer NOT NULL,
    card_id integer NOT NULL,
    effective_from timestamp with time zone NOT NULL,
    splits boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    withdrawn_at timestamp with time zone
);

COMMENT ON TABLE public.time_band_set IS 'All time bands of a card from an instant on, until those of the next set. A call keeps the set in effect at its start.';

COMMENT ON COLUMN public.time_band_set.splits IS 'Whether a call that crosses the edge of a band is priced part by part; else the band in which it starts holds.';

COMMENT ON COLUMN public.time_band_set.withdrawn_at IS 'When another set of the same start took its place.';

ALTER TABLE public.time_band_set ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.time_band_set_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.top_up_return (
    payment_id bigint NOT NULL,
    top_up_id bigint NOT NULL,
    net_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    partner_id integer NOT NULL,
    entity_id smallint NOT NULL,
    currency text NOT NULL,
    CONSTRAINT top_up_return_is_not_negative CHECK (((net_minor >= 0) AND (tax_minor >= 0) AND ((net_minor + tax_minor) > 0)))
);

COMMENT ON TABLE public.top_up_return IS 'What a refund of a deposit, or its transfer, gives back of which top-up: the latest first, for the earlier ones were used up. INSERT-only.';

COMMENT ON COLUMN public.top_up_return.net_minor IS 'Minor units of currency: from the deposit.';

COMMENT ON COLUMN public.top_up_return.tax_minor IS 'Minor units of currency: the tax that was taken of it.';

CREATE TABLE public.unclaimed_period (
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    currency text NOT NULL,
    service_period date NOT NULL,
    close_number integer NOT NULL
);

COMMENT ON TABLE public.unclaimed_period IS 'Where there is usage sold that no invoice has claimed, so that a run reads nothing else: entered by closing, removed by the claim. What a deposit pays for, and what comes to nothing, is not here. State.';

COMMENT ON COLUMN public.unclaimed_period.service_period IS 'Its first day.';

CREATE VIEW public.unfinished_file WITH (security_invoker='true') AS
 SELECT cdr_file.id,
    cdr_file.entity_id,
    cdr_file.name,
    cdr_file.kind,
    (cdr_file.state = 'stopped'::text) AS is_stopped,
    (cdr_file.undo_act_id IS NOT NULL) AS is_being_undone,
    switch.code AS switch_code,
    loaded.chunks_in,
    loaded.rows_read,
    loaded.min_start_at,
    (EXISTS ( SELECT
           FROM pg_locks
          WHERE ((pg_locks.locktype = 'advisory'::text) AND pg_locks.granted AND (pg_locks.objsubid = 1) AND (pg_locks.database = ( SELECT pg_database.oid
                   FROM pg_database
                  WHERE (pg_database.datname = current_database()))) AND ((((pg_locks.classid)::bigint << 32) | (pg_locks.objid)::bigint) = hashtextextended(('didtron.import.'::text || cdr_file.switch_id), (0)::bigint))))) AS is_importing
   FROM ((public.cdr_file
     JOIN public.switch ON ((switch.id = cdr_file.switch_id)))
     CROSS JOIN LATERAL ( SELECT count(*) AS chunks_in,
            COALESCE(sum(chunk.rows_read), (0)::bigint) AS rows_read,
            min(chunk.min_start_at) AS min_start_at
           FROM public.chunk
          WHERE (chunk.file_id IN ( SELECT part.id
                   FROM public.cdr_file part
                  WHERE ((part.id = cdr_file.id) OR (part.undone_for_id = cdr_file.id))))) loaded)
  WHERE (((cdr_file.state <> 'closed'::text) AND (cdr_file.chunks IS NULL)) OR ((cdr_file.undo_act_id IS NOT NULL) AND (cdr_file.undone_at IS NULL) AND (cdr_file.undone_for_id = cdr_file.id)));

COMMENT ON VIEW public.unfinished_file IS 'Files and batches of re-rated calls of which not all chunks are in (interrupted, being loaded, or stopped for too many rejects), and files whose undo has not ended.';

COMMENT ON COLUMN public.unfinished_file.min_start_at IS 'The earliest call that is in; null = none is.';

COMMENT ON COLUMN public.unfinished_file.is_importing IS 'Something is being imported into its switch, perhaps this file.';

CREATE TABLE public.usage (
    partner_id integer NOT NULL,
    billing_on date NOT NULL,
    side "char" NOT NULL,
    product_id smallint NOT NULL,
    destination_id integer,
    currency text NOT NULL,
    rate_id integer,
    close_number integer NOT NULL,
    entity_id smallint NOT NULL,
    service_period date NOT NULL,
    prepaid boolean NOT NULL,
    attempts bigint NOT NULL,
    answered bigint NOT NULL,
    duration_ns numeric NOT NULL,
    billed_s bigint NOT NULL,
    micros numeric NOT NULL
)
PARTITION BY RANGE (billing_on);

ALTER TABLE public.usage OWNER TO didtron_storage;

COMMENT ON TABLE public.usage IS 'Final usage of the files of a closing; immutable. Partitioned by the month of the billing day.';

COMMENT ON COLUMN public.usage.service_period IS 'First day of the billing period of billing_on by the agreement''s cycle, frozen by the closing.';

COMMENT ON COLUMN public.usage.prepaid IS 'A sell side paid from a deposit, by the frozen mode of its billing day: never on an invoice of usage.';

COMMENT ON COLUMN public.usage.duration_ns IS 'Nanoseconds, raw.';

COMMENT ON COLUMN public.usage.billed_s IS 'Seconds.';

COMMENT ON COLUMN public.usage.micros IS 'Micros (10^-6) of currency.';

CREATE TABLE public.usage_adjustment (
    file_id integer NOT NULL,
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    side "char" NOT NULL,
    currency text NOT NULL,
    service_period date NOT NULL,
    claim_from integer NOT NULL,
    invoice_id bigint,
    product_id smallint NOT NULL,
    destination_id integer,
    rate_id integer,
    close_number integer NOT NULL,
    calls bigint NOT NULL,
    attempts bigint NOT NULL,
    duration_ns numeric NOT NULL,
    old_calls bigint NOT NULL,
    new_calls bigint NOT NULL,
    old_billed_s bigint NOT NULL,
    new_billed_s bigint NOT NULL,
    old_micros numeric NOT NULL,
    new_micros numeric NOT NULL,
    CONSTRAINT usage_adjustment_is_of_a_later_file CHECK ((close_number > claim_from))
);

ALTER TABLE public.usage_adjustment OWNER TO didtron_storage;

COMMENT ON TABLE public.usage_adjustment IS 'Usage of re-rated calls that an invoice had when their batch closed: no later invoice takes it as usage, a credit or debit note does. Immutable.';

COMMENT ON COLUMN public.usage_adjustment.file_id IS 'The batch of re-rated calls.';

COMMENT ON COLUMN public.usage_adjustment.service_period IS 'Its first day.';

COMMENT ON COLUMN public.usage_adjustment.claim_from IS 'First close number of the claim that took the calls. Where its invoice is voided, the claim''s next invoice takes the adjustment with it.';

COMMENT ON COLUMN public.usage_adjustment.invoice_id IS 'The invoice that had the claim when the batch closed; null = it had been voided.';

COMMENT ON COLUMN public.usage_adjustment.destination_id IS 'Of the master list: the old columns say what the calls no longer are, the new ones what they are.';

COMMENT ON COLUMN public.usage_adjustment.close_number IS 'Of the batch.';

COMMENT ON COLUMN public.usage_adjustment.calls IS 'Calls that left or joined this destination and rate, or stayed with another amount.';

COMMENT ON COLUMN public.usage_adjustment.attempts IS 'New less old, unanswered calls included.';

COMMENT ON COLUMN public.usage_adjustment.duration_ns IS 'Nanoseconds, raw: new less old.';

COMMENT ON COLUMN public.usage_adjustment.old_calls IS 'Answered.';

COMMENT ON COLUMN public.usage_adjustment.new_calls IS 'Answered.';

COMMENT ON COLUMN public.usage_adjustment.old_billed_s IS 'Seconds.';

COMMENT ON COLUMN public.usage_adjustment.new_billed_s IS 'Seconds.';

COMMENT ON COLUMN public.usage_adjustment.old_micros IS 'Micros (10^-6) of currency.';

COMMENT ON COLUMN public.usage_adjustment.new_micros IS 'Micros (10^-6) of currency.';

CREATE TABLE public.usage_claim (
    entity_id smallint NOT NULL,
    partner_id integer NOT NULL,
    side "char" NOT NULL,
    currency text NOT NULL,
    service_period date NOT NULL,
    from_close_number integer NOT NULL,
    to_close_number integer NOT NULL,
    invoice_id bigint,
    previous_close_number integer GENERATED ALWAYS AS (NULLIF((from_close_number - 1), 0)) STORED,
    CONSTRAINT usage_claim_is_not_empty CHECK (((1 <= from_close_number) AND (from_close_number <= to_close_number)))
);

COMMENT ON TABLE public.usage_claim IS 'Usage taken by an invoice: that of a partner''s service period in the files closed from … to. The ranges of a key form one chain without holes or overlaps.';

COMMENT ON COLUMN public.usage_claim.invoice_id IS 'Null = released by a voided invoice, to be taken by the next run.';

CREATE TABLE public.version_beside (
    version_id integer NOT NULL,
    other_id integer NOT NULL,
    is_replaced boolean NOT NULL,
    CONSTRAINT version_beside_is_another CHECK ((version_id <> other_id))
);

COMMENT ON TABLE public.version_beside IS 'Approved versions that took over after the start of a version when it was made, and those whose place it takes. INSERT-only.';

COMMENT ON COLUMN public.version_beside.is_replaced IS 'Whether the approval of the version withdraws the other one; where false, the other one takes over at its start as it is.';

CREATE TABLE secret.api_token_hash (
    token_id integer NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT api_token_hash_is_256_bits CHECK ((octet_length(hash) = 32))
);

COMMENT ON TABLE secret.api_token_hash IS 'By which a token is known again: SHA-256 of its 256 random bits.';

CREATE TABLE secret.api_token_use (
    token_id integer NOT NULL,
    used_at timestamp with time zone NOT NULL,
    address text NOT NULL,
    CONSTRAINT api_token_use_address_is_short CHECK ((length(address) <= 100))
);

COMMENT ON TABLE secret.api_token_use IS 'When and from where a token was used last, to the minute. State.';

CREATE TABLE secret.call_key (
    id smallint DEFAULT 1 NOT NULL,
    seed bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT call_key_is_single CHECK ((id = 1)),
    CONSTRAINT call_key_seed_is_128_bits CHECK ((octet_length(seed) = 16))
);

COMMENT ON TABLE secret.call_key IS 'One row: what distinguishes the call keys of this installation.';

COMMENT ON COLUMN secret.call_key.seed IS 'Secret seed of the call key. Call ids are chosen by callers, so an unkeyed hash would let them forge duplicates.';

CREATE TABLE secret.recovery_code (
    user_id integer NOT NULL,
    hash bytea NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT recovery_code_hash_is_256_bits CHECK ((octet_length(hash) = 32))
);

COMMENT ON TABLE secret.recovery_code IS 'Codes that stand for the second factor, each once: SHA-256 of 80 random bits.';

CREATE TABLE secret.second_factor (
    user_id integer NOT NULL,
    key bytea NOT NULL,
    last_step bigint DEFAULT 0 NOT NULL,
    confirmed_at timestamp with time zone,
    CONSTRAINT second_factor_key_is_160_bits CHECK ((octet_length(key) = 20))
);

COMMENT ON TABLE secret.second_factor IS 'Keys of one-time codes by time (RFC 6238). One that was not confirmed is not asked for.';

COMMENT ON COLUMN secret.second_factor.last_step IS 'Number of the 30 seconds since 1970 whose code was used last: no code counts twice.';

CREATE TABLE secret.session (
    id bigint NOT NULL,
    token_hash bytea NOT NULL,
    user_id integer NOT NULL,
    stage text NOT NULL,
    began_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    entity_id smallint,
    address text NOT NULL,
    agent text NOT NULL,
    CONSTRAINT session_hash_is_256_bits CHECK ((octet_length(token_hash) = 32)),
    CONSTRAINT session_stage_is_known CHECK ((stage = ANY (ARRAY['second_factor'::text, 'whole'::text])))
);

COMMENT ON TABLE secret.session IS 'Who is signed in where. State: removed 30 days after its end.';

COMMENT ON COLUMN secret.session.stage IS 'second_factor = the password was right and the code is missing.';

COMMENT ON COLUMN secret.session.expires_at IS 'However often it is used.';

COMMENT ON COLUMN secret.session.entity_id IS 'The entity that a super admin works in.';

ALTER TABLE secret.session ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME secret.session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE secret.sign_in_attempt (
    id bigint NOT NULL,
    mail text NOT NULL,
    address text NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    succeeded boolean NOT NULL,
    CONSTRAINT sign_in_attempt_is_short CHECK (((length(mail) <= 200) AND (length(address) <= 100)))
);

COMMENT ON TABLE secret.sign_in_attempt IS 'Attempts to sign in, which limit those that follow. State: removed after 30 days.';

ALTER TABLE secret.sign_in_attempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME secret.sign_in_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE secret.sign_in_link (
    token_hash bytea NOT NULL,
    user_id integer NOT NULL,
    purpose text NOT NULL,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT sign_in_link_hash_is_256_bits CHECK ((octet_length(token_hash) = 32)),
    CONSTRAINT sign_in_link_purpose_is_known CHECK ((purpose = ANY (ARRAY['invitation'::text, 'sign_in'::text])))
);

COMMENT ON TABLE secret.sign_in_link IS 'Links that let somebody in once: an invitation asks for a password, the other signs in. SHA-256 of 256 random bits.';

CREATE TABLE secret.user_password (
    user_id integer NOT NULL,
    hash text NOT NULL,
    changed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT user_password_is_hashed_by_argon2id CHECK ((hash ~~ '$argon2id$%'::text))
);

COMMENT ON TABLE secret.user_password IS 'Passwords, hashed by argon2id with salt and costs in the text.';

ALTER TABLE ONLY public.account_balance
    ADD CONSTRAINT account_balance_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_names_one_partner UNIQUE (entity_id, side, value);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.act_request
    ADD CONSTRAINT act_request_key_is_used_once PRIMARY KEY (actor_id, key);

ALTER TABLE ONLY public.actor
    ADD CONSTRAINT actor_is_entered_once UNIQUE (kind, name);

ALTER TABLE ONLY public.actor
    ADD CONSTRAINT actor_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_currency_can_be_referenced UNIQUE (entity_id, partner_id, currency);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_is_one_per_entity_and_partner UNIQUE (entity_id, partner_id);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.agreement_terms
    ADD CONSTRAINT agreement_terms_begin_once_a_day PRIMARY KEY (entity_id, partner_id, side, first_on);

ALTER TABLE ONLY public.allocation
    ADD CONSTRAINT allocation_can_be_ended UNIQUE (id, entity_id, credit_id, debit_id, amount_minor);

ALTER TABLE ONLY public.allocation
    ADD CONSTRAINT allocation_ends_once UNIQUE (reverses_allocation_id);

ALTER TABLE ONLY public.allocation
    ADD CONSTRAINT allocation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_token_entity
    ADD CONSTRAINT api_token_entity_is_stated_once PRIMARY KEY (token_id, entity_id);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_mail_is_used_once UNIQUE (mail);

ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bank_account
    ADD CONSTRAINT bank_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bank_account
    ADD CONSTRAINT bank_accounts_of_a_currency_do_not_overlap EXCLUDE USING gist (COALESCE(entity_id, (0)::smallint) WITH =, COALESCE(partner_id, 0) WITH =, currency WITH =, valid WITH &&) DEFERRABLE;

ALTER TABLE ONLY public.bank_file
    ADD CONSTRAINT bank_file_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.bank_file
    ADD CONSTRAINT bank_file_is_imported_once UNIQUE (entity_id, sha256);

ALTER TABLE ONLY public.bank_file
    ADD CONSTRAINT bank_file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_is_in_its_file_once UNIQUE (file_id, line_number);

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_is_one_payment UNIQUE (payment_id);

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.billing_change
    ADD CONSTRAINT billing_change_is_made_once PRIMARY KEY (entity_id, partner_id, first_on);

ALTER TABLE ONLY public.billing_day_mode
    ADD CONSTRAINT billing_day_has_one_mode PRIMARY KEY (entity_id, partner_id, billing_on);

ALTER TABLE ONLY public.call_longest
    ADD CONSTRAINT call_longest_pkey PRIMARY KEY (chunk_id, ordinal);

ALTER TABLE ONLY public.call_mark
    ADD CONSTRAINT call_mark_pkey PRIMARY KEY (switch_id, start_hour, chunk_id);

ALTER TABLE ONLY public.call_merge
    ADD CONSTRAINT call_merge_pkey PRIMARY KEY (month);

ALTER TABLE ONLY public.call_reject
    ADD CONSTRAINT call_reject_pkey PRIMARY KEY (chunk_id, ordinal);

ALTER TABLE ONLY public.card_assignment
    ADD CONSTRAINT card_assignment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.card_assignment
    ADD CONSTRAINT card_assignments_do_not_overlap EXCLUDE USING gist (entity_id WITH =, partner_id WITH =, side WITH =, product_id WITH =, effective WITH &&);

ALTER TABLE ONLY public.card_destination
    ADD CONSTRAINT card_destination_name_is_unique UNIQUE (card_id, name);

ALTER TABLE ONLY public.card_destination
    ADD CONSTRAINT card_destination_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.card_holiday
    ADD CONSTRAINT card_holiday_pkey PRIMARY KEY (card_id, holiday_on);

ALTER TABLE ONLY public.card_version
    ADD CONSTRAINT card_version_number_is_unique UNIQUE (card_id, number);

ALTER TABLE ONLY public.card_version
    ADD CONSTRAINT card_version_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cdr_file
    ADD CONSTRAINT cdr_file_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.cdr_file
    ADD CONSTRAINT cdr_file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.check_result
    ADD CONSTRAINT check_result_is_one_per_run_and_check PRIMARY KEY (run_id, "position");

ALTER TABLE ONLY public.check_run
    ADD CONSTRAINT check_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.chunk
    ADD CONSTRAINT chunk_is_loaded_once UNIQUE (file_id, number);

ALTER TABLE ONLY public.chunk
    ADD CONSTRAINT chunk_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.close_counter
    ADD CONSTRAINT close_counter_pkey PRIMARY KEY (entity_id);

ALTER TABLE ONLY public.closing_posting
    ADD CONSTRAINT closing_is_posted_once PRIMARY KEY (entity_id, close_number);

ALTER TABLE ONLY public.closing
    ADD CONSTRAINT closing_number_is_unique PRIMARY KEY (entity_id, number);

ALTER TABLE ONLY public.closing_total
    ADD CONSTRAINT closing_total_is_one_per_side_and_currency PRIMARY KEY (entity_id, close_number, side, currency);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_is_one_per_purpose UNIQUE NULLS NOT DISTINCT (entity_id, partner_id, purpose);

ALTER TABLE ONLY public.currency
    ADD CONSTRAINT currency_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.daily_total
    ADD CONSTRAINT daily_total_is_one_per_day_side_and_currency PRIMARY KEY (entity_id, billing_on, side, currency);

ALTER TABLE ONLY public.daily_volume
    ADD CONSTRAINT daily_volume_is_one_per_day_and_destination PRIMARY KEY (entity_id, billing_on, destination_id);

ALTER TABLE ONLY public.deck_line
    ADD CONSTRAINT deck_line_is_stated_once PRIMARY KEY (version_id, first_prefix);

ALTER TABLE ONLY public.deck_profile
    ADD CONSTRAINT deck_profile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.deposit_hold
    ADD CONSTRAINT deposit_hold_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.deposit_mark
    ADD CONSTRAINT deposit_mark_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.destination_mapping
    ADD CONSTRAINT destination_mapping_pkey PRIMARY KEY (card_destination_id);

ALTER TABLE ONLY public.destination
    ADD CONSTRAINT destination_name_key UNIQUE (name);

ALTER TABLE ONLY public.destination
    ADD CONSTRAINT destination_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.destination_prefix
    ADD CONSTRAINT destination_prefix_pkey PRIMARY KEY (prefix);

ALTER TABLE ONLY public.did
    ADD CONSTRAINT did_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.did_charge
    ADD CONSTRAINT did_charge_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.did_charge_claim
    ADD CONSTRAINT did_charge_claim_pkey PRIMARY KEY (charge_id);

ALTER TABLE ONLY public.did_charge
    ADD CONSTRAINT did_charge_is_written_once UNIQUE (did_id, service_period, period_end_on, kind, revision);

ALTER TABLE ONLY public.did_charge
    ADD CONSTRAINT did_charge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.did
    ADD CONSTRAINT did_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.did
    ADD CONSTRAINT did_spans_do_not_overlap EXCLUDE USING gist (entity_id WITH =, number WITH =, in_effect WITH &&) DEFERRABLE;

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_can_be_referenced_by_kind UNIQUE (id, entity_id, kind);

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_can_be_referenced_whole UNIQUE (id, entity_id, kind, partner_id, currency);

ALTER TABLE ONLY public.document_party
    ADD CONSTRAINT document_has_each_party_once PRIMARY KEY (document_id, role);

ALTER TABLE ONLY public.document_issue
    ADD CONSTRAINT document_issue_can_be_referenced_by_due_day UNIQUE (document_id, entity_id, due_on);

ALTER TABLE ONLY public.document_issue
    ADD CONSTRAINT document_issue_number_is_unique UNIQUE (series_id, number);

ALTER TABLE ONLY public.document_issue
    ADD CONSTRAINT document_issue_number_text_key UNIQUE (number_text);

ALTER TABLE ONLY public.document_issue
    ADD CONSTRAINT document_issue_pkey PRIMARY KEY (document_id);

ALTER TABLE ONLY public.document_kind
    ADD CONSTRAINT document_kind_can_be_referenced UNIQUE (code, has_partner);

ALTER TABLE ONLY public.document_kind
    ADD CONSTRAINT document_kind_number_prefix_key UNIQUE (number_prefix);

ALTER TABLE ONLY public.document_kind
    ADD CONSTRAINT document_kind_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.document_kind
    ADD CONSTRAINT document_kind_position_key UNIQUE ("position");

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.document_series
    ADD CONSTRAINT document_series_can_be_referenced UNIQUE (id, entity_id, kind);

ALTER TABLE ONLY public.document_series
    ADD CONSTRAINT document_series_is_single UNIQUE (entity_id, kind, year);

ALTER TABLE ONLY public.document_series
    ADD CONSTRAINT document_series_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.document_series
    ADD CONSTRAINT document_series_prefix_is_unique UNIQUE (prefix);

ALTER TABLE ONLY public.entity
    ADD CONSTRAINT entity_code_key UNIQUE (code);

ALTER TABLE ONLY public.entity
    ADD CONSTRAINT entity_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (id, effective_on);

ALTER TABLE ONLY public.exchange_rate
    ADD CONSTRAINT exchange_rate_is_corrected_once UNIQUE NULLS NOT DISTINCT (from_currency, to_currency, effective_on, supersedes);

ALTER TABLE ONLY public.exchange_rate
    ADD CONSTRAINT exchange_rate_is_one_per_pair_day_and_revision PRIMARY KEY (from_currency, to_currency, effective_on, revision);

ALTER TABLE ONLY public.exchange_rate_revision
    ADD CONSTRAINT exchange_rate_revision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.file_findings
    ADD CONSTRAINT file_findings_pkey PRIMARY KEY (file_id);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.invoice_line
    ADD CONSTRAINT invoice_line_pkey PRIMARY KEY (invoice_id, line_number);

ALTER TABLE ONLY public.invoice_offset
    ADD CONSTRAINT invoice_offset_is_stated_once PRIMARY KEY (invoice_id, kind, period_start_on);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invoice_run
    ADD CONSTRAINT invoice_run_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.invoice_run
    ADD CONSTRAINT invoice_run_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invoice_tax
    ADD CONSTRAINT invoice_tax_is_once_a_rate UNIQUE (invoice_id, rates_from, tax);

ALTER TABLE ONLY public.invoice_tax
    ADD CONSTRAINT invoice_tax_is_stated_once PRIMARY KEY (invoice_id, "position");

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.job_run
    ADD CONSTRAINT job_run_pkey PRIMARY KEY (job_id, number);

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_can_be_posted_to UNIQUE (id, entity_id);

ALTER TABLE ONLY public.journal_kind
    ADD CONSTRAINT journal_kind_can_be_referenced UNIQUE (code, names_document);

ALTER TABLE ONLY public.journal_kind
    ADD CONSTRAINT journal_kind_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.journal_kind
    ADD CONSTRAINT journal_kind_position_key UNIQUE ("position");

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_reverses_journal_id_key UNIQUE (reverses_journal_id);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_can_be_posted_to UNIQUE (id, entity_id, currency);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_is_single UNIQUE (entity_id, type, partner_key, currency);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_account_type
    ADD CONSTRAINT ledger_account_type_can_be_referenced UNIQUE (code, per_partner);

ALTER TABLE ONLY public.ledger_account_type
    ADD CONSTRAINT ledger_account_type_code_is_unique PRIMARY KEY (code);

ALTER TABLE ONLY public.ledger_account_type
    ADD CONSTRAINT ledger_account_type_position_key UNIQUE ("position");

ALTER TABLE ONLY public.manual_journal
    ADD CONSTRAINT manual_journal_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.manual_journal_line
    ADD CONSTRAINT manual_journal_line_number_is_unique PRIMARY KEY (journal_id, line_number);

ALTER TABLE ONLY public.manual_journal
    ADD CONSTRAINT manual_journal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.number_state
    ADD CONSTRAINT number_state_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.origin_prefix
    ADD CONSTRAINT origin_prefix_is_in_one_group UNIQUE NULLS NOT DISTINCT (entity_id, card_id, prefix);

ALTER TABLE ONLY public.partner
    ADD CONSTRAINT partner_code_key UNIQUE (code);

ALTER TABLE ONLY public.partner
    ADD CONSTRAINT partner_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.party_detail
    ADD CONSTRAINT party_detail_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.party_detail
    ADD CONSTRAINT party_details_do_not_overlap EXCLUDE USING gist (COALESCE(entity_id, (0)::smallint) WITH =, COALESCE(partner_id, 0) WITH =, valid WITH &&) DEFERRABLE;

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_can_be_referenced UNIQUE (id, entity_id, partner_id, currency);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.payment_purpose
    ADD CONSTRAINT payment_purpose_can_be_referenced UNIQUE (code, kind, has_bank, is_incoming);

ALTER TABLE ONLY public.payment_purpose
    ADD CONSTRAINT payment_purpose_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.payment_purpose
    ADD CONSTRAINT payment_purpose_position_key UNIQUE ("position");

ALTER TABLE ONLY public.payment_tax
    ADD CONSTRAINT payment_tax_is_stated_once PRIMARY KEY (payment_id, "position");

ALTER TABLE ONLY public.period_lock
    ADD CONSTRAINT period_lock_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_code_is_unique UNIQUE (entity_id, code);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rate_card
    ADD CONSTRAINT rate_card_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.rate_card
    ADD CONSTRAINT rate_card_name_is_unique UNIQUE (entity_id, name);

ALTER TABLE ONLY public.rate_card
    ADD CONSTRAINT rate_card_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rate
    ADD CONSTRAINT rate_is_one_per_prefix_variant_and_instant UNIQUE NULLS NOT DISTINCT (version_id, prefix, effective_from, time_band, origin, jurisdiction);

ALTER TABLE ONLY public.rate
    ADD CONSTRAINT rate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sealed_record
    ADD CONSTRAINT record_is_sealed_once PRIMARY KEY (kind, id);

ALTER TABLE ONLY public.revaluation
    ADD CONSTRAINT revaluation_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.revaluation
    ADD CONSTRAINT revaluation_journal_id_key UNIQUE (journal_id);

ALTER TABLE ONLY public.revaluation_line
    ADD CONSTRAINT revaluation_line_is_of_one_account PRIMARY KEY (revaluation_id, account_id);

ALTER TABLE ONLY public.revaluation
    ADD CONSTRAINT revaluation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.revaluation
    ADD CONSTRAINT revaluation_reversal_id_key UNIQUE (reversal_id);

ALTER TABLE ONLY public.revaluation
    ADD CONSTRAINT revaluation_revision_is_unique UNIQUE (entity_id, month_end_on, revision);

ALTER TABLE ONLY public.reversal_request
    ADD CONSTRAINT reversal_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT schedule_name_is_unique UNIQUE (name);

ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT schedule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (path);

ALTER TABLE ONLY public.seal_block
    ADD CONSTRAINT seal_block_hash_key UNIQUE (hash);

ALTER TABLE ONLY public.seal_block
    ADD CONSTRAINT seal_block_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.seal_block
    ADD CONSTRAINT seal_block_previous_hash_key UNIQUE (previous_hash);

ALTER TABLE ONLY public.sealed_sum
    ADD CONSTRAINT sealed_sum_is_one_per_account_and_period PRIMARY KEY (account_id, service_period);

ALTER TABLE ONLY public.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.carried_sum
    ADD CONSTRAINT sum_is_carried_once_a_run PRIMARY KEY (entity_id, partner_id, currency, run_id);

ALTER TABLE ONLY public.suspense_correction
    ADD CONSTRAINT suspense_is_corrected_once_an_act PRIMARY KEY (chunk_id, ordinal, side, act_id);

ALTER TABLE ONLY public.suspense
    ADD CONSTRAINT suspense_pkey PRIMARY KEY (chunk_id, ordinal, side);

ALTER TABLE ONLY public.suspense_resolution
    ADD CONSTRAINT suspense_resolution_pkey PRIMARY KEY (chunk_id, ordinal, side);

ALTER TABLE ONLY public.switch
    ADD CONSTRAINT switch_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.switch
    ADD CONSTRAINT switch_code_key UNIQUE (code);

ALTER TABLE ONLY public.switch
    ADD CONSTRAINT switch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tax_profile
    ADD CONSTRAINT tax_profile_can_be_referenced UNIQUE (id, entity_id);

ALTER TABLE ONLY public.tax_profile
    ADD CONSTRAINT tax_profile_can_be_referenced_by_treatment UNIQUE (id, entity_id, treatment);

ALTER TABLE ONLY public.tax_profile
    ADD CONSTRAINT tax_profile_code_is_unique UNIQUE (entity_id, code);

ALTER TABLE ONLY public.tax_profile
    ADD CONSTRAINT tax_profile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.tax_rate
    ADD CONSTRAINT tax_rate_begins_once_a_day PRIMARY KEY (profile_id, tax, first_on);

ALTER TABLE ONLY public.time_band_set
    ADD CONSTRAINT time_band_set_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.time_band
    ADD CONSTRAINT time_bands_do_not_overlap EXCLUDE USING gist (set_id WITH =, day WITH =, int4range(from_s, to_s) WITH &&);

ALTER TABLE ONLY public.top_up_return
    ADD CONSTRAINT top_up_is_returned_once_a_payment PRIMARY KEY (payment_id, top_up_id);

ALTER TABLE ONLY public.top_up_return
    ADD CONSTRAINT top_up_return_can_be_referenced UNIQUE (payment_id, top_up_id, entity_id);

ALTER TABLE ONLY public.unclaimed_period
    ADD CONSTRAINT unclaimed_period_is_entered_once PRIMARY KEY (entity_id, partner_id, currency, service_period, close_number);

ALTER TABLE ONLY public.usage_claim
    ADD CONSTRAINT usage_claim_ends_once UNIQUE (entity_id, partner_id, side, currency, service_period, to_close_number);

ALTER TABLE ONLY public.usage_claim
    ADD CONSTRAINT usage_is_claimed_once PRIMARY KEY (entity_id, partner_id, side, currency, service_period, from_close_number);

ALTER TABLE ONLY public.version_beside
    ADD CONSTRAINT version_beside_pkey PRIMARY KEY (version_id, other_id);

ALTER TABLE ONLY secret.api_token_hash
    ADD CONSTRAINT api_token_hash_is_used_once UNIQUE (hash);

ALTER TABLE ONLY secret.api_token_hash
    ADD CONSTRAINT api_token_hash_pkey PRIMARY KEY (token_id);

ALTER TABLE ONLY secret.api_token_use
    ADD CONSTRAINT api_token_use_pkey PRIMARY KEY (token_id);

ALTER TABLE ONLY secret.call_key
    ADD CONSTRAINT call_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY secret.recovery_code
    ADD CONSTRAINT recovery_code_is_stated_once PRIMARY KEY (user_id, hash);

ALTER TABLE ONLY secret.second_factor
    ADD CONSTRAINT second_factor_pkey PRIMARY KEY (user_id);

ALTER TABLE ONLY secret.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY secret.session
    ADD CONSTRAINT session_token_is_used_once UNIQUE (token_hash);

ALTER TABLE ONLY secret.sign_in_attempt
    ADD CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY secret.sign_in_link
    ADD CONSTRAINT sign_in_link_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY secret.user_password
    ADD CONSTRAINT user_password_pkey PRIMARY KEY (user_id);

CREATE INDEX act_by_actor ON public.act USING btree (actor_id, id);

CREATE INDEX act_request_by_age ON public.act_request USING btree (received_at);

CREATE INDEX act_under_way ON public.act USING btree (begun_at) WHERE (outcome = 'begun'::text);

CREATE INDEX allocation_by_credit ON public.allocation USING btree (credit_id);

CREATE INDEX allocation_by_debit ON public.allocation USING btree (debit_id);

CREATE INDEX allocation_by_journal ON public.allocation USING btree (journal_id) WHERE (journal_id IS NOT NULL);

CREATE INDEX api_token_by_user ON public.api_token USING btree (user_id);

CREATE INDEX audit_event_by_act ON public.audit_event USING btree (act_id);

CREATE INDEX audit_event_by_subject ON public.audit_event USING btree (subject_kind, subject_id);

CREATE INDEX bank_line_by_bank_reference ON public.bank_line USING btree (entity_id, bank_reference) WHERE (bank_reference IS NOT NULL);

CREATE INDEX bank_line_open ON public.bank_line USING btree (file_id) WHERE (state = 'open'::text);

CREATE INDEX call_by_page ON ONLY public.call USING brin (chunk_id, customer_id, start_at) WITH (pages_per_range='16');

CREATE INDEX call_loss_by_chunk ON public.call_loss USING brin (chunk_id) WITH (autosummarize='on');

CREATE INDEX card_version_by_displacing ON public.card_version USING btree (displaced_by_id) WHERE (displaced_by_id IS NOT NULL);

CREATE UNIQUE INDEX card_version_starts_once ON public.card_version USING btree (card_id, effective_from) WHERE (state = 'approved'::text);

CREATE INDEX cdr_file_by_closing ON public.cdr_file USING btree (entity_id, close_number);

CREATE INDEX cdr_file_by_receipt ON public.cdr_file USING btree (entity_id, received_at);

CREATE INDEX cdr_file_by_source ON public.cdr_file USING btree (source_file_id) WHERE (source_file_id IS NOT NULL);

CREATE INDEX cdr_file_by_undo ON public.cdr_file USING btree (undone_for_id) WHERE (undone_for_id IS NOT NULL);

CREATE UNIQUE INDEX cdr_file_is_loaded_once ON public.cdr_file USING btree (entity_id, sha256, stated_at) NULLS NOT DISTINCT WHERE (undo_act_id IS NULL);

CREATE INDEX cdr_file_not_closed ON public.cdr_file USING btree (entity_id, id) WHERE (state <> 'closed'::text);

CREATE INDEX closing_posting_by_journal ON public.closing_posting USING btree (journal_id);

CREATE INDEX deck_profile_by_card ON public.deck_profile USING btree (card_id, id DESC);

CREATE INDEX deposit_hold_alive ON public.deposit_hold USING btree (entity_id, partner_id, expires_at) WHERE (state <> 'released'::text);

CREATE INDEX deposit_mark_by_partner ON public.deposit_mark USING btree (entity_id, partner_id, id);

CREATE UNIQUE INDEX deposit_mark_stands_once ON public.deposit_mark USING btree (entity_id, partner_id, kind) WHERE (cleared_at IS NULL);

CREATE INDEX destination_by_plain_name ON public.destination USING btree (public.plain_name(name));

CREATE INDEX did_by_partner ON public.did USING btree (entity_id, partner_id);

CREATE INDEX did_charge_by_journal ON public.did_charge USING btree (journal_id);

CREATE INDEX did_charge_by_partner ON public.did_charge USING btree (entity_id, partner_id);

CREATE INDEX did_charge_claim_by_invoice ON public.did_charge_claim USING btree (invoice_id);

CREATE UNIQUE INDEX did_setup_is_charged_once ON public.did_charge USING btree (did_id) WHERE (kind = 'setup'::text);

CREATE INDEX document_by_partner ON public.document USING btree (entity_id, partner_id, kind, id);

CREATE INDEX document_issue_by_number_part ON public.document_issue USING gin (lower(number_text) public.gin_trgm_ops) WHERE (kind = 'invoice'::text);

CREATE INDEX entry_by_credit_account ON ONLY public.entry USING btree (credit_account_id, effective_on);

CREATE INDEX entry_by_debit_account ON ONLY public.entry USING btree (debit_account_id, effective_on);

CREATE INDEX entry_by_journal ON ONLY public.entry USING btree (journal_id);

CREATE INDEX invoice_by_due_day ON public.invoice USING btree (entity_id, COALESCE(falls_due_on, 'infinity'::date), id);

CREATE INDEX invoice_by_open_amount ON public.invoice USING btree (entity_id, (((((total_minor - paid_minor) - credited_minor) - netted_minor) - written_off_minor)), id);

CREATE INDEX invoice_by_partner ON public.invoice USING btree (partner_id, entity_id, period_start_on);

CREATE INDEX invoice_by_run ON public.invoice USING btree (run_id);

CREATE INDEX invoice_by_state ON public.invoice USING btree (entity_id, state, id);

CREATE INDEX invoice_by_total ON public.invoice USING btree (entity_id, total_minor, id);

CREATE INDEX invoice_open ON public.invoice USING btree (entity_id, id) WHERE ((state = 'issued'::text) AND ((((paid_minor + credited_minor) + netted_minor) + written_off_minor) < total_minor));

CREATE INDEX invoice_open_by_due_day ON public.invoice USING btree (entity_id, COALESCE(falls_due_on, 'infinity'::date), id) WHERE ((state = 'issued'::text) AND ((((paid_minor + credited_minor) + netted_minor) + written_off_minor) < total_minor));

CREATE INDEX job_by_kind ON public.job USING btree (kind, id);

CREATE INDEX job_by_lease ON public.job USING btree (lease_until) WHERE (state = 'running'::text);

CREATE INDEX job_by_turn ON public.job USING btree (priority DESC, due_at, id) WHERE (state = 'queued'::text);

CREATE INDEX job_parked ON public.job USING btree (id) WHERE (state = 'parked'::text);

CREATE INDEX job_run_by_start ON public.job_run USING btree (started_at);

CREATE UNIQUE INDEX job_waits_once_under_its_key ON public.job USING btree (kind, key) WHERE ((state = 'queued'::text) AND (key IS NOT NULL));

CREATE INDEX journal_by_document ON public.journal USING btree (document_id) WHERE (document_id IS NOT NULL);

CREATE UNIQUE INDEX journal_records_a_document_once ON public.journal USING btree (document_id) WHERE (reverses_journal_id IS NULL);

CREATE INDEX manual_journal_by_entity ON public.manual_journal USING btree (entity_id, state, id);

CREATE INDEX partner_by_name ON public.partner USING btree (name, id);

CREATE INDEX payment_by_advance ON public.payment USING btree (advance_id) WHERE (advance_id IS NOT NULL);

CREATE INDEX payment_by_partner ON public.payment USING btree (partner_id, entity_id, value_on);

CREATE INDEX payment_tax_by_top_up ON public.payment_tax USING btree (top_up_id) WHERE (top_up_id IS NOT NULL);

CREATE INDEX period_lock_by_entity ON public.period_lock USING btree (entity_id, id DESC);

CREATE UNIQUE INDEX reversal_is_requested_once ON public.reversal_request USING btree (journal_id) WHERE (state = 'requested'::text);

CREATE INDEX route_post_dial_delay_by_chunk ON public.route_post_dial_delay USING brin (chunk_id) WITH (autosummarize='on');

CREATE INDEX sealed_record_by_block ON public.sealed_record USING btree (block);

CREATE INDEX service_usage_by_closing_and_partner ON ONLY public.service_usage USING btree (entity_id, close_number, partner_id);

CREATE INDEX suspense_by_account ON public.suspense USING btree (entity_id, account_value) WHERE (side = 'sell'::text);

CREATE INDEX suspense_by_called ON public.suspense USING btree (entity_id, called) WHERE (side = 'sell'::text);

CREATE UNIQUE INDEX time_band_set_starts_once ON public.time_band_set USING btree (card_id, effective_from) WHERE (withdrawn_at IS NULL);

CREATE INDEX top_up_return_by_top_up ON public.top_up_return USING btree (top_up_id);

CREATE INDEX usage_adjustment_by_claim ON public.usage_adjustment USING btree (entity_id, partner_id, side, currency, service_period, claim_from);

CREATE INDEX usage_adjustment_by_file ON public.usage_adjustment USING btree (file_id);

CREATE INDEX usage_by_closing ON ONLY public.usage USING btree (entity_id, close_number);

CREATE INDEX usage_by_day_and_partner ON ONLY public.usage USING brin (billing_on, partner_id) WITH (pages_per_range='16');

CREATE INDEX usage_claim_by_invoice ON public.usage_claim USING btree (invoice_id);

CREATE INDEX version_beside_by_other ON public.version_beside USING btree (other_id);

CREATE INDEX session_by_user ON secret.session USING btree (user_id) WHERE (ended_at IS NULL);

CREATE INDEX sign_in_attempt_by_address ON secret.sign_in_attempt USING btree (address, at);

CREATE INDEX sign_in_attempt_by_mail ON secret.sign_in_attempt USING btree (mail, at);

CREATE INDEX sign_in_link_by_user ON secret.sign_in_link USING btree (user_id);

CREATE TRIGGER account_balance_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.account_balance FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER account_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.account FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER account_records_insert AFTER INSERT ON public.account REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('side value', '', '');

CREATE TRIGGER account_records_update AFTER UPDATE ON public.account REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('side value', '', '');

CREATE TRIGGER act_ends_once BEFORE UPDATE ON public.act FOR EACH ROW EXECUTE FUNCTION public.refuse_act_change();

CREATE TRIGGER act_is_never_removed BEFORE DELETE OR TRUNCATE ON public.act FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER actor_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.actor FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER agreement_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.agreement FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE CONSTRAINT TRIGGER agreement_has_terms_of_each_side AFTER INSERT OR UPDATE OF role ON public.agreement DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_agreement_without_terms();

CREATE TRIGGER agreement_records_insert AFTER INSERT ON public.agreement REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id', '', '');

CREATE TRIGGER agreement_records_update AFTER UPDATE ON public.agreement REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id', '', '');

CREATE TRIGGER agreement_terms_are_not_truncated BEFORE TRUNCATE ON public.agreement_terms FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER agreement_terms_begin_with_a_period BEFORE INSERT ON public.agreement_terms FOR EACH ROW EXECUTE FUNCTION public.refuse_terms_within_a_period();

CREATE TRIGGER agreement_terms_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.agreement_terms FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER agreement_terms_of_billing_are_immutable BEFORE UPDATE OF entity_id, partner_id, side, first_on, payment_mode, billing_zone, billing_cycle, payment_terms_days, payment_terms_kind, invoice_rounding, tax_profile_id ON public.agreement_terms FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER agreement_terms_records_delete AFTER DELETE ON public.agreement_terms REFERENCING OLD TABLE AS old_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('entity_id partner_id side first_on', '', '');

CREATE TRIGGER agreement_terms_records_insert AFTER INSERT ON public.agreement_terms REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('entity_id partner_id side first_on', '', '');

CREATE TRIGGER agreement_terms_records_update AFTER UPDATE ON public.agreement_terms REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('entity_id partner_id side first_on', '', '');

CREATE TRIGGER agreement_terms_stay_where_used BEFORE DELETE ON public.agreement_terms FOR EACH ROW EXECUTE FUNCTION public.refuse_removal_of_used_terms();

CREATE TRIGGER allocation_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.allocation FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER allocation_changes_what_is_open AFTER INSERT ON public.allocation REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.apply_allocations();

CREATE TRIGGER allocation_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.allocation FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER allocation_records_insert AFTER INSERT ON public.allocation REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('credit_id debit_id', 'reversed_minor', 'every');

CREATE TRIGGER api_token_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.api_token FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER api_token_entity_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.api_token_entity FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER api_token_entity_records_insert AFTER INSERT ON public.api_token_entity REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('token_id', '', 'every');

CREATE TRIGGER api_token_records_insert AFTER INSERT ON public.api_token REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('prefix', '', 'every');

CREATE TRIGGER api_token_records_update AFTER UPDATE ON public.api_token REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('prefix', '', 'every');

CREATE TRIGGER app_user_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.app_user FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER app_user_records_insert AFTER INSERT ON public.app_user REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('mail', '', 'every');

CREATE TRIGGER app_user_records_update AFTER UPDATE ON public.app_user REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('mail', '', 'every');

CREATE TRIGGER audit_event_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.audit_event FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER audit_event_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER bank_account_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.bank_account FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER bank_account_records_insert AFTER INSERT ON public.bank_account REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('holder currency', '', '');

CREATE TRIGGER bank_account_records_update AFTER UPDATE ON public.bank_account REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('holder currency', '', '');

CREATE TRIGGER bank_file_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.bank_file FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER bank_file_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.bank_file FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER bank_file_records_insert AFTER INSERT ON public.bank_file REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('name', 'sha256', 'every');

CREATE TRIGGER bank_line_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.bank_line FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER bank_line_is_immutable_but_its_state BEFORE UPDATE OF id, amount_minor, fee_minor, file_id, line_number, value_on, entity_id, payer_name, payer_iban, reference, bank_reference ON public.bank_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER bank_line_is_never_removed BEFORE DELETE OR TRUNCATE ON public.bank_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER bank_line_is_resolved_once BEFORE UPDATE OF state ON public.bank_line FOR EACH ROW WHEN ((old.state <> 'open'::text)) EXECUTE FUNCTION public.refuse_line_step();

CREATE TRIGGER bank_line_records_update AFTER UPDATE ON public.bank_line REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('file_id line_number', 'resolved_at', 'every');

CREATE TRIGGER billing_change_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.billing_change FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER billing_change_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.billing_change FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER billing_change_records_insert AFTER INSERT ON public.billing_change REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id first_on', 'made_at', 'every');

CREATE TRIGGER billing_day_mode_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.billing_day_mode FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER billing_day_mode_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.billing_day_mode FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER call_longest_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.call_longest FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER call_loss_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.call_loss FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER call_reject_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.call_reject FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER card_assignment_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.card_assignment FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER card_assignment_records_insert AFTER INSERT ON public.card_assignment REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('card_id partner_id product_id', '', '');

CREATE TRIGGER card_assignment_records_update AFTER UPDATE ON public.card_assignment REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('card_id partner_id product_id', '', '');

CREATE TRIGGER card_destination_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.card_destination FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER card_holiday_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.card_holiday FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER card_holiday_records_delete AFTER DELETE ON public.card_holiday REFERENCING OLD TABLE AS old_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('card_id holiday_on', '', '');

CREATE TRIGGER card_holiday_records_insert AFTER INSERT ON public.card_holiday REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('card_id holiday_on', '', '');

CREATE TRIGGER card_holiday_records_update AFTER UPDATE ON public.card_holiday REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('card_id holiday_on', '', '');

CREATE TRIGGER card_version_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.card_version FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER card_version_is_never_removed BEFORE DELETE OR TRUNCATE ON public.card_version FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER card_version_says_what_it_said BEFORE UPDATE ON public.card_version FOR EACH ROW WHEN ((((((((((((((old.id IS DISTINCT FROM new.id) OR (old.card_id IS DISTINCT FROM new.card_id)) OR (old.number IS DISTINCT FROM new.number)) OR (old.effective_from IS DISTINCT FROM new.effective_from)) OR (old.content_hash IS DISTINCT FROM new.content_hash)) OR (old.rates IS DISTINCT FROM new.rates)) OR (old.source_name IS DISTINCT FROM new.source_name)) OR (old.created_at IS DISTINCT FROM new.created_at)) OR (old.scope IS DISTINCT FROM new.scope)) OR (old.base_id IS DISTINCT FROM new.base_id)) OR (old.received_at IS DISTINCT FROM new.received_at)) OR (old.imported_by IS DISTINCT FROM new.imported_by)) OR (old.generation IS DISTINCT FROM new.generation))) EXECUTE FUNCTION public.refuse_version_change();

CREATE TRIGGER carried_sum_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.carried_sum FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER carried_sum_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.carried_sum FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER cdr_file_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.cdr_file FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER cdr_file_is_frozen_with_its_first_chunk BEFORE DELETE OR UPDATE ON public.cdr_file FOR EACH ROW EXECUTE FUNCTION public.refuse_file_change();

CREATE TRIGGER cdr_file_records_delete AFTER DELETE ON public.cdr_file REFERENCING OLD TABLE AS old_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('name', 'layout_definition act_id', '');

CREATE TRIGGER cdr_file_records_insert AFTER INSERT ON public.cdr_file REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('name', 'layout_definition act_id', '');

CREATE TRIGGER cdr_file_records_update AFTER UPDATE ON public.cdr_file REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('name', 'layout_definition act_id', '');

CREATE TRIGGER check_result_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.check_result FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER check_result_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.check_result FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER check_run_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.check_run FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER check_run_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.check_run FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER check_run_records_insert AFTER INSERT ON public.check_run REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('id', '', 'every');

CREATE TRIGGER chunk_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.chunk FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER close_counter_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.close_counter FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER close_counter_only_grows BEFORE UPDATE ON public.close_counter FOR EACH ROW WHEN ((new.last_number < old.last_number)) EXECUTE FUNCTION public.refuse_counting_back();

CREATE TRIGGER closing_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.closing FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER closing_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.closing FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER closing_posting_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.closing_posting FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER closing_posting_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.closing_posting FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER closing_posting_records_insert AFTER INSERT ON public.closing_posting REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('close_number', '', '');

CREATE TRIGGER closing_records_insert AFTER INSERT ON public.closing REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('number', 'closed_at', '');

CREATE TRIGGER closing_total_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.closing_total FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER closing_total_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.closing_total FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER contact_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.contact FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER contact_records_delete AFTER DELETE ON public.contact REFERENCING OLD TABLE AS old_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('entity_id partner_id purpose', 'changed_at', '');

CREATE TRIGGER contact_records_insert AFTER INSERT ON public.contact REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('entity_id partner_id purpose', 'changed_at', '');

CREATE TRIGGER contact_records_update AFTER UPDATE ON public.contact REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('entity_id partner_id purpose', 'changed_at', '');

CREATE TRIGGER daily_total_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.daily_total FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER daily_volume_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.daily_volume FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER deck_line_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.deck_line FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER deck_line_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.deck_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER deck_profile_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.deck_profile FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER deck_profile_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.deck_profile FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER deck_profile_records_insert AFTER INSERT ON public.deck_profile REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('card_id', '', '');

CREATE TRIGGER deposit_hold_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.deposit_hold FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER deposit_hold_goes_forward BEFORE UPDATE ON public.deposit_hold FOR EACH ROW EXECUTE FUNCTION public.refuse_hold_step();

CREATE TRIGGER deposit_hold_is_immutable_but_its_state BEFORE UPDATE OF id, amount_micros, made_at, partner_id, entity_id, currency, reference ON public.deposit_hold FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER deposit_hold_is_never_removed BEFORE DELETE OR TRUNCATE ON public.deposit_hold FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER deposit_hold_is_within_what_is_available BEFORE INSERT ON public.deposit_hold FOR EACH ROW EXECUTE FUNCTION public.refuse_hold_beyond_available();

CREATE TRIGGER deposit_hold_records_insert AFTER INSERT ON public.deposit_hold REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id reference', 'made_at ended_at', 'every');

CREATE TRIGGER deposit_hold_records_update AFTER UPDATE ON public.deposit_hold REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id reference', 'made_at ended_at', 'every');

CREATE TRIGGER deposit_mark_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.deposit_mark FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER deposit_mark_is_immutable_but_its_end BEFORE UPDATE OF id, available_micros, limit_micros, raised_at, partner_id, entity_id, currency, kind ON public.deposit_mark FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER deposit_mark_is_never_removed BEFORE DELETE OR TRUNCATE ON public.deposit_mark FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER deposit_mark_records_insert AFTER INSERT ON public.deposit_mark REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id kind', 'raised_at cleared_at', 'every');

CREATE TRIGGER deposit_mark_records_update AFTER UPDATE ON public.deposit_mark REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id kind', 'raised_at cleared_at', 'every');

CREATE TRIGGER destination_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.destination FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER destination_mapping_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.destination_mapping FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER destination_prefix_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.destination_prefix FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER destination_prefix_records_insert AFTER INSERT ON public.destination_prefix REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('prefix', '', '');

CREATE TRIGGER destination_prefix_records_update AFTER UPDATE ON public.destination_prefix REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('prefix', '', '');

CREATE TRIGGER did_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.did FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER did_charge_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.did_charge FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER did_charge_claim_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.did_charge_claim FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE CONSTRAINT TRIGGER did_charge_claim_is_released_by_a_void_invoice AFTER DELETE OR UPDATE ON public.did_charge_claim DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_release_of_claim();

CREATE TRIGGER did_charge_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.did_charge FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER did_charge_records_insert AFTER INSERT ON public.did_charge REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id service_period kind', '', '');

CREATE TRIGGER did_records_insert AFTER INSERT ON public.did REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('number in_effect', '', '');

CREATE TRIGGER did_records_update AFTER UPDATE ON public.did REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('number in_effect', '', '');

CREATE TRIGGER document_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.document FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER document_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.document FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER document_issue_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.document_issue FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER document_issue_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.document_issue FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER document_party_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.document_party FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER document_party_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.document_party FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER document_series_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.document_series FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER document_series_only_grows BEFORE UPDATE ON public.document_series FOR EACH ROW WHEN (((new.last_number < old.last_number) OR (new.last_issued_at < old.last_issued_at))) EXECUTE FUNCTION public.refuse_counting_back();

CREATE TRIGGER entity_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.entity FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER entity_records_insert AFTER INSERT ON public.entity REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER entity_records_update AFTER UPDATE ON public.entity REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER entry_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.entry FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER entry_is_a_difference_where_it_may_be BEFORE INSERT ON public.entry FOR EACH ROW WHEN ((new.amount_micros = (0)::numeric)) EXECUTE FUNCTION public.refuse_difference();

CREATE TRIGGER entry_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER entry_is_on_an_open_day AFTER INSERT ON public.entry REFERENCING NEW TABLE AS new_entry FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_locked_day();

CREATE TRIGGER exchange_rate_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.exchange_rate FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER exchange_rate_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.exchange_rate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER exchange_rate_records_insert AFTER INSERT ON public.exchange_rate REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('from_currency to_currency effective_on', 'known_at', '');

CREATE TRIGGER exchange_rate_revision_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.exchange_rate_revision FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER file_findings_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.file_findings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invoice_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.invoice FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER invoice_goes_forward BEFORE UPDATE OF state ON public.invoice FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION public.refuse_invoice_step();

CREATE CONSTRAINT TRIGGER invoice_has_the_records_of_its_state AFTER UPDATE OF state ON public.invoice DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_invoice_without_records();

CREATE TRIGGER invoice_line_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.invoice_line FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER invoice_line_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.invoice_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invoice_line_joins_a_draft AFTER INSERT ON public.invoice_line REFERENCING NEW TABLE AS new_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_line_unless_draft();

CREATE TRIGGER invoice_offset_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.invoice_offset FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER invoice_offset_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.invoice_offset FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invoice_records_update AFTER UPDATE ON public.invoice REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id period_start_on currency', '', 'every');

CREATE TRIGGER invoice_run_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.invoice_run FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER invoice_run_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.invoice_run FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invoice_run_records_insert AFTER INSERT ON public.invoice_run REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('period_start_on', 'ran_at', '');

CREATE TRIGGER invoice_tax_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.invoice_tax FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER invoice_tax_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.invoice_tax FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER invoice_tax_joins_a_draft AFTER INSERT ON public.invoice_tax REFERENCING NEW TABLE AS new_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_line_unless_draft();

CREATE TRIGGER journal_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.journal FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER journal_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.journal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_account_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_account FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER ledger_account_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_account FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_account_type_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_account_type FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER ledger_account_type_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_account_type FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER ledger_account_type_records_insert AFTER INSERT ON public.ledger_account_type REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', 'per_partner', '');

CREATE TRIGGER manual_journal_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.manual_journal FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER manual_journal_goes_forward BEFORE UPDATE ON public.manual_journal FOR EACH ROW EXECUTE FUNCTION public.refuse_manual_journal_step();

CREATE CONSTRAINT TRIGGER manual_journal_has_the_records_of_its_state AFTER UPDATE OF state ON public.manual_journal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_manual_journal_without_records();

CREATE TRIGGER manual_journal_is_never_removed BEFORE DELETE OR TRUNCATE ON public.manual_journal FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER manual_journal_line_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.manual_journal_line FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER manual_journal_line_comes_with_its_journal AFTER INSERT ON public.manual_journal_line REFERENCING NEW TABLE AS new_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_line_unless_proposed();

CREATE TRIGGER manual_journal_line_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.manual_journal_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER manual_journal_records_insert AFTER INSERT ON public.manual_journal REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('description', '', 'every');

CREATE TRIGGER manual_journal_records_update AFTER UPDATE ON public.manual_journal REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('description', '', 'every');

CREATE TRIGGER number_state_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.number_state FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER number_state_records_delete AFTER DELETE ON public.number_state REFERENCING OLD TABLE AS old_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER number_state_records_insert AFTER INSERT ON public.number_state REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER number_state_records_update AFTER UPDATE ON public.number_state REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER origin_prefix_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.origin_prefix FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER origin_prefix_records_delete AFTER DELETE ON public.origin_prefix REFERENCING OLD TABLE AS old_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('origin prefix', '', '');

CREATE TRIGGER origin_prefix_records_insert AFTER INSERT ON public.origin_prefix REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('origin prefix', '', '');

CREATE TRIGGER origin_prefix_records_update AFTER UPDATE ON public.origin_prefix REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('origin prefix', '', '');

CREATE TRIGGER partner_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.partner FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER partner_records_insert AFTER INSERT ON public.partner REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER partner_records_update AFTER UPDATE ON public.partner REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER party_detail_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.party_detail FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER party_detail_records_insert AFTER INSERT ON public.party_detail REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('legal_name', '', '');

CREATE TRIGGER party_detail_records_update AFTER UPDATE ON public.party_detail REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('legal_name', '', '');

CREATE TRIGGER payment_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.payment FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE CONSTRAINT TRIGGER payment_has_the_records_of_its_state AFTER INSERT OR UPDATE OF state ON public.payment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_payment_without_records();

CREATE TRIGGER payment_is_immutable_but_its_state BEFORE UPDATE OF id, total_minor, cash_minor, fee_minor, withheld_minor, tax_minor, rounding_micros, advance_id, recorded_at, partner_id, bank_account_id, value_on, effective_on, entity_id, has_bank, is_incoming, document_kind, purpose, currency, bank_currency, reference, reason ON public.payment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_is_never_removed BEFORE DELETE OR TRUNCATE ON public.payment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_is_reversed_once BEFORE UPDATE OF state ON public.payment FOR EACH ROW WHEN ((old.state = 'reversed'::text)) EXECUTE FUNCTION public.refuse_payment_step();

CREATE TRIGGER payment_records_insert AFTER INSERT ON public.payment REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id purpose value_on', '', 'every');

CREATE TRIGGER payment_records_update AFTER UPDATE ON public.payment REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('partner_id purpose value_on', '', 'every');

CREATE CONSTRAINT TRIGGER payment_refunds_what_is_available AFTER INSERT ON public.payment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.purpose = 'refund_of_deposit'::text)) EXECUTE FUNCTION public.refuse_refund_beyond_available();

CREATE TRIGGER payment_returns_its_advance AFTER UPDATE OF state ON public.payment FOR EACH ROW WHEN (((new.advance_id IS NOT NULL) AND (old.state = 'recorded'::text) AND (new.state = 'reversed'::text))) EXECUTE FUNCTION public.use_advance();

CREATE TRIGGER payment_tax_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.payment_tax FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER payment_tax_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_tax FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER payment_uses_its_advance AFTER INSERT ON public.payment FOR EACH ROW WHEN ((new.advance_id IS NOT NULL)) EXECUTE FUNCTION public.use_advance();

CREATE TRIGGER period_lock_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.period_lock FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER period_lock_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.period_lock FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER period_lock_records_insert AFTER INSERT ON public.period_lock REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('', '', '');

CREATE TRIGGER product_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.product FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER product_records_insert AFTER INSERT ON public.product REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER product_records_update AFTER UPDATE ON public.product REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER rate_card_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.rate_card FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER rate_card_records_insert AFTER INSERT ON public.rate_card REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('name', '', '');

CREATE TRIGGER rate_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.rate FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER rate_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.rate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER revaluation_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.revaluation FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER revaluation_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.revaluation FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER revaluation_line_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.revaluation_line FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER revaluation_line_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.revaluation_line FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER revaluation_records_insert AFTER INSERT ON public.revaluation REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('month_end_on revision', 'made_at', '');

CREATE TRIGGER reversal_request_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.reversal_request FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER reversal_request_goes_forward BEFORE UPDATE ON public.reversal_request FOR EACH ROW EXECUTE FUNCTION public.refuse_reversal_step();

CREATE TRIGGER reversal_request_is_never_removed BEFORE DELETE OR TRUNCATE ON public.reversal_request FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER reversal_request_records_insert AFTER INSERT ON public.reversal_request REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('journal_id', '', 'every');

CREATE TRIGGER reversal_request_records_update AFTER UPDATE ON public.reversal_request REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('journal_id', '', 'every');

CREATE TRIGGER route_post_dial_delay_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.route_post_dial_delay FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER schedule_records_insert AFTER INSERT ON public.schedule REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('name', 'next_at', '');

CREATE TRIGGER schedule_records_update AFTER UPDATE ON public.schedule REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('name', 'next_at', '');

CREATE TRIGGER seal_block_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.seal_block FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER sealed_record_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.sealed_record FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER sealed_sum_is_never_removed BEFORE DELETE OR TRUNCATE ON public.sealed_sum FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER service_usage_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.service_usage FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER service_usage_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.service_usage FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER setting_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.setting FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER setting_records_delete AFTER DELETE ON public.setting REFERENCING OLD TABLE AS old_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('name', 'changed_at changed_by', '');

CREATE TRIGGER setting_records_insert AFTER INSERT ON public.setting REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('name', 'changed_at changed_by', '');

CREATE TRIGGER setting_records_update AFTER UPDATE ON public.setting REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('name', 'changed_at changed_by', '');

CREATE TRIGGER suspense_correction_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.suspense_correction FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER suspense_correction_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.suspense_correction FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER suspense_correction_records_insert AFTER INSERT ON public.suspense_correction REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('chunk_id ordinal side', '', '');

CREATE TRIGGER suspense_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.suspense FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER suspense_resolution_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.suspense_resolution FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER switch_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.switch FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER switch_records_insert AFTER INSERT ON public.switch REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER switch_records_update AFTER UPDATE ON public.switch REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER tax_profile_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.tax_profile FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE CONSTRAINT TRIGGER tax_profile_has_a_rate AFTER INSERT ON public.tax_profile DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse_profile_without_rate();

CREATE TRIGGER tax_profile_is_immutable_but_its_words BEFORE UPDATE OF id, created_at, entity_id, includes_tax, code, treatment, tax_point, rounding ON public.tax_profile FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tax_profile_is_never_removed BEFORE DELETE OR TRUNCATE ON public.tax_profile FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tax_profile_records_insert AFTER INSERT ON public.tax_profile REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER tax_profile_records_update AFTER UPDATE ON public.tax_profile REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('code', '', '');

CREATE TRIGGER tax_rate_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.tax_rate FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER tax_rate_is_not_truncated BEFORE TRUNCATE ON public.tax_rate FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER tax_rate_is_owed_on_an_account_of_taxes BEFORE INSERT OR UPDATE ON public.tax_rate FOR EACH ROW EXECUTE FUNCTION public.refuse_tax_account();

CREATE TRIGGER tax_rate_records_delete AFTER DELETE ON public.tax_rate REFERENCING OLD TABLE AS old_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('profile_id tax first_on', 'treatment', '');

CREATE TRIGGER tax_rate_records_insert AFTER INSERT ON public.tax_rate REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('profile_id tax first_on', 'treatment', '');

CREATE TRIGGER tax_rate_records_update AFTER UPDATE ON public.tax_rate REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('profile_id tax first_on', 'treatment', '');

CREATE TRIGGER tax_rate_stays_where_used BEFORE INSERT OR DELETE OR UPDATE ON public.tax_rate FOR EACH ROW EXECUTE FUNCTION public.refuse_used_tax_rate();

CREATE TRIGGER time_band_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.time_band FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER time_band_set_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.time_band_set FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER time_band_set_records_insert AFTER INSERT ON public.time_band_set REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('card_id effective_from', '', '');

CREATE TRIGGER time_band_set_records_update AFTER UPDATE ON public.time_band_set REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('card_id effective_from', '', '');

CREATE TRIGGER top_up_return_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.top_up_return FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER top_up_return_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.top_up_return FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER unclaimed_period_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.unclaimed_period FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER usage_adjustment_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.usage_adjustment FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER usage_adjustment_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.usage_adjustment FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER usage_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.usage FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER usage_claim_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.usage_claim FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE CONSTRAINT TRIGGER usage_claim_is_released_by_a_void_invoice AFTER DELETE OR UPDATE OF invoice_id ON public.usage_claim DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((old.invoice_id IS NOT NULL)) EXECUTE FUNCTION public.refuse_release_of_claim();

CREATE TRIGGER usage_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.usage FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER version_beside_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON public.version_beside FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER version_beside_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON public.version_beside FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER api_token_hash_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON secret.api_token_hash FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER call_key_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON secret.call_key FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER recovery_code_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON secret.recovery_code FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER second_factor_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON secret.second_factor FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER second_factor_records_delete AFTER DELETE ON secret.second_factor REFERENCING OLD TABLE AS old_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('user_id', 'key last_step', 'every');

CREATE TRIGGER second_factor_records_insert AFTER INSERT ON secret.second_factor REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('user_id', 'key last_step', 'every');

CREATE TRIGGER second_factor_records_update AFTER UPDATE ON secret.second_factor REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('user_id', 'key last_step', 'every');

CREATE TRIGGER sign_in_link_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON secret.sign_in_link FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER sign_in_link_records_insert AFTER INSERT ON secret.sign_in_link REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('user_id purpose', 'token_hash', 'every');

CREATE TRIGGER user_password_changes_by_acts BEFORE INSERT OR DELETE OR UPDATE ON secret.user_password FOR EACH STATEMENT WHEN ((CURRENT_USER = ANY (ARRAY['didtron_app'::name, 'didtron_loader'::name]))) EXECUTE FUNCTION public.demand_act();

CREATE TRIGGER user_password_records_insert AFTER INSERT ON secret.user_password REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('user_id', 'hash', 'every');

CREATE TRIGGER user_password_records_update AFTER UPDATE ON secret.user_password REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION public.record_changes('user_id', 'hash', 'every');

ALTER TABLE ONLY public.account_balance
    ADD CONSTRAINT account_balance_is_of_an_account_of_its_entity FOREIGN KEY (account_id, entity_id) REFERENCES public.ledger_account(id, entity_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_has_a_parent_of_its_entity FOREIGN KEY (parent_account_id, entity_id) REFERENCES public.account(id, entity_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_is_of_a_product_of_its_entity FOREIGN KEY (product_id, entity_id) REFERENCES public.product(id, entity_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(id);

ALTER TABLE ONLY public.act
    ADD CONSTRAINT act_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.actor(id);

ALTER TABLE ONLY public.act
    ADD CONSTRAINT act_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.act_request
    ADD CONSTRAINT act_request_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.act_request
    ADD CONSTRAINT act_request_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.actor(id);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_currency_fkey FOREIGN KEY (currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.agreement
    ADD CONSTRAINT agreement_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(id);

ALTER TABLE ONLY public.agreement_terms
    ADD CONSTRAINT agreement_terms_are_of_an_agreement FOREIGN KEY (entity_id, partner_id) REFERENCES public.agreement(entity_id, partner_id);

ALTER TABLE ONLY public.agreement_terms
    ADD CONSTRAINT agreement_terms_have_a_tax_profile_of_their_entity FOREIGN KEY (tax_profile_id, entity_id) REFERENCES public.tax_profile(id, entity_id);

ALTER TABLE ONLY public.allocation
    ADD CONSTRAINT allocation_credit_is_a_document FOREIGN KEY (credit_id, entity_id, credit_kind, partner_id, currency) REFERENCES public.document(id, entity_id, kind, partner_id, currency);

ALTER TABLE ONLY public.allocation
    ADD CONSTRAINT allocation_debit_is_a_document FOREIGN KEY (debit_id, entity_id, debit_kind, partner_id, currency) REFERENCES public.document(id, entity_id, kind, partner_id, currency);

ALTER TABLE ONLY public.allocation
    ADD CONSTRAINT allocation_ends_one_of_its_amount FOREIGN KEY (reverses_allocation_id, entity_id, credit_id, debit_id, reversed_minor) REFERENCES public.allocation(id, entity_id, credit_id, debit_id, amount_minor);

ALTER TABLE ONLY public.allocation
    ADD CONSTRAINT allocation_is_in_a_journal_of_its_entity FOREIGN KEY (journal_id, entity_id) REFERENCES public.journal(id, entity_id);

ALTER TABLE ONLY public.api_token_entity
    ADD CONSTRAINT api_token_entity_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.api_token_entity
    ADD CONSTRAINT api_token_entity_token_id_fkey FOREIGN KEY (token_id) REFERENCES public.api_token(id);

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT api_token_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);

ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_is_of_a_partner_of_its_entity FOREIGN KEY (entity_id, partner_id) REFERENCES public.agreement(entity_id, partner_id);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT audit_event_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.bank_account
    ADD CONSTRAINT bank_account_currency_fkey FOREIGN KEY (currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.bank_account
    ADD CONSTRAINT bank_account_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.bank_account
    ADD CONSTRAINT bank_account_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(id);

ALTER TABLE ONLY public.bank_file
    ADD CONSTRAINT bank_file_currency_fkey FOREIGN KEY (currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.bank_file
    ADD CONSTRAINT bank_file_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_is_a_payment_of_its_entity FOREIGN KEY (payment_id, entity_id) REFERENCES public.document(id, entity_id);

ALTER TABLE ONLY public.bank_line
    ADD CONSTRAINT bank_line_is_of_a_file_of_its_entity FOREIGN KEY (file_id, entity_id) REFERENCES public.bank_file(id, entity_id);

ALTER TABLE ONLY public.billing_change
    ADD CONSTRAINT billing_change_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.billing_change
    ADD CONSTRAINT billing_change_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency) REFERENCES public.agreement(entity_id, partner_id, currency);

ALTER TABLE ONLY public.billing_change
    ADD CONSTRAINT billing_change_transfers_a_deposit_of_its_customer FOREIGN KEY (transfer_id, entity_id, partner_id, currency) REFERENCES public.payment(id, entity_id, partner_id, currency);

ALTER TABLE ONLY public.billing_day_mode
    ADD CONSTRAINT billing_day_is_of_an_agreement FOREIGN KEY (entity_id, partner_id) REFERENCES public.agreement(entity_id, partner_id);

ALTER TABLE ONLY public.card_assignment
    ADD CONSTRAINT card_assignment_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.card_assignment
    ADD CONSTRAINT card_assignment_is_for_a_partner_of_its_entity FOREIGN KEY (entity_id, partner_id) REFERENCES public.agreement(entity_id, partner_id);

ALTER TABLE ONLY public.card_assignment
    ADD CONSTRAINT card_assignment_is_for_a_product_of_its_entity FOREIGN KEY (product_id, entity_id) REFERENCES public.product(id, entity_id);

ALTER TABLE ONLY public.card_assignment
    ADD CONSTRAINT card_assignment_is_of_a_card_of_its_entity FOREIGN KEY (card_id, entity_id) REFERENCES public.rate_card(id, entity_id);

ALTER TABLE ONLY public.card_assignment
    ADD CONSTRAINT card_assignment_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(id);

ALTER TABLE ONLY public.card_destination
    ADD CONSTRAINT card_destination_card_id_fkey FOREIGN KEY (card_id) REFERENCES public.rate_card(id);

ALTER TABLE ONLY public.card_holiday
    ADD CONSTRAINT card_holiday_card_id_fkey FOREIGN KEY (card_id) REFERENCES public.rate_card(id);

ALTER TABLE ONLY public.card_version
    ADD CONSTRAINT card_version_base_id_fkey FOREIGN KEY (base_id) REFERENCES public.card_version(id);

ALTER TABLE ONLY public.card_version
    ADD CONSTRAINT card_version_card_id_fkey FOREIGN KEY (card_id) REFERENCES public.rate_card(id);

ALTER TABLE ONLY public.card_version
    ADD CONSTRAINT card_version_displaced_by_id_fkey FOREIGN KEY (displaced_by_id) REFERENCES public.card_version(id);

ALTER TABLE ONLY public.carried_sum
    ADD CONSTRAINT carried_sum_currency_fkey FOREIGN KEY (currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.carried_sum
    ADD CONSTRAINT carried_sum_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.carried_sum
    ADD CONSTRAINT carried_sum_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(id);

ALTER TABLE ONLY public.cdr_file
    ADD CONSTRAINT cdr_file_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.cdr_file
    ADD CONSTRAINT cdr_file_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.cdr_file
    ADD CONSTRAINT cdr_file_is_in_a_closing_of_its_entity FOREIGN KEY (entity_id, close_number) REFERENCES public.closing(entity_id, number);

ALTER TABLE ONLY public.cdr_file
    ADD CONSTRAINT cdr_file_is_of_a_switch_of_its_entity FOREIGN KEY (switch_id, entity_id) REFERENCES public.switch(id, entity_id);

ALTER TABLE ONLY public.cdr_file
    ADD CONSTRAINT cdr_file_source_is_of_its_entity FOREIGN KEY (source_file_id, entity_id) REFERENCES public.cdr_file(id, entity_id);

ALTER TABLE ONLY public.cdr_file
    ADD CONSTRAINT cdr_file_undo_act_id_fkey FOREIGN KEY (undo_act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.cdr_file
    ADD CONSTRAINT cdr_file_undo_is_for_one_of_its_entity FOREIGN KEY (undone_for_id, entity_id) REFERENCES public.cdr_file(id, entity_id);

ALTER TABLE ONLY public.check_result
    ADD CONSTRAINT check_result_run_id_fkey FOREIGN KEY (run_id) REFERENCES public.check_run(id);

ALTER TABLE ONLY public.check_run
    ADD CONSTRAINT check_run_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.chunk
    ADD CONSTRAINT chunk_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.chunk
    ADD CONSTRAINT chunk_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.cdr_file(id);

ALTER TABLE ONLY public.close_counter
    ADD CONSTRAINT close_counter_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.closing
    ADD CONSTRAINT closing_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.closing_posting
    ADD CONSTRAINT closing_posting_is_in_a_journal_of_its_entity FOREIGN KEY (journal_id, entity_id) REFERENCES public.journal(id, entity_id);

ALTER TABLE ONLY public.closing_posting
    ADD CONSTRAINT closing_posting_is_of_a_closing_of_its_entity FOREIGN KEY (entity_id, close_number) REFERENCES public.closing(entity_id, number);

ALTER TABLE ONLY public.closing_total
    ADD CONSTRAINT closing_total_is_of_a_closing_of_its_entity FOREIGN KEY (entity_id, close_number) REFERENCES public.closing(entity_id, number);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.contact
    ADD CONSTRAINT contact_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(id);

ALTER TABLE ONLY public.deck_line
    ADD CONSTRAINT deck_line_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.card_version(id);

ALTER TABLE ONLY public.deck_profile
    ADD CONSTRAINT deck_profile_card_id_fkey FOREIGN KEY (card_id) REFERENCES public.rate_card(id);

ALTER TABLE ONLY public.deposit_hold
    ADD CONSTRAINT deposit_hold_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency) REFERENCES public.agreement(entity_id, partner_id, currency);

ALTER TABLE ONLY public.deposit_mark
    ADD CONSTRAINT deposit_mark_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency) REFERENCES public.agreement(entity_id, partner_id, currency);

ALTER TABLE ONLY public.destination_mapping
    ADD CONSTRAINT destination_mapping_card_destination_id_fkey FOREIGN KEY (card_destination_id) REFERENCES public.card_destination(id);

ALTER TABLE ONLY public.destination_mapping
    ADD CONSTRAINT destination_mapping_destination_id_fkey FOREIGN KEY (destination_id) REFERENCES public.destination(id);

ALTER TABLE ONLY public.destination_prefix
    ADD CONSTRAINT destination_prefix_destination_id_fkey FOREIGN KEY (destination_id) REFERENCES public.destination(id);

ALTER TABLE ONLY public.did_charge_claim
    ADD CONSTRAINT did_charge_claim_is_by_an_invoice_of_its_entity FOREIGN KEY (invoice_id, entity_id) REFERENCES public.invoice(id, entity_id);

ALTER TABLE ONLY public.did_charge_claim
    ADD CONSTRAINT did_charge_claim_is_of_a_charge_of_its_entity FOREIGN KEY (charge_id, entity_id) REFERENCES public.did_charge(id, entity_id);

ALTER TABLE ONLY public.did_charge
    ADD CONSTRAINT did_charge_currency_fkey FOREIGN KEY (currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.did_charge
    ADD CONSTRAINT did_charge_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.did_charge
    ADD CONSTRAINT did_charge_is_in_a_journal_of_its_entity FOREIGN KEY (journal_id, entity_id) REFERENCES public.journal(id, entity_id);

ALTER TABLE ONLY public.did_charge
    ADD CONSTRAINT did_charge_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency) REFERENCES public.agreement(entity_id, partner_id, currency);

ALTER TABLE ONLY public.did_charge
    ADD CONSTRAINT did_charge_is_of_a_number_of_its_entity FOREIGN KEY (did_id, entity_id) REFERENCES public.did(id, entity_id);

ALTER TABLE ONLY public.did_charge
    ADD CONSTRAINT did_charge_is_of_a_product_of_its_entity FOREIGN KEY (product_id, entity_id) REFERENCES public.product(id, entity_id);

ALTER TABLE ONLY public.did_charge
    ADD CONSTRAINT did_charge_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(id);

ALTER TABLE ONLY public.did
    ADD CONSTRAINT did_customer_has_an_agreement FOREIGN KEY (entity_id, partner_id) REFERENCES public.agreement(entity_id, partner_id);

ALTER TABLE ONLY public.did
    ADD CONSTRAINT did_is_of_a_product_of_its_entity FOREIGN KEY (product_id, entity_id) REFERENCES public.product(id, entity_id);

ALTER TABLE ONLY public.did
    ADD CONSTRAINT did_supplier_has_an_agreement FOREIGN KEY (entity_id, supplier_id) REFERENCES public.agreement(entity_id, partner_id);

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_currency_fkey FOREIGN KEY (currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_has_a_partner_where_its_kind_does FOREIGN KEY (kind, has_partner) REFERENCES public.document_kind(code, has_partner);

ALTER TABLE ONLY public.document_issue
    ADD CONSTRAINT document_issue_is_in_a_series_of_its_kind FOREIGN KEY (series_id, entity_id, kind) REFERENCES public.document_series(id, entity_id, kind);

ALTER TABLE ONLY public.document_issue
    ADD CONSTRAINT document_issue_is_of_a_document_of_its_entity FOREIGN KEY (document_id, entity_id, kind) REFERENCES public.document(id, entity_id, kind);

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_partner_has_an_agreement FOREIGN KEY (entity_id, partner_id) REFERENCES public.agreement(entity_id, partner_id);

ALTER TABLE ONLY public.document_party
    ADD CONSTRAINT document_party_is_of_a_document_of_its_entity FOREIGN KEY (document_id, entity_id) REFERENCES public.document(id, entity_id);

ALTER TABLE ONLY public.document_series
    ADD CONSTRAINT document_series_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.document_series
    ADD CONSTRAINT document_series_kind_fkey FOREIGN KEY (kind) REFERENCES public.document_kind(code);

ALTER TABLE ONLY public.entity
    ADD CONSTRAINT entity_functional_currency_fkey FOREIGN KEY (functional_currency) REFERENCES public.currency(code);

ALTER TABLE public.entry
    ADD CONSTRAINT entry_credits_in_its_currency FOREIGN KEY (credit_account_id, entity_id, currency) REFERENCES public.ledger_account(id, entity_id, currency);

ALTER TABLE public.entry
    ADD CONSTRAINT entry_debits_in_its_currency FOREIGN KEY (debit_account_id, entity_id, currency) REFERENCES public.ledger_account(id, entity_id, currency);

ALTER TABLE public.entry
    ADD CONSTRAINT entry_has_a_journal_of_its_entity FOREIGN KEY (journal_id, entity_id) REFERENCES public.journal(id, entity_id);

ALTER TABLE ONLY public.exchange_rate
    ADD CONSTRAINT exchange_rate_corrects_one_of_its_day FOREIGN KEY (from_currency, to_currency, effective_on, supersedes) REFERENCES public.exchange_rate(from_currency, to_currency, effective_on, revision);

ALTER TABLE ONLY public.exchange_rate
    ADD CONSTRAINT exchange_rate_from_currency_fkey FOREIGN KEY (from_currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.exchange_rate
    ADD CONSTRAINT exchange_rate_to_currency_fkey FOREIGN KEY (to_currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.file_findings
    ADD CONSTRAINT file_findings_file_id_fkey FOREIGN KEY (file_id) REFERENCES public.cdr_file(id);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_currency_fkey FOREIGN KEY (currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_is_a_document FOREIGN KEY (id, entity_id, document_kind, partner_id, currency) REFERENCES public.document(id, entity_id, kind, partner_id, currency);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_is_due_as_its_issue_says FOREIGN KEY (id, entity_id, falls_due_on) REFERENCES public.document_issue(document_id, entity_id, due_on) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency) REFERENCES public.agreement(entity_id, partner_id, currency);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_is_of_a_run_of_its_entity FOREIGN KEY (run_id, entity_id) REFERENCES public.invoice_run(id, entity_id);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_is_taxed_by_a_profile_of_its_entity FOREIGN KEY (tax_profile_id, entity_id) REFERENCES public.tax_profile(id, entity_id);

ALTER TABLE ONLY public.invoice_line
    ADD CONSTRAINT invoice_line_is_of_a_product_of_its_entity FOREIGN KEY (product_id, entity_id) REFERENCES public.product(id, entity_id);

ALTER TABLE ONLY public.invoice_line
    ADD CONSTRAINT invoice_line_is_of_an_invoice FOREIGN KEY (invoice_id, entity_id) REFERENCES public.invoice(id, entity_id);

ALTER TABLE ONLY public.invoice_line
    ADD CONSTRAINT invoice_line_rate_currency_fkey FOREIGN KEY (rate_currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.invoice_offset
    ADD CONSTRAINT invoice_offset_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES public.invoice(id);

ALTER TABLE ONLY public.invoice
    ADD CONSTRAINT invoice_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(id);

ALTER TABLE ONLY public.invoice_run
    ADD CONSTRAINT invoice_run_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.invoice_tax
    ADD CONSTRAINT invoice_tax_account_type_fkey FOREIGN KEY (account_type) REFERENCES public.ledger_account_type(code);

ALTER TABLE ONLY public.invoice_tax
    ADD CONSTRAINT invoice_tax_is_of_an_invoice FOREIGN KEY (invoice_id, entity_id) REFERENCES public.invoice(id, entity_id);

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES public.actor(id);

ALTER TABLE ONLY public.job_run
    ADD CONSTRAINT job_run_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.job(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES public.schedule(id);

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_is_of_a_document_of_its_entity FOREIGN KEY (document_id, entity_id) REFERENCES public.document(id, entity_id);

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_names_a_document_where_its_kind_does FOREIGN KEY (kind, names_document) REFERENCES public.journal_kind(code, names_document);

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_reverses_one_of_its_entity FOREIGN KEY (reverses_journal_id, entity_id) REFERENCES public.journal(id, entity_id);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_currency_fkey FOREIGN KEY (currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_is_of_a_partner_of_its_entity FOREIGN KEY (entity_id, partner_id) REFERENCES public.agreement(entity_id, partner_id);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(id);

ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_type_is_known FOREIGN KEY (type, per_partner) REFERENCES public.ledger_account_type(code, per_partner);

ALTER TABLE ONLY public.manual_journal
    ADD CONSTRAINT manual_journal_decided_act_id_fkey FOREIGN KEY (decided_act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.manual_journal
    ADD CONSTRAINT manual_journal_is_a_document FOREIGN KEY (id, entity_id, document_kind) REFERENCES public.document(id, entity_id, kind);

ALTER TABLE ONLY public.manual_journal_line
    ADD CONSTRAINT manual_journal_line_credit_type_fkey FOREIGN KEY (credit_type) REFERENCES public.ledger_account_type(code);

ALTER TABLE ONLY public.manual_journal_line
    ADD CONSTRAINT manual_journal_line_currency_fkey FOREIGN KEY (currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.manual_journal_line
    ADD CONSTRAINT manual_journal_line_debit_type_fkey FOREIGN KEY (debit_type) REFERENCES public.ledger_account_type(code);

ALTER TABLE ONLY public.manual_journal_line
    ADD CONSTRAINT manual_journal_line_is_of_a_journal_of_its_entity FOREIGN KEY (journal_id, entity_id) REFERENCES public.manual_journal(id, entity_id);

ALTER TABLE ONLY public.manual_journal_line
    ADD CONSTRAINT manual_journal_line_partner_has_an_agreement FOREIGN KEY (entity_id, partner_id) REFERENCES public.agreement(entity_id, partner_id);

ALTER TABLE ONLY public.origin_prefix
    ADD CONSTRAINT origin_prefix_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.origin_prefix
    ADD CONSTRAINT origin_prefix_is_of_a_card_of_its_entity FOREIGN KEY (card_id, entity_id) REFERENCES public.rate_card(id, entity_id);

ALTER TABLE ONLY public.party_detail
    ADD CONSTRAINT party_detail_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.party_detail
    ADD CONSTRAINT party_detail_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partner(id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_bank_account_id_fkey FOREIGN KEY (bank_account_id) REFERENCES public.bank_account(id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_bank_currency_fkey FOREIGN KEY (bank_currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_is_a_document FOREIGN KEY (id, entity_id, document_kind, partner_id, currency) REFERENCES public.document(id, entity_id, kind, partner_id, currency);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency) REFERENCES public.agreement(entity_id, partner_id, currency);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_is_of_a_purpose_of_its_kind FOREIGN KEY (purpose, document_kind, has_bank, is_incoming) REFERENCES public.payment_purpose(code, kind, has_bank, is_incoming);

ALTER TABLE ONLY public.payment_purpose
    ADD CONSTRAINT payment_purpose_credit_type_fkey FOREIGN KEY (credit_type) REFERENCES public.ledger_account_type(code);

ALTER TABLE ONLY public.payment_purpose
    ADD CONSTRAINT payment_purpose_debit_type_fkey FOREIGN KEY (debit_type) REFERENCES public.ledger_account_type(code);

ALTER TABLE ONLY public.payment_purpose
    ADD CONSTRAINT payment_purpose_kind_fkey FOREIGN KEY (kind) REFERENCES public.document_kind(code);

ALTER TABLE ONLY public.payment_tax
    ADD CONSTRAINT payment_tax_account_type_fkey FOREIGN KEY (account_type) REFERENCES public.ledger_account_type(code);

ALTER TABLE ONLY public.payment_tax
    ADD CONSTRAINT payment_tax_is_by_a_profile_of_its_entity FOREIGN KEY (profile_id, entity_id) REFERENCES public.tax_profile(id, entity_id);

ALTER TABLE ONLY public.payment_tax
    ADD CONSTRAINT payment_tax_is_of_a_document_of_its_entity FOREIGN KEY (payment_id, entity_id) REFERENCES public.document(id, entity_id);

ALTER TABLE ONLY public.payment_tax
    ADD CONSTRAINT payment_tax_returns_what_was_taken FOREIGN KEY (payment_id, top_up_id, entity_id) REFERENCES public.top_up_return(payment_id, top_up_id, entity_id);

ALTER TABLE ONLY public.payment
    ADD CONSTRAINT payment_uses_an_advance_of_its_partner FOREIGN KEY (advance_id, entity_id, partner_id, currency) REFERENCES public.payment(id, entity_id, partner_id, currency);

ALTER TABLE ONLY public.period_lock
    ADD CONSTRAINT period_lock_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.product
    ADD CONSTRAINT product_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.rate_card
    ADD CONSTRAINT rate_card_currency_fkey FOREIGN KEY (currency) REFERENCES public.currency(code);

ALTER TABLE ONLY public.rate_card
    ADD CONSTRAINT rate_card_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.revaluation
    ADD CONSTRAINT revaluation_is_in_a_journal_of_its_entity FOREIGN KEY (journal_id, entity_id) REFERENCES public.journal(id, entity_id);

ALTER TABLE ONLY public.revaluation
    ADD CONSTRAINT revaluation_is_taken_back_by_a_journal_of_its_entity FOREIGN KEY (reversal_id, entity_id) REFERENCES public.journal(id, entity_id);

ALTER TABLE ONLY public.revaluation_line
    ADD CONSTRAINT revaluation_line_is_of_a_revaluation_of_its_entity FOREIGN KEY (revaluation_id, entity_id) REFERENCES public.revaluation(id, entity_id);

ALTER TABLE ONLY public.revaluation_line
    ADD CONSTRAINT revaluation_line_is_of_an_account_of_its_entity FOREIGN KEY (account_id, entity_id) REFERENCES public.ledger_account(id, entity_id);

ALTER TABLE ONLY public.reversal_request
    ADD CONSTRAINT reversal_request_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.reversal_request
    ADD CONSTRAINT reversal_request_decided_act_id_fkey FOREIGN KEY (decided_act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.reversal_request
    ADD CONSTRAINT reversal_request_is_of_a_journal_of_its_entity FOREIGN KEY (journal_id, entity_id) REFERENCES public.journal(id, entity_id);

ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT schedule_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.sealed_record
    ADD CONSTRAINT sealed_record_block_fkey FOREIGN KEY (block) REFERENCES public.seal_block(number);

ALTER TABLE ONLY public.sealed_sum
    ADD CONSTRAINT sealed_sum_is_of_an_account_of_its_entity FOREIGN KEY (account_id, entity_id) REFERENCES public.ledger_account(id, entity_id);

ALTER TABLE ONLY public.carried_sum
    ADD CONSTRAINT sum_is_carried_by_a_run_of_its_entity FOREIGN KEY (run_id, entity_id) REFERENCES public.invoice_run(id, entity_id);

ALTER TABLE ONLY public.carried_sum
    ADD CONSTRAINT sum_is_carried_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency) REFERENCES public.agreement(entity_id, partner_id, currency);

ALTER TABLE ONLY public.suspense_correction
    ADD CONSTRAINT suspense_correction_act_id_fkey FOREIGN KEY (act_id) REFERENCES public.act(id);

ALTER TABLE ONLY public.suspense_correction
    ADD CONSTRAINT suspense_correction_chunk_id_ordinal_side_fkey FOREIGN KEY (chunk_id, ordinal, side) REFERENCES public.suspense(chunk_id, ordinal, side);

ALTER TABLE ONLY public.suspense_resolution
    ADD CONSTRAINT suspense_resolution_chunk_id_ordinal_side_fkey FOREIGN KEY (chunk_id, ordinal, side) REFERENCES public.suspense(chunk_id, ordinal, side);

ALTER TABLE ONLY public.switch
    ADD CONSTRAINT switch_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.tax_profile
    ADD CONSTRAINT tax_profile_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY public.tax_rate
    ADD CONSTRAINT tax_rate_account_type_fkey FOREIGN KEY (account_type) REFERENCES public.ledger_account_type(code);

ALTER TABLE ONLY public.tax_rate
    ADD CONSTRAINT tax_rate_is_of_a_taxed_profile FOREIGN KEY (profile_id, entity_id, treatment) REFERENCES public.tax_profile(id, entity_id, treatment);

ALTER TABLE ONLY public.time_band_set
    ADD CONSTRAINT time_band_set_card_id_fkey FOREIGN KEY (card_id) REFERENCES public.rate_card(id);

ALTER TABLE ONLY public.time_band
    ADD CONSTRAINT time_band_set_id_fkey FOREIGN KEY (set_id) REFERENCES public.time_band_set(id);

ALTER TABLE ONLY public.top_up_return
    ADD CONSTRAINT top_up_return_is_by_a_payment FOREIGN KEY (payment_id, entity_id, partner_id, currency) REFERENCES public.payment(id, entity_id, partner_id, currency);

ALTER TABLE ONLY public.top_up_return
    ADD CONSTRAINT top_up_return_is_of_a_top_up FOREIGN KEY (top_up_id, entity_id, partner_id, currency) REFERENCES public.payment(id, entity_id, partner_id, currency);

ALTER TABLE ONLY public.unclaimed_period
    ADD CONSTRAINT unclaimed_period_is_of_a_closing_of_its_entity FOREIGN KEY (entity_id, close_number) REFERENCES public.closing(entity_id, number);

ALTER TABLE ONLY public.usage_adjustment
    ADD CONSTRAINT usage_adjustment_corrects_a_claim FOREIGN KEY (entity_id, partner_id, side, currency, service_period, claim_from) REFERENCES public.usage_claim(entity_id, partner_id, side, currency, service_period, from_close_number);

ALTER TABLE ONLY public.usage_adjustment
    ADD CONSTRAINT usage_adjustment_is_of_a_file_of_its_entity FOREIGN KEY (file_id, entity_id) REFERENCES public.cdr_file(id, entity_id);

ALTER TABLE ONLY public.usage_adjustment
    ADD CONSTRAINT usage_adjustment_is_of_an_invoice_of_its_entity FOREIGN KEY (invoice_id, entity_id) REFERENCES public.invoice(id, entity_id);

ALTER TABLE ONLY public.usage_claim
    ADD CONSTRAINT usage_claim_begins_where_the_last_ended FOREIGN KEY (entity_id, partner_id, side, currency, service_period, previous_close_number) REFERENCES public.usage_claim(entity_id, partner_id, side, currency, service_period, to_close_number);

ALTER TABLE ONLY public.usage_claim
    ADD CONSTRAINT usage_claim_is_by_an_invoice_of_its_entity FOREIGN KEY (invoice_id, entity_id) REFERENCES public.invoice(id, entity_id);

ALTER TABLE ONLY public.usage_claim
    ADD CONSTRAINT usage_claim_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency) REFERENCES public.agreement(entity_id, partner_id, currency);

ALTER TABLE ONLY public.version_beside
    ADD CONSTRAINT version_beside_other_id_fkey FOREIGN KEY (other_id) REFERENCES public.card_version(id);

ALTER TABLE ONLY public.version_beside
    ADD CONSTRAINT version_beside_version_id_fkey FOREIGN KEY (version_id) REFERENCES public.card_version(id);

ALTER TABLE ONLY secret.api_token_hash
    ADD CONSTRAINT api_token_hash_token_id_fkey FOREIGN KEY (token_id) REFERENCES public.api_token(id);

ALTER TABLE ONLY secret.api_token_use
    ADD CONSTRAINT api_token_use_token_id_fkey FOREIGN KEY (token_id) REFERENCES public.api_token(id);

ALTER TABLE ONLY secret.recovery_code
    ADD CONSTRAINT recovery_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);

ALTER TABLE ONLY secret.second_factor
    ADD CONSTRAINT second_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);

ALTER TABLE ONLY secret.session
    ADD CONSTRAINT session_entity_id_fkey FOREIGN KEY (entity_id) REFERENCES public.entity(id);

ALTER TABLE ONLY secret.session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);

ALTER TABLE ONLY secret.sign_in_link
    ADD CONSTRAINT sign_in_link_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);

ALTER TABLE ONLY secret.user_password
    ADD CONSTRAINT user_password_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);

ALTER TABLE public.document_issue ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.document_party ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.entity ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.invoice ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.invoice_line ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.invoice_offset ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.invoice_tax ENABLE ROW LEVEL SECURITY;

CREATE POLICY others_see_all ON public.document_issue TO didtron_storage, didtron_loader, didtron_app, didtron_reporter USING (true) WITH CHECK (true);

CREATE POLICY others_see_all ON public.document_party TO didtron_storage, didtron_loader, didtron_app, didtron_reporter USING (true) WITH CHECK (true);

CREATE POLICY others_see_all ON public.entity TO didtron_storage, didtron_loader, didtron_app, didtron_reporter USING (true) WITH CHECK (true);

CREATE POLICY others_see_all ON public.invoice TO didtron_storage, didtron_loader, didtron_app, didtron_reporter USING (true) WITH CHECK (true);

CREATE POLICY others_see_all ON public.invoice_line TO didtron_storage, didtron_loader, didtron_app, didtron_reporter USING (true) WITH CHECK (true);

CREATE POLICY others_see_all ON public.invoice_offset TO didtron_storage, didtron_loader, didtron_app, didtron_reporter USING (true) WITH CHECK (true);

CREATE POLICY others_see_all ON public.invoice_tax TO didtron_storage, didtron_loader, didtron_app, didtron_reporter USING (true) WITH CHECK (true);

CREATE POLICY others_see_all ON public.partner TO didtron_storage, didtron_loader, didtron_app, didtron_reporter USING (true) WITH CHECK (true);

CREATE POLICY others_see_all ON public.product TO didtron_storage, didtron_loader, didtron_app, didtron_reporter USING (true) WITH CHECK (true);

ALTER TABLE public.partner ENABLE ROW LEVEL SECURITY;

CREATE POLICY portal_sees_its_own ON public.document_issue FOR SELECT TO didtron_portal USING ((EXISTS ( SELECT
   FROM public.invoice
  WHERE (invoice.id = document_issue.document_id))));

CREATE POLICY portal_sees_its_own ON public.document_party FOR SELECT TO didtron_portal USING ((EXISTS ( SELECT
   FROM public.invoice
  WHERE (invoice.id = document_party.document_id))));

CREATE POLICY portal_sees_its_own ON public.entity FOR SELECT TO didtron_portal USING ((id = public.portal_entity()));

CREATE POLICY portal_sees_its_own ON public.invoice FOR SELECT TO didtron_portal USING (((partner_id = public.portal_partner()) AND (entity_id = public.portal_entity()) AND (issued_at IS NOT NULL)));

CREATE POLICY portal_sees_its_own ON public.invoice_line FOR SELECT TO didtron_portal USING ((EXISTS ( SELECT
   FROM public.invoice
  WHERE (invoice.id = invoice_line.invoice_id))));

CREATE POLICY portal_sees_its_own ON public.invoice_offset FOR SELECT TO didtron_portal USING ((EXISTS ( SELECT
   FROM public.invoice
  WHERE (invoice.id = invoice_offset.invoice_id))));

CREATE POLICY portal_sees_its_own ON public.invoice_tax FOR SELECT TO didtron_portal USING ((EXISTS ( SELECT
   FROM public.invoice
  WHERE (invoice.id = invoice_tax.invoice_id))));

CREATE POLICY portal_sees_its_own ON public.partner FOR SELECT TO didtron_portal USING ((id = public.portal_partner()));

CREATE POLICY portal_sees_its_own ON public.product FOR SELECT TO didtron_portal USING ((entity_id = public.portal_entity()));

ALTER TABLE public.product ENABLE ROW LEVEL SECURITY;

GRANT ALL ON SCHEMA public TO didtron_owner;
GRANT ALL ON SCHEMA public TO didtron_storage;

GRANT USAGE ON SCHEMA secret TO didtron_loader;
GRANT USAGE ON SCHEMA secret TO didtron_app;

REVOKE ALL ON FUNCTION public.add_call_partitions(days date[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_call_partitions(days date[]) TO didtron_loader;

REVOKE ALL ON FUNCTION public.add_entry_partitions(days date[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_entry_partitions(days date[]) TO didtron_app;
GRANT ALL ON FUNCTION public.add_entry_partitions(days date[]) TO didtron_loader;

REVOKE ALL ON FUNCTION public.add_usage_partitions(days date[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.add_usage_partitions(days date[]) TO didtron_app;
GRANT ALL ON FUNCTION public.add_usage_partitions(days date[]) TO didtron_loader;

REVOKE ALL ON FUNCTION public.analyze_grown_tables(VARIADIC names text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.analyze_grown_tables(VARIADIC names text[]) TO didtron_app;
GRANT ALL ON FUNCTION public.analyze_grown_tables(VARIADIC names text[]) TO didtron_loader;

REVOKE ALL ON FUNCTION public.begin_call_merge(of_month date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.begin_call_merge(of_month date) TO didtron_loader;

GRANT SELECT ON TABLE public.agreement_terms TO didtron_storage;
GRANT SELECT ON TABLE public.agreement_terms TO didtron_loader;
GRANT SELECT,INSERT,DELETE ON TABLE public.agreement_terms TO didtron_app;
GRANT SELECT ON TABLE public.agreement_terms TO didtron_reporter;

GRANT UPDATE(credit_limit_micros) ON TABLE public.agreement_terms TO didtron_app;

GRANT UPDATE(notice_increase_days) ON TABLE public.agreement_terms TO didtron_app;

GRANT UPDATE(notice_decrease_days) ON TABLE public.agreement_terms TO didtron_app;

GRANT UPDATE(notice_new_days) ON TABLE public.agreement_terms TO didtron_app;

GRANT UPDATE(notice_closed_days) ON TABLE public.agreement_terms TO didtron_app;

GRANT UPDATE(notice_blocked_days) ON TABLE public.agreement_terms TO didtron_app;

REVOKE ALL ON FUNCTION public.continue_call_merge(of_month date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.continue_call_merge(of_month date) TO didtron_loader;

GRANT SELECT ON TABLE public.document_issue TO didtron_storage;
GRANT SELECT ON TABLE public.document_issue TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.document_issue TO didtron_app;
GRANT SELECT ON TABLE public.document_issue TO didtron_reporter;
GRANT SELECT ON TABLE public.document_issue TO didtron_portal;

REVOKE ALL ON FUNCTION public.finish_call_merge(of_month date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.finish_call_merge(of_month date) TO didtron_loader;

REVOKE ALL ON FUNCTION public.grant_call_partition(partition_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.grant_call_partition(partition_name text) TO didtron_storage;

GRANT SELECT ON TABLE public.call_merge TO didtron_owner;
GRANT SELECT ON TABLE public.call_merge TO didtron_loader;
GRANT SELECT ON TABLE public.call_merge TO didtron_app;
GRANT SELECT ON TABLE public.call_merge TO didtron_reporter;

REVOKE ALL ON FUNCTION public.make_month_partitions(parent text, days date[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.make_month_partitions(parent text, days date[]) TO didtron_storage;

REVOKE ALL ON FUNCTION public.portal_calls(of_day date, after_micros bigint, after_chunk_id integer, after_ordinal integer, row_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.portal_calls(of_day date, after_micros bigint, after_chunk_id integer, after_ordinal integer, row_limit integer) TO didtron_portal;

REVOKE ALL ON FUNCTION public.portal_payments(before_on date, before_id bigint, row_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.portal_payments(before_on date, before_id bigint, row_limit integer) TO didtron_portal;

REVOKE ALL ON FUNCTION public.portal_people() FROM PUBLIC;
GRANT ALL ON FUNCTION public.portal_people() TO didtron_portal;

REVOKE ALL ON FUNCTION public.portal_position() FROM PUBLIC;
GRANT ALL ON FUNCTION public.portal_position() TO didtron_portal;

REVOKE ALL ON FUNCTION public.portal_rates(sought text, after_prefix text, after_id integer, row_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.portal_rates(sought text, after_prefix text, after_id integer, row_limit integer) TO didtron_portal;

REVOKE ALL ON FUNCTION public.portal_usage(first_on date, until_on date, by_day boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.portal_usage(first_on date, until_on date, by_day boolean) TO didtron_portal;

GRANT SELECT ON TABLE public.seal_block TO didtron_storage;
GRANT SELECT ON TABLE public.seal_block TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.seal_block TO didtron_app;
GRANT SELECT ON TABLE public.seal_block TO didtron_reporter;

GRANT SELECT ON TABLE public.act TO didtron_storage;
GRANT SELECT,INSERT ON TABLE public.act TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.act TO didtron_app;
GRANT SELECT ON TABLE public.act TO didtron_reporter;

GRANT UPDATE(outcome) ON TABLE public.act TO didtron_loader;
GRANT UPDATE(outcome) ON TABLE public.act TO didtron_app;

GRANT UPDATE(refusal) ON TABLE public.act TO didtron_loader;
GRANT UPDATE(refusal) ON TABLE public.act TO didtron_app;

GRANT UPDATE(ended_at) ON TABLE public.act TO didtron_loader;
GRANT UPDATE(ended_at) ON TABLE public.act TO didtron_app;

GRANT SELECT ON TABLE public.audit_event TO didtron_storage;
GRANT SELECT,INSERT ON TABLE public.audit_event TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.audit_event TO didtron_app;
GRANT SELECT ON TABLE public.audit_event TO didtron_reporter;

GRANT SELECT ON TABLE public.journal TO didtron_storage;
GRANT SELECT ON TABLE public.journal TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.journal TO didtron_app;
GRANT SELECT ON TABLE public.journal TO didtron_reporter;

REVOKE ALL ON FUNCTION public.summarize_call_days(days date[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.summarize_call_days(days date[]) TO didtron_loader;

REVOKE ALL ON FUNCTION public.summarize_usage_days(days date[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.summarize_usage_days(days date[]) TO didtron_loader;

GRANT SELECT ON TABLE public.usage_delta_block TO didtron_owner;
GRANT SELECT,INSERT,DELETE ON TABLE public.usage_delta_block TO didtron_loader;
GRANT SELECT ON TABLE public.usage_delta_block TO didtron_app;
GRANT SELECT ON TABLE public.usage_delta_block TO didtron_reporter;

GRANT SELECT ON TABLE public.usage_delta TO didtron_storage;
GRANT SELECT ON TABLE public.usage_delta TO didtron_loader;
GRANT SELECT ON TABLE public.usage_delta TO didtron_app;
GRANT SELECT ON TABLE public.usage_delta TO didtron_reporter;

GRANT SELECT ON TABLE public.account TO didtron_storage;
GRANT SELECT ON TABLE public.account TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.account TO didtron_app;
GRANT SELECT ON TABLE public.account TO didtron_reporter;

GRANT UPDATE(partner_id) ON TABLE public.account TO didtron_app;

GRANT UPDATE(product_id) ON TABLE public.account TO didtron_app;

GRANT UPDATE(parent_account_id) ON TABLE public.account TO didtron_app;

GRANT UPDATE(kind) ON TABLE public.account TO didtron_app;

GRANT SELECT ON TABLE public.account_balance TO didtron_storage;
GRANT SELECT ON TABLE public.account_balance TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.account_balance TO didtron_app;
GRANT SELECT ON TABLE public.account_balance TO didtron_reporter;

GRANT UPDATE(balance_micros) ON TABLE public.account_balance TO didtron_app;

GRANT UPDATE(functional_micros) ON TABLE public.account_balance TO didtron_app;

GRANT UPDATE(entries) ON TABLE public.account_balance TO didtron_app;

GRANT UPDATE(unconverted) ON TABLE public.account_balance TO didtron_app;

GRANT USAGE ON SEQUENCE public.act_id_seq TO didtron_app;
GRANT USAGE ON SEQUENCE public.act_id_seq TO didtron_loader;

GRANT SELECT,INSERT,DELETE ON TABLE public.act_request TO didtron_app;

GRANT SELECT(actor_id) ON TABLE public.act_request TO didtron_reporter;

GRANT SELECT(act_id) ON TABLE public.act_request TO didtron_reporter;

GRANT UPDATE(answer) ON TABLE public.act_request TO didtron_app;

GRANT SELECT ON TABLE public.actor TO didtron_storage;
GRANT SELECT,INSERT ON TABLE public.actor TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.actor TO didtron_app;
GRANT SELECT ON TABLE public.actor TO didtron_reporter;

GRANT SELECT ON TABLE public.agreement TO didtron_storage;
GRANT SELECT ON TABLE public.agreement TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.agreement TO didtron_app;
GRANT SELECT ON TABLE public.agreement TO didtron_reporter;

GRANT UPDATE(role) ON TABLE public.agreement TO didtron_app;

GRANT SELECT ON TABLE public.allocation TO didtron_storage;
GRANT SELECT ON TABLE public.allocation TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.allocation TO didtron_app;
GRANT SELECT ON TABLE public.allocation TO didtron_reporter;

GRANT SELECT ON TABLE public.api_token TO didtron_storage;
GRANT SELECT ON TABLE public.api_token TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.api_token TO didtron_app;
GRANT SELECT ON TABLE public.api_token TO didtron_reporter;

GRANT UPDATE(revoked_at) ON TABLE public.api_token TO didtron_app;

GRANT SELECT ON TABLE public.api_token_entity TO didtron_storage;
GRANT SELECT ON TABLE public.api_token_entity TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.api_token_entity TO didtron_app;
GRANT SELECT ON TABLE public.api_token_entity TO didtron_reporter;

GRANT SELECT ON TABLE public.app_user TO didtron_storage;
GRANT SELECT ON TABLE public.app_user TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.app_user TO didtron_app;
GRANT SELECT ON TABLE public.app_user TO didtron_reporter;

GRANT UPDATE(name) ON TABLE public.app_user TO didtron_app;

GRANT UPDATE(role) ON TABLE public.app_user TO didtron_app;

GRANT UPDATE(entity_id) ON TABLE public.app_user TO didtron_app;

GRANT UPDATE(partner_id) ON TABLE public.app_user TO didtron_app;

GRANT UPDATE(state) ON TABLE public.app_user TO didtron_app;

GRANT SELECT ON TABLE public.bank_account TO didtron_storage;
GRANT SELECT ON TABLE public.bank_account TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.bank_account TO didtron_app;
GRANT SELECT ON TABLE public.bank_account TO didtron_reporter;

GRANT UPDATE(holder) ON TABLE public.bank_account TO didtron_app;

GRANT UPDATE(iban) ON TABLE public.bank_account TO didtron_app;

GRANT UPDATE(account_number) ON TABLE public.bank_account TO didtron_app;

GRANT UPDATE(bic) ON TABLE public.bank_account TO didtron_app;

GRANT UPDATE(bank_name) ON TABLE public.bank_account TO didtron_app;

GRANT UPDATE(correspondent_bic) ON TABLE public.bank_account TO didtron_app;

GRANT UPDATE(valid) ON TABLE public.bank_account TO didtron_app;

GRANT SELECT ON TABLE public.bank_file TO didtron_storage;
GRANT SELECT ON TABLE public.bank_file TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.bank_file TO didtron_app;
GRANT SELECT ON TABLE public.bank_file TO didtron_reporter;

GRANT SELECT ON TABLE public.bank_line TO didtron_storage;
GRANT SELECT ON TABLE public.bank_line TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.bank_line TO didtron_app;
GRANT SELECT ON TABLE public.bank_line TO didtron_reporter;

GRANT UPDATE(payment_id) ON TABLE public.bank_line TO didtron_app;

GRANT UPDATE(resolved_at) ON TABLE public.bank_line TO didtron_app;

GRANT UPDATE(state) ON TABLE public.bank_line TO didtron_app;

GRANT UPDATE(note) ON TABLE public.bank_line TO didtron_app;

GRANT SELECT ON TABLE public.billing_change TO didtron_storage;
GRANT SELECT ON TABLE public.billing_change TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.billing_change TO didtron_app;
GRANT SELECT ON TABLE public.billing_change TO didtron_reporter;

GRANT SELECT ON TABLE public.billing_day_mode TO didtron_storage;
GRANT SELECT,INSERT ON TABLE public.billing_day_mode TO didtron_loader;
GRANT SELECT ON TABLE public.billing_day_mode TO didtron_app;
GRANT SELECT ON TABLE public.billing_day_mode TO didtron_reporter;

GRANT SELECT ON TABLE public.call TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.call TO didtron_loader;
GRANT SELECT ON TABLE public.call TO didtron_app;
GRANT SELECT ON TABLE public.call TO didtron_reporter;

GRANT SELECT ON TABLE public.call_longest TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.call_longest TO didtron_loader;
GRANT SELECT ON TABLE public.call_longest TO didtron_app;
GRANT SELECT ON TABLE public.call_longest TO didtron_reporter;

GRANT SELECT ON TABLE public.call_loss TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.call_loss TO didtron_loader;
GRANT SELECT ON TABLE public.call_loss TO didtron_app;
GRANT SELECT ON TABLE public.call_loss TO didtron_reporter;

GRANT SELECT ON TABLE public.call_mark TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.call_mark TO didtron_loader;
GRANT SELECT ON TABLE public.call_mark TO didtron_app;
GRANT SELECT ON TABLE public.call_mark TO didtron_reporter;

GRANT SELECT ON TABLE public.call_reject TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.call_reject TO didtron_loader;
GRANT SELECT ON TABLE public.call_reject TO didtron_app;
GRANT SELECT ON TABLE public.call_reject TO didtron_reporter;

GRANT SELECT ON TABLE public.card_destination TO didtron_storage;
GRANT SELECT ON TABLE public.card_destination TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.card_destination TO didtron_app;
GRANT SELECT ON TABLE public.card_destination TO didtron_reporter;

GRANT SELECT ON TABLE public.card_version TO didtron_storage;
GRANT SELECT ON TABLE public.card_version TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.card_version TO didtron_app;
GRANT SELECT ON TABLE public.card_version TO didtron_reporter;

GRANT UPDATE(state) ON TABLE public.card_version TO didtron_app;

GRANT UPDATE(approved_at) ON TABLE public.card_version TO didtron_app;

GRANT UPDATE(approved_by) ON TABLE public.card_version TO didtron_app;

GRANT UPDATE(withdrawn_by) ON TABLE public.card_version TO didtron_app;

GRANT UPDATE(withdrawn_at) ON TABLE public.card_version TO didtron_app;

GRANT UPDATE(displaced_by_id) ON TABLE public.card_version TO didtron_app;

GRANT SELECT ON TABLE public.rate TO didtron_storage;
GRANT SELECT ON TABLE public.rate TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.rate TO didtron_app;
GRANT SELECT ON TABLE public.rate TO didtron_reporter;

GRANT SELECT ON TABLE public.rate_card TO didtron_storage;
GRANT SELECT ON TABLE public.rate_card TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.rate_card TO didtron_app;
GRANT SELECT ON TABLE public.rate_card TO didtron_reporter;

GRANT SELECT ON TABLE public.canonical_rate TO didtron_storage;
GRANT SELECT ON TABLE public.canonical_rate TO didtron_loader;
GRANT SELECT ON TABLE public.canonical_rate TO didtron_app;
GRANT SELECT ON TABLE public.canonical_rate TO didtron_reporter;

GRANT SELECT ON TABLE public.card_assignment TO didtron_storage;
GRANT SELECT ON TABLE public.card_assignment TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.card_assignment TO didtron_app;
GRANT SELECT ON TABLE public.card_assignment TO didtron_reporter;

GRANT UPDATE(effective) ON TABLE public.card_assignment TO didtron_app;

GRANT SELECT ON TABLE public.card_holiday TO didtron_storage;
GRANT SELECT ON TABLE public.card_holiday TO didtron_loader;
GRANT SELECT,INSERT,DELETE ON TABLE public.card_holiday TO didtron_app;
GRANT SELECT ON TABLE public.card_holiday TO didtron_reporter;

GRANT UPDATE(name) ON TABLE public.card_holiday TO didtron_app;

GRANT SELECT ON TABLE public.carried_sum TO didtron_storage;
GRANT SELECT ON TABLE public.carried_sum TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.carried_sum TO didtron_app;
GRANT SELECT ON TABLE public.carried_sum TO didtron_reporter;

GRANT SELECT ON TABLE public.cdr_file TO didtron_storage;
GRANT SELECT,INSERT,DELETE ON TABLE public.cdr_file TO didtron_loader;
GRANT SELECT ON TABLE public.cdr_file TO didtron_app;
GRANT SELECT ON TABLE public.cdr_file TO didtron_reporter;

GRANT UPDATE(name) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(layout) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(layout_definition) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(tariff_hash) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(chunk_bytes) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(chunks) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(state) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(close_number) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(closed_at) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(starts_from) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(starts_until) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(longest_call_s) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(rejected_percent_max) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(rejected_least) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(act_id) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(source_file_id) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(undo_act_id) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(undone_for_id) ON TABLE public.cdr_file TO didtron_loader;

GRANT UPDATE(undone_at) ON TABLE public.cdr_file TO didtron_loader;

GRANT SELECT ON TABLE public.check_result TO didtron_storage;
GRANT SELECT ON TABLE public.check_result TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.check_result TO didtron_app;
GRANT SELECT ON TABLE public.check_result TO didtron_reporter;

GRANT SELECT ON TABLE public.check_run TO didtron_storage;
GRANT SELECT ON TABLE public.check_run TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.check_run TO didtron_app;
GRANT SELECT ON TABLE public.check_run TO didtron_reporter;

GRANT SELECT ON TABLE public.chunk TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.chunk TO didtron_loader;
GRANT SELECT ON TABLE public.chunk TO didtron_app;
GRANT SELECT ON TABLE public.chunk TO didtron_reporter;

GRANT USAGE ON SEQUENCE public.chunk_id TO didtron_loader;

GRANT SELECT ON TABLE public.close_counter TO didtron_storage;
GRANT SELECT,INSERT ON TABLE public.close_counter TO didtron_loader;
GRANT SELECT ON TABLE public.close_counter TO didtron_app;
GRANT SELECT ON TABLE public.close_counter TO didtron_reporter;

GRANT UPDATE(last_number) ON TABLE public.close_counter TO didtron_loader;

GRANT SELECT ON TABLE public.closing TO didtron_storage;
GRANT SELECT,INSERT ON TABLE public.closing TO didtron_loader;
GRANT SELECT ON TABLE public.closing TO didtron_app;
GRANT SELECT ON TABLE public.closing TO didtron_reporter;

GRANT SELECT ON TABLE public.closing_posting TO didtron_storage;
GRANT SELECT ON TABLE public.closing_posting TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.closing_posting TO didtron_app;
GRANT SELECT ON TABLE public.closing_posting TO didtron_reporter;

GRANT SELECT ON TABLE public.closing_total TO didtron_storage;
GRANT SELECT,INSERT ON TABLE public.closing_total TO didtron_loader;
GRANT SELECT ON TABLE public.closing_total TO didtron_app;
GRANT SELECT ON TABLE public.closing_total TO didtron_reporter;

GRANT SELECT ON TABLE public.contact TO didtron_storage;
GRANT SELECT ON TABLE public.contact TO didtron_loader;
GRANT SELECT,INSERT,DELETE ON TABLE public.contact TO didtron_app;
GRANT SELECT ON TABLE public.contact TO didtron_reporter;

GRANT UPDATE(name) ON TABLE public.contact TO didtron_app;

GRANT UPDATE(mail) ON TABLE public.contact TO didtron_app;

GRANT UPDATE(phone) ON TABLE public.contact TO didtron_app;

GRANT UPDATE(changed_at) ON TABLE public.contact TO didtron_app;

GRANT SELECT ON TABLE public.currency TO didtron_storage;
GRANT SELECT ON TABLE public.currency TO didtron_loader;
GRANT SELECT ON TABLE public.currency TO didtron_app;
GRANT SELECT ON TABLE public.currency TO didtron_reporter;
GRANT SELECT ON TABLE public.currency TO didtron_portal;

GRANT SELECT ON TABLE public.exchange_rate TO didtron_storage;
GRANT SELECT ON TABLE public.exchange_rate TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.exchange_rate TO didtron_app;
GRANT SELECT ON TABLE public.exchange_rate TO didtron_reporter;

GRANT SELECT ON TABLE public.current_exchange_rate TO didtron_storage;
GRANT SELECT ON TABLE public.current_exchange_rate TO didtron_loader;
GRANT SELECT ON TABLE public.current_exchange_rate TO didtron_app;
GRANT SELECT ON TABLE public.current_exchange_rate TO didtron_reporter;

GRANT SELECT ON TABLE public.current_terms TO didtron_storage;
GRANT SELECT ON TABLE public.current_terms TO didtron_loader;
GRANT SELECT ON TABLE public.current_terms TO didtron_app;
GRANT SELECT ON TABLE public.current_terms TO didtron_reporter;

GRANT SELECT ON TABLE public.daily_total TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.daily_total TO didtron_loader;
GRANT SELECT ON TABLE public.daily_total TO didtron_app;
GRANT SELECT ON TABLE public.daily_total TO didtron_reporter;

GRANT UPDATE(duration_ns) ON TABLE public.daily_total TO didtron_loader;

GRANT UPDATE(billed_s) ON TABLE public.daily_total TO didtron_loader;

GRANT UPDATE(micros) ON TABLE public.daily_total TO didtron_loader;

GRANT UPDATE(attempts) ON TABLE public.daily_total TO didtron_loader;

GRANT UPDATE(answered) ON TABLE public.daily_total TO didtron_loader;

GRANT SELECT ON TABLE public.daily_volume TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.daily_volume TO didtron_loader;
GRANT SELECT ON TABLE public.daily_volume TO didtron_app;
GRANT SELECT ON TABLE public.daily_volume TO didtron_reporter;

GRANT UPDATE(duration_ns) ON TABLE public.daily_volume TO didtron_loader;

GRANT SELECT ON TABLE public.deck_line TO didtron_storage;
GRANT SELECT ON TABLE public.deck_line TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.deck_line TO didtron_app;
GRANT SELECT ON TABLE public.deck_line TO didtron_reporter;

GRANT SELECT ON TABLE public.deck_profile TO didtron_storage;
GRANT SELECT ON TABLE public.deck_profile TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.deck_profile TO didtron_app;
GRANT SELECT ON TABLE public.deck_profile TO didtron_reporter;

GRANT SELECT ON TABLE public.deposit_hold TO didtron_storage;
GRANT SELECT ON TABLE public.deposit_hold TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.deposit_hold TO didtron_app;
GRANT SELECT ON TABLE public.deposit_hold TO didtron_reporter;

GRANT UPDATE(captured_micros) ON TABLE public.deposit_hold TO didtron_app;

GRANT UPDATE(expires_at) ON TABLE public.deposit_hold TO didtron_app;

GRANT UPDATE(ended_at) ON TABLE public.deposit_hold TO didtron_app;

GRANT UPDATE(state) ON TABLE public.deposit_hold TO didtron_app;

GRANT SELECT ON TABLE public.deposit_mark TO didtron_storage;
GRANT SELECT ON TABLE public.deposit_mark TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.deposit_mark TO didtron_app;
GRANT SELECT ON TABLE public.deposit_mark TO didtron_reporter;

GRANT UPDATE(cleared_micros) ON TABLE public.deposit_mark TO didtron_app;

GRANT UPDATE(cleared_at) ON TABLE public.deposit_mark TO didtron_app;

GRANT SELECT ON TABLE public.destination TO didtron_storage;
GRANT SELECT ON TABLE public.destination TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.destination TO didtron_app;
GRANT SELECT ON TABLE public.destination TO didtron_reporter;

GRANT SELECT ON TABLE public.destination_mapping TO didtron_storage;
GRANT SELECT ON TABLE public.destination_mapping TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.destination_mapping TO didtron_app;
GRANT SELECT ON TABLE public.destination_mapping TO didtron_reporter;

GRANT UPDATE(destination_id) ON TABLE public.destination_mapping TO didtron_app;

GRANT UPDATE(method) ON TABLE public.destination_mapping TO didtron_app;

GRANT UPDATE(prefixes) ON TABLE public.destination_mapping TO didtron_app;

GRANT UPDATE(matched) ON TABLE public.destination_mapping TO didtron_app;

GRANT UPDATE(reviewed_by) ON TABLE public.destination_mapping TO didtron_app;

GRANT UPDATE(reviewed_at) ON TABLE public.destination_mapping TO didtron_app;

GRANT SELECT ON TABLE public.destination_prefix TO didtron_storage;
GRANT SELECT ON TABLE public.destination_prefix TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.destination_prefix TO didtron_app;
GRANT SELECT ON TABLE public.destination_prefix TO didtron_reporter;

GRANT UPDATE(destination_id) ON TABLE public.destination_prefix TO didtron_app;

GRANT SELECT ON TABLE public.did TO didtron_storage;
GRANT SELECT ON TABLE public.did TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.did TO didtron_app;
GRANT SELECT ON TABLE public.did TO didtron_reporter;

GRANT UPDATE(partner_id) ON TABLE public.did TO didtron_app;

GRANT UPDATE(product_id) ON TABLE public.did TO didtron_app;

GRANT UPDATE(supplier_id) ON TABLE public.did TO didtron_app;

GRANT UPDATE(monthly_fee_micros) ON TABLE public.did TO didtron_app;

GRANT UPDATE(setup_fee_micros) ON TABLE public.did TO didtron_app;

GRANT UPDATE(in_effect) ON TABLE public.did TO didtron_app;

GRANT SELECT ON TABLE public.did_charge TO didtron_storage;
GRANT SELECT ON TABLE public.did_charge TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.did_charge TO didtron_app;
GRANT SELECT ON TABLE public.did_charge TO didtron_reporter;

GRANT SELECT ON TABLE public.did_charge_claim TO didtron_storage;
GRANT SELECT ON TABLE public.did_charge_claim TO didtron_loader;
GRANT SELECT,INSERT,DELETE ON TABLE public.did_charge_claim TO didtron_app;
GRANT SELECT ON TABLE public.did_charge_claim TO didtron_reporter;

GRANT SELECT ON TABLE public.document TO didtron_storage;
GRANT SELECT ON TABLE public.document TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.document TO didtron_app;
GRANT SELECT ON TABLE public.document TO didtron_reporter;

GRANT USAGE ON SEQUENCE public.document_id_seq TO didtron_app;

GRANT SELECT ON TABLE public.document_kind TO didtron_storage;
GRANT SELECT ON TABLE public.document_kind TO didtron_loader;
GRANT SELECT ON TABLE public.document_kind TO didtron_app;
GRANT SELECT ON TABLE public.document_kind TO didtron_reporter;

GRANT SELECT ON TABLE public.document_party TO didtron_storage;
GRANT SELECT ON TABLE public.document_party TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.document_party TO didtron_app;
GRANT SELECT ON TABLE public.document_party TO didtron_reporter;
GRANT SELECT ON TABLE public.document_party TO didtron_portal;

GRANT SELECT ON TABLE public.document_series TO didtron_storage;
GRANT SELECT ON TABLE public.document_series TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.document_series TO didtron_app;
GRANT SELECT ON TABLE public.document_series TO didtron_reporter;

GRANT UPDATE(last_number) ON TABLE public.document_series TO didtron_app;

GRANT UPDATE(last_issued_at) ON TABLE public.document_series TO didtron_app;

GRANT SELECT ON TABLE public.due_billing_change TO didtron_storage;
GRANT SELECT ON TABLE public.due_billing_change TO didtron_loader;
GRANT SELECT ON TABLE public.due_billing_change TO didtron_app;
GRANT SELECT ON TABLE public.due_billing_change TO didtron_reporter;

GRANT SELECT ON TABLE public.entity TO didtron_storage;
GRANT SELECT ON TABLE public.entity TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.entity TO didtron_app;
GRANT SELECT ON TABLE public.entity TO didtron_reporter;

GRANT SELECT(id) ON TABLE public.entity TO didtron_portal;

GRANT SELECT(code) ON TABLE public.entity TO didtron_portal;

GRANT UPDATE(name) ON TABLE public.entity TO didtron_app;
GRANT SELECT(name) ON TABLE public.entity TO didtron_portal;

GRANT UPDATE(zone) ON TABLE public.entity TO didtron_app;

GRANT SELECT ON TABLE public.entry TO didtron_storage;
GRANT SELECT ON TABLE public.entry TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.entry TO didtron_app;
GRANT SELECT ON TABLE public.entry TO didtron_reporter;

GRANT SELECT ON TABLE public.exchange_rate_revision TO didtron_storage;
GRANT SELECT ON TABLE public.exchange_rate_revision TO didtron_loader;
GRANT SELECT ON TABLE public.exchange_rate_revision TO didtron_app;
GRANT SELECT ON TABLE public.exchange_rate_revision TO didtron_reporter;

GRANT UPDATE(last_revision) ON TABLE public.exchange_rate_revision TO didtron_app;

GRANT SELECT ON TABLE public.file_findings TO didtron_storage;
GRANT SELECT ON TABLE public.file_findings TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.file_findings TO didtron_app;
GRANT SELECT ON TABLE public.file_findings TO didtron_reporter;

GRANT SELECT ON TABLE public.iana_zone TO didtron_storage;
GRANT SELECT ON TABLE public.iana_zone TO didtron_loader;
GRANT SELECT ON TABLE public.iana_zone TO didtron_app;
GRANT SELECT ON TABLE public.iana_zone TO didtron_reporter;

GRANT SELECT ON TABLE public.invoice TO didtron_storage;
GRANT SELECT ON TABLE public.invoice TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.invoice TO didtron_app;
GRANT SELECT ON TABLE public.invoice TO didtron_reporter;
GRANT SELECT ON TABLE public.invoice TO didtron_portal;

GRANT UPDATE(state) ON TABLE public.invoice TO didtron_app;

GRANT UPDATE(approved_at) ON TABLE public.invoice TO didtron_app;

GRANT UPDATE(issued_at) ON TABLE public.invoice TO didtron_app;

GRANT UPDATE(falls_due_on) ON TABLE public.invoice TO didtron_app;

GRANT UPDATE(voided_at) ON TABLE public.invoice TO didtron_app;

GRANT UPDATE(paid_minor) ON TABLE public.invoice TO didtron_app;

GRANT UPDATE(credited_minor) ON TABLE public.invoice TO didtron_app;

GRANT UPDATE(netted_minor) ON TABLE public.invoice TO didtron_app;

GRANT UPDATE(written_off_minor) ON TABLE public.invoice TO didtron_app;

GRANT SELECT ON TABLE public.invoice_line TO didtron_storage;
GRANT SELECT ON TABLE public.invoice_line TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.invoice_line TO didtron_app;
GRANT SELECT ON TABLE public.invoice_line TO didtron_reporter;
GRANT SELECT ON TABLE public.invoice_line TO didtron_portal;

GRANT SELECT ON TABLE public.invoice_offset TO didtron_storage;
GRANT SELECT ON TABLE public.invoice_offset TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.invoice_offset TO didtron_app;
GRANT SELECT ON TABLE public.invoice_offset TO didtron_reporter;
GRANT SELECT ON TABLE public.invoice_offset TO didtron_portal;

GRANT SELECT ON TABLE public.invoice_run TO didtron_storage;
GRANT SELECT ON TABLE public.invoice_run TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.invoice_run TO didtron_app;
GRANT SELECT ON TABLE public.invoice_run TO didtron_reporter;

GRANT SELECT ON TABLE public.invoice_tax TO didtron_storage;
GRANT SELECT ON TABLE public.invoice_tax TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.invoice_tax TO didtron_app;
GRANT SELECT ON TABLE public.invoice_tax TO didtron_reporter;
GRANT SELECT ON TABLE public.invoice_tax TO didtron_portal;

GRANT SELECT ON TABLE public.issued_invoice TO didtron_storage;
GRANT SELECT ON TABLE public.issued_invoice TO didtron_loader;
GRANT SELECT ON TABLE public.issued_invoice TO didtron_app;
GRANT SELECT ON TABLE public.issued_invoice TO didtron_reporter;
GRANT SELECT ON TABLE public.issued_invoice TO didtron_portal;

GRANT SELECT ON TABLE public.job TO didtron_storage;
GRANT SELECT ON TABLE public.job TO didtron_loader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job TO didtron_app;
GRANT SELECT ON TABLE public.job TO didtron_reporter;

GRANT SELECT ON TABLE public.job_run TO didtron_storage;
GRANT SELECT ON TABLE public.job_run TO didtron_loader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_run TO didtron_app;
GRANT SELECT ON TABLE public.job_run TO didtron_reporter;

GRANT SELECT ON TABLE public.journal_kind TO didtron_storage;
GRANT SELECT ON TABLE public.journal_kind TO didtron_loader;
GRANT SELECT ON TABLE public.journal_kind TO didtron_app;
GRANT SELECT ON TABLE public.journal_kind TO didtron_reporter;

GRANT SELECT ON TABLE public.ledger_account TO didtron_storage;
GRANT SELECT ON TABLE public.ledger_account TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.ledger_account TO didtron_app;
GRANT SELECT ON TABLE public.ledger_account TO didtron_reporter;

GRANT SELECT ON TABLE public.ledger_account_type TO didtron_storage;
GRANT SELECT ON TABLE public.ledger_account_type TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.ledger_account_type TO didtron_app;
GRANT SELECT ON TABLE public.ledger_account_type TO didtron_reporter;

GRANT SELECT ON TABLE public.live_allocation TO didtron_storage;
GRANT SELECT ON TABLE public.live_allocation TO didtron_loader;
GRANT SELECT ON TABLE public.live_allocation TO didtron_app;
GRANT SELECT ON TABLE public.live_allocation TO didtron_reporter;

GRANT SELECT ON TABLE public.manual_journal TO didtron_storage;
GRANT SELECT ON TABLE public.manual_journal TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.manual_journal TO didtron_app;
GRANT SELECT ON TABLE public.manual_journal TO didtron_reporter;

GRANT UPDATE(decided_act_id) ON TABLE public.manual_journal TO didtron_app;

GRANT UPDATE(state) ON TABLE public.manual_journal TO didtron_app;

GRANT SELECT ON TABLE public.manual_journal_line TO didtron_storage;
GRANT SELECT ON TABLE public.manual_journal_line TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.manual_journal_line TO didtron_app;
GRANT SELECT ON TABLE public.manual_journal_line TO didtron_reporter;

GRANT SELECT ON TABLE public.number_state TO didtron_storage;
GRANT SELECT ON TABLE public.number_state TO didtron_loader;
GRANT SELECT,INSERT,DELETE ON TABLE public.number_state TO didtron_app;
GRANT SELECT ON TABLE public.number_state TO didtron_reporter;

GRANT UPDATE(state) ON TABLE public.number_state TO didtron_app;

GRANT SELECT ON TABLE public.origin_prefix TO didtron_storage;
GRANT SELECT ON TABLE public.origin_prefix TO didtron_loader;
GRANT SELECT,INSERT,DELETE ON TABLE public.origin_prefix TO didtron_app;
GRANT SELECT ON TABLE public.origin_prefix TO didtron_reporter;

GRANT UPDATE(origin) ON TABLE public.origin_prefix TO didtron_app;

GRANT SELECT ON TABLE public.partner TO didtron_storage;
GRANT SELECT ON TABLE public.partner TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.partner TO didtron_app;
GRANT SELECT ON TABLE public.partner TO didtron_reporter;
GRANT SELECT ON TABLE public.partner TO didtron_portal;

GRANT UPDATE(name) ON TABLE public.partner TO didtron_app;

GRANT SELECT ON TABLE public.party_detail TO didtron_storage;
GRANT SELECT ON TABLE public.party_detail TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.party_detail TO didtron_app;
GRANT SELECT ON TABLE public.party_detail TO didtron_reporter;

GRANT UPDATE(legal_name) ON TABLE public.party_detail TO didtron_app;

GRANT UPDATE(address) ON TABLE public.party_detail TO didtron_app;

GRANT UPDATE(city) ON TABLE public.party_detail TO didtron_app;

GRANT UPDATE(region) ON TABLE public.party_detail TO didtron_app;

GRANT UPDATE(postal_code) ON TABLE public.party_detail TO didtron_app;

GRANT UPDATE(country) ON TABLE public.party_detail TO didtron_app;

GRANT UPDATE(registration_number) ON TABLE public.party_detail TO didtron_app;

GRANT UPDATE(tax_ids) ON TABLE public.party_detail TO didtron_app;

GRANT UPDATE(language) ON TABLE public.party_detail TO didtron_app;

GRANT UPDATE(reference) ON TABLE public.party_detail TO didtron_app;

GRANT UPDATE(valid) ON TABLE public.party_detail TO didtron_app;

GRANT SELECT ON TABLE public.payment TO didtron_storage;
GRANT SELECT ON TABLE public.payment TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.payment TO didtron_app;
GRANT SELECT ON TABLE public.payment TO didtron_reporter;

GRANT UPDATE(allocated_minor) ON TABLE public.payment TO didtron_app;

GRANT UPDATE(reversed_at) ON TABLE public.payment TO didtron_app;

GRANT UPDATE(reversed_on) ON TABLE public.payment TO didtron_app;

GRANT UPDATE(state) ON TABLE public.payment TO didtron_app;

GRANT SELECT ON TABLE public.payment_purpose TO didtron_storage;
GRANT SELECT ON TABLE public.payment_purpose TO didtron_loader;
GRANT SELECT ON TABLE public.payment_purpose TO didtron_app;
GRANT SELECT ON TABLE public.payment_purpose TO didtron_reporter;

GRANT SELECT ON TABLE public.payment_tax TO didtron_storage;
GRANT SELECT ON TABLE public.payment_tax TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.payment_tax TO didtron_app;
GRANT SELECT ON TABLE public.payment_tax TO didtron_reporter;

GRANT SELECT ON TABLE public.period_lock TO didtron_storage;
GRANT SELECT ON TABLE public.period_lock TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.period_lock TO didtron_app;
GRANT SELECT ON TABLE public.period_lock TO didtron_reporter;

GRANT SELECT ON TABLE public.product TO didtron_storage;
GRANT SELECT ON TABLE public.product TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.product TO didtron_app;
GRANT SELECT ON TABLE public.product TO didtron_reporter;

GRANT SELECT(id) ON TABLE public.product TO didtron_portal;

GRANT SELECT(entity_id) ON TABLE public.product TO didtron_portal;

GRANT SELECT(code) ON TABLE public.product TO didtron_portal;

GRANT UPDATE(name) ON TABLE public.product TO didtron_app;
GRANT SELECT(name) ON TABLE public.product TO didtron_portal;

GRANT UPDATE(direction) ON TABLE public.product TO didtron_app;

GRANT SELECT ON TABLE public.revaluation TO didtron_storage;
GRANT SELECT ON TABLE public.revaluation TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.revaluation TO didtron_app;
GRANT SELECT ON TABLE public.revaluation TO didtron_reporter;

GRANT USAGE ON SEQUENCE public.revaluation_id_seq TO didtron_app;

GRANT SELECT ON TABLE public.revaluation_line TO didtron_storage;
GRANT SELECT ON TABLE public.revaluation_line TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.revaluation_line TO didtron_app;
GRANT SELECT ON TABLE public.revaluation_line TO didtron_reporter;

GRANT SELECT ON TABLE public.reversal_request TO didtron_storage;
GRANT SELECT ON TABLE public.reversal_request TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.reversal_request TO didtron_app;
GRANT SELECT ON TABLE public.reversal_request TO didtron_reporter;

GRANT UPDATE(decided_act_id) ON TABLE public.reversal_request TO didtron_app;

GRANT UPDATE(state) ON TABLE public.reversal_request TO didtron_app;

GRANT SELECT ON TABLE public.route_post_dial_delay TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.route_post_dial_delay TO didtron_loader;
GRANT SELECT ON TABLE public.route_post_dial_delay TO didtron_app;
GRANT SELECT ON TABLE public.route_post_dial_delay TO didtron_reporter;

GRANT SELECT ON TABLE public.schedule TO didtron_storage;
GRANT SELECT ON TABLE public.schedule TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.schedule TO didtron_app;
GRANT SELECT ON TABLE public.schedule TO didtron_reporter;

GRANT UPDATE(cron) ON TABLE public.schedule TO didtron_app;

GRANT UPDATE(zone) ON TABLE public.schedule TO didtron_app;

GRANT UPDATE(catch_up) ON TABLE public.schedule TO didtron_app;

GRANT UPDATE(next_at) ON TABLE public.schedule TO didtron_app;

GRANT UPDATE(paused_at) ON TABLE public.schedule TO didtron_app;

GRANT UPDATE(paused_reason) ON TABLE public.schedule TO didtron_app;

GRANT SELECT ON TABLE public.schema_migration TO didtron_storage;
GRANT SELECT ON TABLE public.schema_migration TO didtron_loader;
GRANT SELECT ON TABLE public.schema_migration TO didtron_app;
GRANT SELECT ON TABLE public.schema_migration TO didtron_reporter;

GRANT SELECT ON TABLE public.sealed_record TO didtron_storage;
GRANT SELECT ON TABLE public.sealed_record TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.sealed_record TO didtron_app;
GRANT SELECT ON TABLE public.sealed_record TO didtron_reporter;

GRANT SELECT ON TABLE public.sealed_sum TO didtron_storage;
GRANT SELECT ON TABLE public.sealed_sum TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.sealed_sum TO didtron_app;
GRANT SELECT ON TABLE public.sealed_sum TO didtron_reporter;

GRANT UPDATE(debit_micros) ON TABLE public.sealed_sum TO didtron_app;

GRANT UPDATE(credit_micros) ON TABLE public.sealed_sum TO didtron_app;

GRANT UPDATE(functional_debit_micros) ON TABLE public.sealed_sum TO didtron_app;

GRANT UPDATE(functional_credit_micros) ON TABLE public.sealed_sum TO didtron_app;

GRANT UPDATE(entries) ON TABLE public.sealed_sum TO didtron_app;

GRANT UPDATE(unconverted) ON TABLE public.sealed_sum TO didtron_app;

GRANT SELECT ON TABLE public.service_usage TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.service_usage TO didtron_loader;
GRANT SELECT ON TABLE public.service_usage TO didtron_app;
GRANT SELECT ON TABLE public.service_usage TO didtron_reporter;

GRANT SELECT ON TABLE public.setting TO didtron_storage;
GRANT SELECT ON TABLE public.setting TO didtron_loader;
GRANT SELECT,INSERT,DELETE ON TABLE public.setting TO didtron_app;
GRANT SELECT ON TABLE public.setting TO didtron_reporter;

GRANT UPDATE(value) ON TABLE public.setting TO didtron_app;

GRANT UPDATE(changed_at) ON TABLE public.setting TO didtron_app;

GRANT UPDATE(changed_by) ON TABLE public.setting TO didtron_app;

GRANT SELECT ON TABLE public.suspense TO didtron_storage;
GRANT SELECT,INSERT ON TABLE public.suspense TO didtron_loader;
GRANT SELECT ON TABLE public.suspense TO didtron_app;
GRANT SELECT ON TABLE public.suspense TO didtron_reporter;

GRANT SELECT ON TABLE public.suspense_correction TO didtron_storage;
GRANT SELECT ON TABLE public.suspense_correction TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.suspense_correction TO didtron_app;
GRANT SELECT ON TABLE public.suspense_correction TO didtron_reporter;

GRANT SELECT ON TABLE public.suspense_account TO didtron_storage;
GRANT SELECT ON TABLE public.suspense_account TO didtron_loader;
GRANT SELECT ON TABLE public.suspense_account TO didtron_app;
GRANT SELECT ON TABLE public.suspense_account TO didtron_reporter;

GRANT SELECT ON TABLE public.suspense_resolution TO didtron_storage;
GRANT SELECT,INSERT ON TABLE public.suspense_resolution TO didtron_loader;
GRANT SELECT ON TABLE public.suspense_resolution TO didtron_app;
GRANT SELECT ON TABLE public.suspense_resolution TO didtron_reporter;

GRANT SELECT ON TABLE public.switch TO didtron_storage;
GRANT SELECT ON TABLE public.switch TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.switch TO didtron_app;
GRANT SELECT ON TABLE public.switch TO didtron_reporter;

GRANT UPDATE(zone) ON TABLE public.switch TO didtron_app;

GRANT UPDATE(international_prefixes) ON TABLE public.switch TO didtron_app;

GRANT UPDATE(tech_prefixes) ON TABLE public.switch TO didtron_app;

GRANT UPDATE(home_country) ON TABLE public.switch TO didtron_app;

GRANT UPDATE(national_prefix) ON TABLE public.switch TO didtron_app;

GRANT UPDATE(national_digits) ON TABLE public.switch TO didtron_app;

GRANT UPDATE(number_separators) ON TABLE public.switch TO didtron_app;

GRANT UPDATE(number_uris) ON TABLE public.switch TO didtron_app;

GRANT UPDATE(anonymous_callers) ON TABLE public.switch TO didtron_app;

GRANT SELECT ON TABLE public.tax_profile TO didtron_storage;
GRANT SELECT ON TABLE public.tax_profile TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.tax_profile TO didtron_app;
GRANT SELECT ON TABLE public.tax_profile TO didtron_reporter;

GRANT UPDATE(name) ON TABLE public.tax_profile TO didtron_app;

GRANT UPDATE(sentence) ON TABLE public.tax_profile TO didtron_app;

GRANT SELECT ON TABLE public.tax_rate TO didtron_storage;
GRANT SELECT ON TABLE public.tax_rate TO didtron_loader;
GRANT SELECT,INSERT,DELETE ON TABLE public.tax_rate TO didtron_app;
GRANT SELECT ON TABLE public.tax_rate TO didtron_reporter;

GRANT UPDATE(rate_millionths) ON TABLE public.tax_rate TO didtron_app;

GRANT UPDATE(account_type) ON TABLE public.tax_rate TO didtron_app;

GRANT SELECT ON TABLE public.terms_span TO didtron_storage;
GRANT SELECT ON TABLE public.terms_span TO didtron_loader;
GRANT SELECT ON TABLE public.terms_span TO didtron_app;
GRANT SELECT ON TABLE public.terms_span TO didtron_reporter;

GRANT SELECT ON TABLE public.time_band TO didtron_storage;
GRANT SELECT ON TABLE public.time_band TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.time_band TO didtron_app;
GRANT SELECT ON TABLE public.time_band TO didtron_reporter;

GRANT SELECT ON TABLE public.time_band_set TO didtron_storage;
GRANT SELECT ON TABLE public.time_band_set TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.time_band_set TO didtron_app;
GRANT SELECT ON TABLE public.time_band_set TO didtron_reporter;

GRANT UPDATE(withdrawn_at) ON TABLE public.time_band_set TO didtron_app;

GRANT SELECT ON TABLE public.top_up_return TO didtron_storage;
GRANT SELECT ON TABLE public.top_up_return TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.top_up_return TO didtron_app;
GRANT SELECT ON TABLE public.top_up_return TO didtron_reporter;

GRANT SELECT ON TABLE public.unclaimed_period TO didtron_storage;
GRANT SELECT,INSERT ON TABLE public.unclaimed_period TO didtron_loader;
GRANT SELECT,DELETE ON TABLE public.unclaimed_period TO didtron_app;
GRANT SELECT ON TABLE public.unclaimed_period TO didtron_reporter;

GRANT SELECT ON TABLE public.unfinished_file TO didtron_storage;
GRANT SELECT ON TABLE public.unfinished_file TO didtron_loader;
GRANT SELECT ON TABLE public.unfinished_file TO didtron_app;
GRANT SELECT ON TABLE public.unfinished_file TO didtron_reporter;

GRANT SELECT ON TABLE public.usage TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.usage TO didtron_loader;
GRANT SELECT ON TABLE public.usage TO didtron_app;
GRANT SELECT ON TABLE public.usage TO didtron_reporter;

GRANT SELECT ON TABLE public.usage_adjustment TO didtron_owner;
GRANT SELECT,INSERT ON TABLE public.usage_adjustment TO didtron_loader;
GRANT SELECT ON TABLE public.usage_adjustment TO didtron_app;
GRANT SELECT ON TABLE public.usage_adjustment TO didtron_reporter;

GRANT SELECT ON TABLE public.usage_claim TO didtron_storage;
GRANT SELECT ON TABLE public.usage_claim TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.usage_claim TO didtron_app;
GRANT SELECT ON TABLE public.usage_claim TO didtron_reporter;

GRANT UPDATE(invoice_id) ON TABLE public.usage_claim TO didtron_app;

GRANT SELECT ON TABLE public.version_beside TO didtron_storage;
GRANT SELECT ON TABLE public.version_beside TO didtron_loader;
GRANT SELECT,INSERT ON TABLE public.version_beside TO didtron_app;
GRANT SELECT ON TABLE public.version_beside TO didtron_reporter;

GRANT SELECT,INSERT ON TABLE secret.api_token_hash TO didtron_app;

GRANT SELECT,INSERT ON TABLE secret.api_token_use TO didtron_app;

GRANT UPDATE(used_at) ON TABLE secret.api_token_use TO didtron_app;

GRANT UPDATE(address) ON TABLE secret.api_token_use TO didtron_app;

GRANT SELECT ON TABLE secret.call_key TO didtron_loader;
GRANT SELECT ON TABLE secret.call_key TO didtron_app;

GRANT SELECT,INSERT,DELETE ON TABLE secret.recovery_code TO didtron_app;

GRANT UPDATE(used_at) ON TABLE secret.recovery_code TO didtron_app;

GRANT SELECT,INSERT,DELETE ON TABLE secret.second_factor TO didtron_app;

GRANT UPDATE(key) ON TABLE secret.second_factor TO didtron_app;

GRANT UPDATE(last_step) ON TABLE secret.second_factor TO didtron_app;

GRANT UPDATE(confirmed_at) ON TABLE secret.second_factor TO didtron_app;

GRANT SELECT,INSERT,DELETE ON TABLE secret.session TO didtron_app;

GRANT UPDATE(seen_at) ON TABLE secret.session TO didtron_app;

GRANT UPDATE(ended_at) ON TABLE secret.session TO didtron_app;

GRANT UPDATE(entity_id) ON TABLE secret.session TO didtron_app;

GRANT SELECT,INSERT,DELETE ON TABLE secret.sign_in_attempt TO didtron_app;

GRANT SELECT,INSERT,DELETE ON TABLE secret.sign_in_link TO didtron_app;

GRANT UPDATE(used_at) ON TABLE secret.sign_in_link TO didtron_app;

GRANT SELECT,INSERT ON TABLE secret.user_password TO didtron_app;

GRANT UPDATE(hash) ON TABLE secret.user_password TO didtron_app;

GRANT UPDATE(changed_at) ON TABLE secret.user_password TO didtron_app;

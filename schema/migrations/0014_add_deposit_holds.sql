-- Deposits of prepaid customers: what is available of them to the micro, what is held for calls under way, and the marks by which
-- people see that a deposit runs low or is overdrawn.

CREATE INDEX suspense_by_account ON suspense (entity_id, account_value) WHERE side = 'sell';
CREATE INDEX suspense_by_called ON suspense (entity_id, called) WHERE side = 'sell';

-- What usage is loaded and in no journal yet
CREATE FUNCTION unposted_usage(of_entity_id smallint, of_partner_id integer)
RETURNS TABLE (partner_id integer, currency text, side "char", prepaid boolean, billing_on date, micros numeric)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
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
COMMENT ON FUNCTION unposted_usage IS
    'Usage of an entity that is loaded and in no journal yet, in micros (10^-6) of currency, of one partner or all (null): prepaid where the deposit has to pay it.';

-- What calls without a price would have cost
CREATE FUNCTION suspense_estimate(of_entity_id smallint, of_partner_id integer)
RETURNS TABLE (partner_id integer, currency text, calls bigint, unknown_calls bigint, micros numeric)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
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
COMMENT ON FUNCTION suspense_estimate IS
    'What the calls of customers who pay ahead, or to numbers let to them, that wait for a price would cost at the last price that was known for their numbers, in micros (10^-6) of currency, rounded up call by call; unknown_calls never had one.';

-- Holds
CREATE TABLE deposit_hold (
    id              bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    amount_micros   bigint NOT NULL,
    captured_micros bigint,
    made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at      timestamptz NOT NULL,
    ended_at        timestamptz,
    partner_id      integer NOT NULL,
    entity_id       smallint NOT NULL,
    currency        text NOT NULL,
    state           text NOT NULL DEFAULT 'held',
    reference       text,
    CONSTRAINT deposit_hold_amount_is_positive CHECK (amount_micros BETWEEN 1 AND 1000000000000000000),
    CONSTRAINT deposit_hold_captures_no_more_than_it_holds CHECK (captured_micros BETWEEN 0 AND amount_micros),
    CONSTRAINT deposit_hold_expires_later CHECK (expires_at > made_at AND expires_at < 'infinity'),
    CONSTRAINT deposit_hold_reference_is_short CHECK (btrim(reference) <> '' AND length(reference) <= 500),
    CONSTRAINT deposit_hold_state_has_its_parts CHECK (CASE state
        WHEN 'held' THEN captured_micros IS NULL AND ended_at IS NULL
        WHEN 'captured' THEN captured_micros IS NOT NULL AND ended_at IS NULL
        WHEN 'released' THEN ended_at IS NOT NULL
        ELSE false END),
    CONSTRAINT deposit_hold_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency)
        REFERENCES agreement (entity_id, partner_id, currency)
);
CREATE INDEX deposit_hold_alive ON deposit_hold (entity_id, partner_id, expires_at) WHERE state <> 'released';
CREATE TRIGGER deposit_hold_is_immutable_but_its_state BEFORE UPDATE OF id, amount_micros, made_at, partner_id, entity_id,
    currency, reference ON deposit_hold FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deposit_hold_is_never_removed BEFORE DELETE OR TRUNCATE ON deposit_hold
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE deposit_hold IS
    'What of a deposit is kept for a call or session under way. Held until it is captured, released or expires; what is captured is kept until the usage that it was for is loaded, which is said by releasing it, or until it expires. State.';
COMMENT ON COLUMN deposit_hold.amount_micros IS 'Micros (10^-6) of currency.';
COMMENT ON COLUMN deposit_hold.captured_micros IS 'Micros (10^-6) of currency: what it came to in the end; null until that is known.';
COMMENT ON COLUMN deposit_hold.expires_at IS 'From then on it keeps nothing, whatever its state.';

CREATE FUNCTION deposit_positions(of_entity_id smallint, of_partner_id integer)
RETURNS TABLE (partner_id integer, currency text, deposit_micros numeric, unposted_micros numeric, held_micros numeric,
    suspense_micros numeric, unknown_calls bigint, tax_micros numeric, available_micros numeric, overdraft_micros numeric)
LANGUAGE sql STABLE AS $$
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
COMMENT ON FUNCTION deposit_positions IS
    'Deposits of the customers of an entity who pay ahead (of one, or null = all), in micros (10^-6) of currency: available is the deposit less usage that is not posted, holds, calls without a price at the last one known, and the tax that will come on top of these; overdraft is how far below zero the agreement lets it go.';

CREATE FUNCTION refuse_hold_beyond_available() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER deposit_hold_is_within_what_is_available BEFORE INSERT ON deposit_hold
    FOR EACH ROW EXECUTE FUNCTION refuse_hold_beyond_available();

CREATE FUNCTION refuse_hold_step() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER deposit_hold_goes_forward BEFORE UPDATE ON deposit_hold FOR EACH ROW EXECUTE FUNCTION refuse_hold_step();

CREATE FUNCTION refuse_refund_beyond_available() RETURNS trigger LANGUAGE plpgsql AS $$
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
-- When the act ends, so that the refund itself has left the deposit.
CREATE CONSTRAINT TRIGGER payment_refunds_what_is_available AFTER INSERT ON payment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.purpose = 'refund_of_deposit')
    EXECUTE FUNCTION refuse_refund_beyond_available();

-- Marks
CREATE TABLE deposit_mark (
    id                  bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    available_micros    numeric NOT NULL,
    limit_micros        numeric NOT NULL,
    cleared_micros      numeric,
    raised_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    cleared_at          timestamptz,
    partner_id          integer NOT NULL,
    entity_id           smallint NOT NULL,
    currency            text NOT NULL,
    kind                text NOT NULL,
    CONSTRAINT deposit_mark_kind_is_known CHECK (kind IN ('low', 'overdrawn')),
    CONSTRAINT deposit_mark_clears_with_its_balance CHECK ((cleared_at IS NULL) = (cleared_micros IS NULL)),
    CONSTRAINT deposit_mark_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency)
        REFERENCES agreement (entity_id, partner_id, currency)
);
CREATE UNIQUE INDEX deposit_mark_stands_once ON deposit_mark (entity_id, partner_id, kind) WHERE cleared_at IS NULL;
CREATE INDEX deposit_mark_by_partner ON deposit_mark (entity_id, partner_id, id);
CREATE TRIGGER deposit_mark_is_immutable_but_its_end BEFORE UPDATE OF id, available_micros, limit_micros, raised_at,
    partner_id, entity_id, currency, kind ON deposit_mark FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deposit_mark_is_never_removed BEFORE DELETE OR TRUNCATE ON deposit_mark
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE deposit_mark IS
    'That a deposit runs low, or is below what the agreement allows: stands until it is well above again. State.';
COMMENT ON COLUMN deposit_mark.available_micros IS 'Micros (10^-6) of currency that were available when it was raised.';
COMMENT ON COLUMN deposit_mark.limit_micros IS 'Micros (10^-6) of currency below which it was raised.';
COMMENT ON COLUMN deposit_mark.cleared_micros IS 'Micros (10^-6) of currency that were available when it was cleared.';

CREATE FUNCTION due_deposit_marks(of_entity_id smallint, low_micros numeric, cleared_percent integer)
RETURNS TABLE (mark_id bigint, partner_id integer, currency text, kind text, available_micros numeric, limit_micros numeric,
    is_raised boolean)
LANGUAGE sql STABLE AS $$
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
COMMENT ON FUNCTION due_deposit_marks IS
    'Marks of an entity''s customers that are to be raised or cleared now: low below low_micros, until cleared_percent of that are available again; overdrawn below what the agreement allows.';

-- Rights and acts
GRANT SELECT ON deposit_hold, deposit_mark TO didtron_owner, didtron_storage, didtron_loader, didtron_app, didtron_reporter;
GRANT INSERT ON deposit_hold, deposit_mark TO didtron_app;
GRANT UPDATE (state, captured_micros, expires_at, ended_at) ON deposit_hold TO didtron_app;
GRANT UPDATE (cleared_at, cleared_micros) ON deposit_mark TO didtron_app;

DO $$
DECLARE
    recorded record;
BEGIN
    FOR recorded IN
        SELECT *
        FROM (VALUES
            ('deposit_hold', 'partner_id reference', 'made_at ended_at'),
            ('deposit_mark', 'partner_id kind', 'raised_at cleared_at'))
            AS listed (table_name, label_columns, silent_columns)
    LOOP
        EXECUTE format($sql$
            CREATE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT
            WHEN (current_user IN ('didtron_app', 'didtron_loader')) EXECUTE FUNCTION demand_act()
            $sql$, recorded.table_name || '_changes_by_acts', recorded.table_name);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION record_changes(%L, %L, %L)',
            recorded.table_name || '_records_insert', recorded.table_name, recorded.label_columns, recorded.silent_columns,
            'every');
        EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_row NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION record_changes(%L, %L, %L)',
            recorded.table_name || '_records_update', recorded.table_name, recorded.label_columns, recorded.silent_columns,
            'every');
    END LOOP;
END
$$;

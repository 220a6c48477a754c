-- What a customer sees besides the own invoices: the position, usage, calls, payments, rates and people. The functions run with the
-- rights of their owner and are confined to the partner and entity of the transaction (0018), so that the portal's role needs no
-- right to any of the tables, and tables that grow by every call need no policies.

CREATE FUNCTION portal_position()
RETURNS TABLE (currency text, minor_digits integer, payment_mode text, receivable_micros numeric, unapplied_micros numeric,
    unbilled_micros numeric, deposit_micros numeric, available_micros numeric, credit_limit_micros numeric, low_mark boolean, as_of text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
COMMENT ON FUNCTION portal_position IS
    'Where the customer of the transaction stands now, usage that is loaded and not posted included, in micros (10^-6) of currency; no row for a supplier.';

CREATE FUNCTION portal_usage(first_on date, until_on date, by_day boolean)
RETURNS TABLE (label text, currency text, minor_digits integer, attempts bigint, answered bigint, billed_s bigint, micros numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN by_day THEN billing_on::text ELSE COALESCE(destination.name, '(none)') END, usage.currency,
        own.minor_digits::integer, sum(attempts)::bigint, sum(answered)::bigint, sum(billed_s)::bigint, sum(micros)
    FROM usage
        JOIN currency AS own ON own.code = usage.currency
        LEFT JOIN destination ON NOT by_day AND destination.id = usage.destination_id
    WHERE entity_id = portal_entity() AND partner_id = portal_partner() AND side = 's'
        AND billing_on >= first_on AND billing_on < until_on
    GROUP BY 1, 2, 3
$$;
COMMENT ON FUNCTION portal_usage IS
    'Usage of closed files of the customer of the transaction, of billing days half open, by day or by destination; seconds, and micros (10^-6) of currency.';

CREATE FUNCTION portal_calls(of_day date, after_micros bigint, after_chunk_id integer, after_ordinal integer, row_limit integer)
RETURNS TABLE (start_micros bigint, started_at text, chunk_id integer, ordinal integer, called text, calling text, duration_ns bigint,
    billed_s integer, micros bigint, destination text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
COMMENT ON FUNCTION portal_calls IS
    'Rated calls of the customer of the transaction on one of its billing days, the first started first, behind a row; microseconds since 1970 UTC, nanoseconds, seconds, micros (10^-6) of the agreement''s currency.';

CREATE FUNCTION portal_payments(before_on date, before_id bigint, row_limit integer)
RETURNS TABLE (payment_id bigint, number_text text, purpose text, is_incoming boolean, value_on date, state text, currency text,
    minor_digits integer, total_minor bigint, left_minor bigint, reference text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
COMMENT ON FUNCTION portal_payments IS
    'Payments of the customer of the transaction and back to it, the newest first, behind a row; minor units of currency.';

CREATE FUNCTION portal_rates(sought text, after_prefix text, after_id integer, row_limit integer)
RETURNS TABLE (rate_id integer, prefix text, destination text, product text, currency text, nanos_per_minute bigint,
    setup_fee_nanos bigint, initial_s integer, increment_s integer, blocked boolean, variant text, from_at text, until_at text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
COMMENT ON FUNCTION portal_rates IS
    'Rates of the customer of the transaction that are in effect or announced, by prefix, behind a row; nanos (10^-9) of currency a minute.';

CREATE FUNCTION portal_people()
RETURNS TABLE (mail text, name text, state text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT app_user.mail, app_user.name, app_user.state
    FROM app_user
    WHERE entity_id = portal_entity() AND partner_id = portal_partner()
    ORDER BY app_user.mail
$$;
COMMENT ON FUNCTION portal_people IS 'Who may sign in for the customer of the transaction.';

REVOKE EXECUTE ON FUNCTION portal_position, portal_usage, portal_calls, portal_payments, portal_rates, portal_people FROM PUBLIC;
GRANT EXECUTE ON FUNCTION portal_position, portal_usage, portal_calls, portal_payments, portal_rates, portal_people TO didtron_portal;

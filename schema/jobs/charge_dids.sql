-- Writes what DIDs cost in the billing periods that begin in between, and posts it: one journal, debit unbilled (prepaid:
-- the deposit), credit revenue. A charge is the difference to what has been charged of the period, so that periods charged
-- before are put right where a number has another last day since; those are looked at whenever they began.
--
-- A month's fee is shared by the days of that calendar month that the number is in effect: the first k of them cost the fee
-- x k / days of the month, rounded once, half up (fee_of_days), the k-th the difference to the k - 1 before it. So a period
-- of a whole month costs exactly the fee, and the periods of a month add up to it however they divide it. A day is charged
-- in one period only, the one charged first, though the billing cycle change. The set-up fee is charged once, in the period
-- of the first day.
--
-- Parameters: entity_id smallint; period_start, period_end date (first day, and first day after: billing periods that
-- begin in between).
-- Reads: did, agreement, agreement_terms, tax profiles and rates, partner, product, entity, did_charge. Writes: journal, did_charge, ledger_account,
-- entry, account_balance.
-- Lock: one of the entity, and, shared with other entities, that of imports of catalog data, until commit. A second run finds
-- no difference and writes nothing; the unique key of did_charge would refuse it in any case.
-- Runs inside an act.
-- Rows expected: the result has one row per charge; earlier has one row: numbers with a beginning that no period charged.

-- name: lock
SELECT pg_advisory_xact_lock_shared(hashtext('didtron.catalog')),
    pg_advisory_xact_lock(hashtextextended('didtron.charge_dids', :'entity_id'::smallint));

-- name: term
CREATE TEMPORARY TABLE term ON COMMIT DROP AS
SELECT did.id AS did_id, partner_id, product_id, currency, in_effect,
    lower(in_effect) AS first_on, monthly_fee_micros, setup_fee_micros
FROM did JOIN agreement USING (entity_id, partner_id)
WHERE did.entity_id = :'entity_id'::smallint;

-- name: billing_terms
CREATE TEMPORARY TABLE billing_terms ON COMMIT DROP AS
SELECT partner_id, in_effect, billing_cycle, payment_mode = 'prepaid' AS prepaid
FROM terms_span
WHERE entity_id = :'entity_id'::smallint AND side = 'sell' AND partner_id IN (SELECT partner_id FROM term);

-- name: charged_period
CREATE TEMPORARY TABLE charged_period ON COMMIT DROP AS
SELECT did_id, service_period AS starts_on, period_end_on, min(id) AS first_charge_id, bool_or(prepaid) AS prepaid,
    COALESCE(sum(days), 0)::integer AS days,
    COALESCE(sum(amount_micros) FILTER (WHERE kind = 'recurring'), 0)::bigint AS recurring_micros,
    bool_or(kind = 'setup') AS has_setup
FROM did_charge
WHERE entity_id = :'entity_id'::smallint
GROUP BY did_id, service_period, period_end_on;

-- name: period
-- Those that begin in the run; and all that a number has been charged for, where its days differ or a new one overlaps.
CREATE TEMPORARY TABLE period ON COMMIT DROP AS
WITH cycle_period AS (
    SELECT cycle, starts_on, billing_period_end(cycle, starts_on) - 1 AS period_end_on
    FROM unnest(ARRAY['weekly', 'half_monthly', 'monthly']) AS cycle
        CROSS JOIN generate_series(0, :'period_end'::date - :'period_start'::date - 1) AS number
        CROSS JOIN LATERAL (SELECT :'period_start'::date + number AS starts_on) AS day
    WHERE billing_period_start(cycle, starts_on) = starts_on
), new_period AS (
    SELECT did_id, starts_on, period_end_on
    FROM term
        JOIN billing_terms AS terms USING (partner_id)
        JOIN cycle_period ON cycle = billing_cycle AND terms.in_effect @> starts_on
    WHERE term.in_effect && daterange(starts_on, period_end_on, '[]')
        AND NOT EXISTS (SELECT FROM charged_period AS charged WHERE charged.did_id = term.did_id
            AND charged.starts_on = cycle_period.starts_on AND charged.period_end_on = cycle_period.period_end_on)
), reopened AS (
    SELECT did_id
    FROM charged_period AS charged JOIN term USING (did_id)
        CROSS JOIN LATERAL (SELECT in_effect * daterange(starts_on, period_end_on, '[]') AS days) AS now
    WHERE charged.days <> CASE WHEN isempty(now.days) THEN 0 ELSE upper(now.days) - lower(now.days) END
    UNION
    SELECT new_period.did_id
    FROM new_period JOIN charged_period AS charged ON charged.did_id = new_period.did_id
        AND charged.starts_on <= new_period.period_end_on AND new_period.starts_on <= charged.period_end_on
)
SELECT did_id, starts_on, period_end_on, NULL::bigint AS first_charge_id, NULL::boolean AS prepaid, 0 AS days,
    0::bigint AS recurring_micros
FROM new_period
UNION ALL
SELECT did_id, starts_on, period_end_on, first_charge_id, prepaid, days, recurring_micros
FROM charged_period JOIN reopened USING (did_id);

-- name: due_charge
CREATE TEMPORARY TABLE due_charge ON COMMIT DROP AS
WITH charged_day AS (
    -- Each day once: in the period that was charged first.
    SELECT DISTINCT ON (did_id, charged_on) did_id, starts_on, period_end_on, charged_on, first_on, monthly_fee_micros,
        setup_fee_micros
    FROM period JOIN term USING (did_id)
        CROSS JOIN LATERAL (SELECT in_effect * daterange(starts_on, period_end_on, '[]') AS days) AS span
        CROSS JOIN LATERAL generate_series(0, upper(span.days) - lower(span.days) - 1) AS number
        CROSS JOIN LATERAL (SELECT lower(span.days) + number AS charged_on) AS day
    WHERE NOT isempty(span.days)
    ORDER BY did_id, charged_on, first_charge_id NULLS LAST, starts_on
), counted_day AS (
    SELECT did_id, starts_on, period_end_on, monthly_fee_micros,
        CASE WHEN charged_on = first_on THEN setup_fee_micros ELSE 0 END AS setup_fee_micros,
        charged_on - GREATEST(first_on, month_on) + 1 AS day_number,
        (month_on + interval '1 month')::date - month_on AS month_days
    FROM charged_day
        CROSS JOIN LATERAL (SELECT date_trunc('month', charged_on::timestamp)::date AS month_on) AS month
), wanted AS (
    SELECT did_id, starts_on, period_end_on, count(*)::integer AS days, sum(setup_fee_micros)::bigint AS setup_micros,
        sum(fee_of_days(monthly_fee_micros, day_number, month_days)
            - fee_of_days(monthly_fee_micros, day_number - 1, month_days))::bigint AS recurring_micros
    FROM counted_day
    GROUP BY did_id, starts_on, period_end_on
), difference AS (
    SELECT did_id, starts_on, period_end_on, 'recurring' AS kind, period.prepaid,
        COALESCE(wanted.days, 0) - period.days AS days,
        COALESCE(wanted.recurring_micros, 0) - period.recurring_micros AS amount_micros
    FROM period LEFT JOIN wanted USING (did_id, starts_on, period_end_on)
    UNION ALL
    SELECT did_id, starts_on, period_end_on, 'setup', period.prepaid, 0, setup_micros
    FROM period JOIN wanted USING (did_id, starts_on, period_end_on)
    WHERE NOT EXISTS (SELECT FROM charged_period AS charged WHERE charged.did_id = period.did_id AND has_setup)
)
SELECT did_id, term.partner_id, product_id, currency, COALESCE(difference.prepaid, terms.prepaid) AS prepaid, kind, starts_on,
    period_end_on, GREATEST(starts_on, first_on) AS effective_on, days, amount_micros
FROM difference
    JOIN term USING (did_id)
    JOIN billing_terms AS terms ON terms.partner_id = term.partner_id AND terms.in_effect @> starts_on
WHERE amount_micros <> 0;

-- name: post
CREATE TEMPORARY TABLE posted ON COMMIT DROP AS
WITH due_amount AS (
    SELECT partner_id, currency, effective_on, starts_on AS service_period,
        CASE WHEN prepaid THEN 'prepaid' ELSE 'unbilled' END AS debit_type, sum(amount_micros) AS micros
    FROM due_charge
    GROUP BY partner_id, currency, effective_on, starts_on, debit_type
), moved AS (
    SELECT partner_id, currency, effective_on, service_period, debit_type, 'revenue' AS credit_type, micros FROM due_amount
    UNION ALL
    -- Where a deposit is taxed with what it pays.
    SELECT partner_id, currency, effective_on, service_period, tax.debit_type, tax.account_type, tax.micros
    FROM due_amount
        CROSS JOIN LATERAL deposit_tax(:'entity_id'::smallint, partner_id, effective_on, due_amount.micros) AS tax
    WHERE due_amount.debit_type = 'prepaid'
), stated AS (
    SELECT array_agg(
        ROW(NULL, partner_id, debit_type, credit_type, currency, micros, effective_on, service_period, NULL)::movement
        ORDER BY partner_id, effective_on, debit_type, service_period, credit_type, micros) AS movements
    FROM moved
)
SELECT journal_id
FROM stated CROSS JOIN LATERAL post_movements(:'entity_id'::smallint, 'charge', movements)
WHERE movements IS NOT NULL;

-- name: write_charges
INSERT INTO did_charge (did_id, entity_id, partner_id, product_id, currency, prepaid, kind, service_period, period_end_on,
    effective_on, revision, days, period_days, amount_micros, journal_id)
SELECT due_charge.did_id, :'entity_id'::smallint, due_charge.partner_id, due_charge.product_id, due_charge.currency,
    due_charge.prepaid, due_charge.kind, starts_on, due_charge.period_end_on, due_charge.effective_on,
    (SELECT count(*) + 1 FROM did_charge AS earlier WHERE earlier.did_id = due_charge.did_id
        AND earlier.service_period = starts_on AND earlier.period_end_on = due_charge.period_end_on
        AND earlier.kind = due_charge.kind),
    days, due_charge.period_end_on - starts_on + 1, amount_micros,
    (SELECT journal_id FROM posted)
FROM due_charge
    JOIN did ON did.id = due_charge.did_id
ORDER BY did.number, starts_on, due_charge.kind DESC;

-- name: earlier
SELECT count(*) AS numbers, min(first_on) AS first_on
FROM term
WHERE (monthly_fee_micros > 0 OR setup_fee_micros > 0) AND first_on < :'period_end'::date
    AND NOT EXISTS (SELECT FROM did_charge AS charge
        WHERE charge.did_id = term.did_id AND charge.service_period <= first_on);

-- name: charged
SELECT number, partner.code AS partner, product.code AS product, due_charge.kind, starts_on AS service_period,
    period_end_on, days, period_end_on - starts_on + 1 AS period_days, due_charge.currency, minor_digits, amount_micros,
    prepaid
FROM due_charge
    JOIN did ON did.id = due_charge.did_id
    JOIN partner ON partner.id = due_charge.partner_id
    JOIN product ON product.id = due_charge.product_id
    JOIN currency ON currency.code = due_charge.currency
ORDER BY number, starts_on, due_charge.kind DESC, period_end_on;

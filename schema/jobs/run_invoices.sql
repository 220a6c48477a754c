-- Makes invoice drafts: one per customer, currency and billing period, a line per service period, product, destination
-- (the card's own name) and rate. Late usage of periods before those of the run joins the customer's first invoice of the
-- run, on lines of its own service period. Nobody is asked for what a credit of the same run covers: a period whose sum is not
-- above zero (credits from re-rating) joins the customer's next period in the run, the last ones the period before, and the
-- invoice is one of all of these periods (offset_periods). Where all of them together are not above zero there is no invoice:
-- nothing is claimed, and the sum is carried to the next run; one that is still below zero then needs a credit note.
-- Lines that come to more than 10^12 units of the currency, which no price that is meant brings about, wait as well.
-- Usage paid from a deposit is on no invoice. Charges of DIDs that no invoice has join, each a line: they were posted when
-- they were written. What a re-rate corrects of calls on an invoice is not usage of this run, unless that invoice was voided
-- and the run takes its claim: then it takes the corrections made since as well.
-- By the terms, lines are rounded to the minor unit, or only the total is. The rounding of a run is that of the terms that hold
-- on its last day, so that its periods can be set off against each other; zone, terms of payment and tax of an invoice are those of
-- its last period. Each line is taxed by the rates of the last day of its service period; lines that are taxed by the same rates are
-- one base, whose tax is rounded once, or line by line where the profile says so and lines are rounded. The tax is frozen here.
--
-- Parameters: entity_id smallint; period_start, period_end date (first day, and first day after: billing periods that
-- begin in between); partner_id integer (null = all).
-- Reads: closing, closing_posting, unclaimed_period, service_usage, entry, usage_adjustment, did_charge, did, agreement, agreement_terms, partner,
-- product, rate, card_version, rate_card, card_destination, destination, tax_profile, tax_rate.
-- Writes: invoice_run, document, invoice, invoice_tax, invoice_offset, carried_sum, usage_claim, unclaimed_period (deleted),
-- did_charge_claim, invoice_line.
-- Lock: an advisory lock per entity until commit, so runs and voids follow each other. What is free to be taken is fixed once,
-- released claims with locks on their rows, so what is summed is what is claimed. A second run finds the usage claimed and
-- makes nothing; the chain of claims would refuse it in any case.
-- Runs inside an act.
-- Rows expected: the result has one row per draft, and one per customer and currency whose sum was carried, is too large or
-- is prepaid.

-- name: memory
-- The sums below are made by hashing; spilled to disk they take twice the time.
SET LOCAL work_mem = '256MB';

-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('didtron.run_invoices', :'entity_id'::smallint));

-- name: cut_off
-- Only usage that is in the ledger can be billed: up to before the first closing that is not posted.
CREATE TEMPORARY TABLE cut_off ON COMMIT DROP AS
SELECT COALESCE(
    (SELECT min(number) - 1 FROM closing
        WHERE entity_id = :'entity_id'::smallint AND NOT EXISTS (SELECT FROM closing_posting AS posting
            WHERE posting.entity_id = closing.entity_id AND posting.close_number = closing.number)),
    (SELECT max(number) FROM closing WHERE entity_id = :'entity_id'::smallint), 0) AS close_number;

-- name: released
-- The claims that voided invoices gave back.
CREATE TEMPORARY TABLE released ON COMMIT DROP AS
SELECT partner_id, currency, service_period, from_close_number, to_close_number
FROM usage_claim
WHERE entity_id = :'entity_id'::smallint AND side = 's' AND invoice_id IS NULL
ORDER BY partner_id, currency, service_period, from_close_number
FOR UPDATE;

-- name: claimed
-- Where the chains end.
CREATE TEMPORARY TABLE claimed ON COMMIT DROP AS
SELECT partner_id, currency, service_period, max(to_close_number) AS to_close_number
FROM usage_claim
WHERE entity_id = :'entity_id'::smallint AND side = 's'
GROUP BY partner_id, currency, service_period;

-- name: terms
-- Fixed once. A span of terms begins with a billing period, so the terms of a period are those of its first day.
CREATE TEMPORARY TABLE terms ON COMMIT DROP AS
SELECT partner_id, in_effect, billing_cycle, billing_zone, payment_terms_days, payment_terms_kind, tax_profile_id
FROM terms_span
WHERE entity_id = :'entity_id'::smallint AND side = 'sell'
    AND (:'partner_id'::integer IS NULL OR partner_id = :'partner_id'::integer);

-- name: unclaimed
-- What no invoice has taken, key by key; nothing else of usage is read.
CREATE TEMPORARY TABLE unclaimed ON COMMIT DROP AS
SELECT partner_id, currency, service_period, close_number
FROM unclaimed_period
WHERE entity_id = :'entity_id'::smallint AND service_period < :'period_end'::date
    AND close_number <= (SELECT close_number FROM cut_off)
    AND (:'partner_id'::integer IS NULL OR partner_id = :'partner_id'::integer);

-- name: analyze_unclaimed
ANALYZE unclaimed;

-- name: prepaid_sum
-- What deposits have paid for in the periods of the run, as it was posted: it is on no invoice, and told.
CREATE TEMPORARY TABLE prepaid_sum ON COMMIT DROP AS
SELECT account.partner_id, leg.currency, service_period, sum(micros) AS micros
FROM (
    SELECT debit_account_id AS account_id, journal_id, currency, effective_on, service_period, amount_micros AS micros
    FROM entry
    UNION ALL
    SELECT credit_account_id, journal_id, currency, effective_on, service_period, -amount_micros
    FROM entry) AS leg
    JOIN ledger_account AS account ON account.id = account_id
    JOIN journal ON journal.id = journal_id AND journal.kind = 'usage'
WHERE account.entity_id = :'entity_id'::smallint AND account.type = 'prepaid'
    AND (:'partner_id'::integer IS NULL OR account.partner_id = :'partner_id'::integer)
    -- No usage is effective before its period.
    AND effective_on >= :'period_start'::date AND service_period >= :'period_start'::date
    AND service_period < :'period_end'::date
GROUP BY account.partner_id, leg.currency, service_period;

-- name: draft_line
-- From what no invoice has taken: after the last claim of its key, or in a claim that a voided invoice released.
CREATE TEMPORARY TABLE draft_line ON COMMIT DROP AS
WITH unbilled AS (
    SELECT partner_id, currency, service_period, product_id, destination_id, rate_id, close_number, answered, billed_s,
        micros
    FROM unclaimed JOIN service_usage USING (partner_id, currency, service_period, close_number)
    WHERE entity_id = :'entity_id'::smallint AND side = 's' AND NOT prepaid
    UNION ALL
    SELECT partner_id, currency, service_period, product_id, destination_id, rate_id, close_number, answered, billed_s,
        micros
    FROM service_usage JOIN released USING (partner_id, currency, service_period)
    WHERE entity_id = :'entity_id'::smallint AND side = 's' AND NOT prepaid
        AND close_number BETWEEN released.from_close_number AND released.to_close_number
    UNION ALL
    SELECT partner_id, currency, service_period, product_id, destination_id, rate_id, close_number, new_calls - old_calls,
        new_billed_s - old_billed_s, new_micros - old_micros
    FROM usage_adjustment AS adjustment JOIN released USING (partner_id, currency, service_period)
    WHERE adjustment.entity_id = :'entity_id'::smallint AND adjustment.side = 's'
        AND adjustment.claim_from = released.from_close_number
), billing AS (
    SELECT agreement.partner_id,
        COALESCE(at_end.invoice_rounding, default_invoice_rounding(minor_digits)) AS rounding,
        CASE WHEN billing_period_start(terms.billing_cycle, :'period_start'::date) = :'period_start'::date
            THEN :'period_start'::date
            ELSE billing_period_end(terms.billing_cycle,
                billing_period_start(terms.billing_cycle, :'period_start'::date))
        END AS first_period
    FROM agreement
        JOIN currency ON currency.code = agreement.currency
        JOIN terms ON terms.partner_id = agreement.partner_id AND in_effect @> :'period_start'::date
        CROSS JOIN LATERAL terms_on(agreement.entity_id, agreement.partner_id, 'sell', :'period_end'::date - 1) AS at_end
    WHERE agreement.entity_id = :'entity_id'::smallint
), summed AS (
    -- By ids first: names are looked up for the sums, not for each row of usage.
    SELECT partner_id, unbilled.currency, service_period, product_id, card_destination_id,
        CASE WHEN card_destination_id IS NULL THEN unbilled.destination_id END AS master_destination_id,
        nanos_per_minute, setup_fee_nanos, NULLIF(card.currency, unbilled.currency) AS rate_currency,
        CASE WHEN time_band IS NOT NULL OR origin IS NOT NULL OR jurisdiction IS NOT NULL
            THEN concat_ws(', ', time_band, 'from ' || origin, jurisdiction) END AS variant,
        sum(answered)::bigint AS calls, sum(billed_s)::bigint AS billed_s, sum(micros) AS exact_micros
    FROM unbilled
        LEFT JOIN rate ON rate.id = rate_id
        LEFT JOIN card_version AS version ON version.id = rate.version_id
        LEFT JOIN rate_card AS card ON card.id = version.card_id
    -- Claims that were released may be of later periods and other customers.
    WHERE service_period < :'period_end'::date AND close_number <= (SELECT close_number FROM cut_off)
        AND (:'partner_id'::integer IS NULL OR partner_id = :'partner_id'::integer)
    GROUP BY partner_id, unbilled.currency, service_period, product_id, card_destination_id,
        master_destination_id, nanos_per_minute, setup_fee_nanos, rate_currency, variant
), charge AS (
    SELECT did_charge.id AS charge_id, did_charge.partner_id, currency, service_period, prepaid, did_charge.product_id,
        kind, amount_micros, CASE
            WHEN kind = 'setup' THEN format('Number %s, set-up', number)
            WHEN days < 0 THEN format('Number %s, %s of %s days taken back', number, -days, period_days)
            ELSE format('Number %s, %s of %s days', number, days, period_days) END AS text
    FROM did_charge JOIN did ON did.id = did_id
    WHERE did_charge.entity_id = :'entity_id'::smallint AND service_period < :'period_end'::date
        AND NOT EXISTS (SELECT FROM did_charge_claim WHERE charge_id = did_charge.id)
        AND (NOT prepaid OR service_period >= :'period_start'::date)
        AND (:'partner_id'::integer IS NULL OR did_charge.partner_id = :'partner_id'::integer)
)
SELECT 'usage' AS kind, NULL::bigint AS charge_id, partner_id, summed.currency, minor_digits, rounding,
    GREATEST(service_period, first_period) AS period_start_on, service_period, false AS prepaid, product_id,
    COALESCE(card_destination.name, destination.name, 'no destination') || COALESCE(' (' || variant || ')', '')
        AS destination,
    nanos_per_minute, setup_fee_nanos, rate_currency, calls, billed_s, exact_micros,
    CASE rounding WHEN 'line' THEN rounded_half_up(exact_micros, minor_unit_micros(minor_digits)) END AS amount_minor
FROM summed
    JOIN billing USING (partner_id)
    JOIN currency ON currency.code = summed.currency
    LEFT JOIN card_destination ON card_destination.id = card_destination_id
    LEFT JOIN destination ON destination.id = master_destination_id
WHERE first_period < :'period_end'::date AND (calls <> 0 OR billed_s <> 0 OR exact_micros <> 0)
UNION ALL
SELECT kind, charge_id, partner_id, charge.currency, minor_digits, rounding, GREATEST(service_period, first_period),
    service_period, prepaid, product_id, text, NULL, NULL, NULL, 0, 0, amount_micros,
    CASE rounding WHEN 'line' THEN rounded_half_up(amount_micros, minor_unit_micros(minor_digits)) END
FROM charge
    JOIN billing USING (partner_id)
    JOIN currency ON currency.code = charge.currency
WHERE first_period < :'period_end'::date
UNION ALL
SELECT 'usage', NULL, partner_id, prepaid_sum.currency, minor_digits, rounding, GREATEST(service_period, first_period),
    service_period, true, NULL, 'usage', NULL, NULL, NULL, 0, 0, micros, NULL
FROM prepaid_sum
    JOIN billing USING (partner_id)
    JOIN currency ON currency.code = prepaid_sum.currency
WHERE first_period < :'period_end'::date;

-- name: too_large
-- A sum that no document could state, because a price is absurd, waits for a person and stops nobody else.
CREATE TEMPORARY TABLE too_large ON COMMIT DROP AS
SELECT partner_id, currency
FROM draft_line
WHERE NOT prepaid
GROUP BY partner_id, currency
HAVING sum(abs(exact_micros)) > 1000000000000000000;

-- name: draft_period
-- Sums as the lines state them: rounded, where lines are rounded.
CREATE TEMPORARY TABLE draft_period ON COMMIT DROP AS
SELECT partner_id, currency, minor_digits, rounding, period_start_on, count(*) AS lines,
    sum(exact_micros)::bigint AS exact_micros,
    CASE rounding WHEN 'line' THEN sum(amount_minor) * minor_unit_micros(minor_digits)
        ELSE sum(exact_micros) END::bigint AS billed_micros
FROM draft_line
WHERE NOT prepaid AND NOT EXISTS (SELECT FROM too_large
    WHERE too_large.partner_id = draft_line.partner_id AND too_large.currency = draft_line.currency)
GROUP BY partner_id, currency, minor_digits, rounding, period_start_on;

-- name: joined_period
-- Which of a customer's invoices each period joins.
CREATE TEMPORARY TABLE joined_period ON COMMIT DROP AS
SELECT partner_id, currency, period_start_on, invoice_number
FROM (
    SELECT partner_id, currency, array_agg(period_start_on ORDER BY period_start_on) AS periods,
        offset_periods(array_agg(billed_micros ORDER BY period_start_on), minor_unit_micros(minor_digits)) AS numbers
    FROM draft_period
    GROUP BY partner_id, currency, minor_digits
) AS customer
    CROSS JOIN LATERAL unnest(periods, numbers) AS joined (period_start_on, invoice_number);

-- name: untaxed_draft
CREATE TEMPORARY TABLE untaxed_draft ON COMMIT DROP AS
SELECT draft.*, billing_period_end(billing_cycle, last_period_on) - 1 AS period_end_on, billing_zone, payment_terms_days,
    payment_terms_kind, tax_profile_id, COALESCE(includes_tax, false) AS includes_tax, treatment AS tax_treatment,
    sentence AS tax_sentence,
    -- Lines that are not rounded have no tax of their own.
    CASE WHEN draft.rounding = 'document' AND profile.id IS NOT NULL THEN 'document' ELSE profile.rounding END AS tax_rounding
FROM (
    SELECT partner_id, draft_period.currency, minor_digits, rounding, invoice_number, min(period_start_on) AS period_start_on,
        max(period_start_on) AS last_period_on, sum(lines)::bigint AS lines,
        sum(exact_micros)::bigint AS exact_micros, sum(billed_micros)::bigint AS billed_micros,
        rounded_half_up(sum(billed_micros)::bigint, minor_unit_micros(minor_digits)) AS lines_minor
    FROM draft_period
        JOIN joined_period USING (partner_id, currency, period_start_on)
    GROUP BY partner_id, draft_period.currency, minor_digits, rounding, invoice_number
) AS draft
    JOIN terms ON terms.partner_id = draft.partner_id AND in_effect @> last_period_on
    LEFT JOIN tax_profile AS profile ON profile.id = tax_profile_id;

-- name: draft_tax
CREATE TEMPORARY TABLE draft_tax ON COMMIT DROP AS
WITH taxed_line AS (
    SELECT draft.partner_id, draft.currency, draft.invoice_number, draft.tax_profile_id, draft.includes_tax,
        draft.rounding, draft.tax_rounding, draft.minor_digits, rates_from, line.amount_minor, line.exact_micros
    FROM untaxed_draft AS draft
        JOIN joined_period USING (partner_id, currency, invoice_number)
        JOIN draft_line AS line ON line.partner_id = draft.partner_id AND line.currency = draft.currency
            AND line.period_start_on = joined_period.period_start_on
        JOIN LATERAL (
            SELECT tax_rates_from(draft.tax_profile_id, billing_period_end(terms.billing_cycle, line.service_period) - 1)
            FROM terms
            WHERE terms.partner_id = draft.partner_id AND in_effect @> line.service_period
        ) AS day (rates_from) ON true
    WHERE draft.tax_treatment = 'taxed' AND NOT line.prepaid
), base AS (
    -- Where only the total is rounded, each base is what it adds to those before it, so that they are the total together.
    SELECT partner_id, currency, invoice_number, tax_profile_id, includes_tax, rates_from, tax_rounding,
        CASE rounding WHEN 'line' THEN sum(amount_minor)
            ELSE rounded_half_up(sum(sum(exact_micros)) OVER in_order, minor_unit_micros(minor_digits))
                - rounded_half_up(sum(sum(exact_micros)) OVER in_order - sum(exact_micros), minor_unit_micros(minor_digits))
            END AS amount_minor
    FROM taxed_line
    GROUP BY partner_id, currency, invoice_number, tax_profile_id, includes_tax, rates_from, rounding, tax_rounding, minor_digits
    WINDOW in_order AS (PARTITION BY partner_id, currency, invoice_number ORDER BY rates_from)
), part AS (
    SELECT partner_id, currency, invoice_number, rates_from, tax, rate_millionths, account_type, tax_parts.base, part
    FROM base CROSS JOIN LATERAL tax_parts(tax_profile_id, rates_from, amount_minor, includes_tax)
    WHERE tax_rounding = 'document'
    UNION ALL
    SELECT partner_id, currency, invoice_number, rates_from, tax, rate_millionths, account_type, sum(tax_parts.base), sum(part)
    FROM taxed_line CROSS JOIN LATERAL tax_parts(tax_profile_id, rates_from, amount_minor, includes_tax)
    WHERE tax_rounding = 'line'
    GROUP BY partner_id, currency, invoice_number, rates_from, tax, rate_millionths, account_type
)
SELECT partner_id, currency, invoice_number, rates_from, tax, rate_millionths, account_type, base::bigint AS base_minor,
    part::bigint AS tax_minor,
    row_number() OVER (PARTITION BY partner_id, currency, invoice_number ORDER BY rates_from, tax) AS position
FROM part;

-- name: draft
CREATE TEMPORARY TABLE draft ON COMMIT DROP AS
SELECT untaxed_draft.*, COALESCE(tax_minor, 0) AS tax_minor,
    lines_minor + CASE WHEN includes_tax THEN 0 ELSE COALESCE(tax_minor, 0) END AS total_minor
FROM untaxed_draft
    LEFT JOIN (
        SELECT partner_id, currency, invoice_number, sum(tax_minor)::bigint AS tax_minor
        FROM draft_tax
        GROUP BY partner_id, currency, invoice_number
    ) AS tax USING (partner_id, currency, invoice_number);

-- name: carried_before
-- What an earlier run did not bill, unless a later one has made an invoice of that customer since.
CREATE TEMPORARY TABLE carried_before ON COMMIT DROP AS
SELECT DISTINCT ON (partner_id, currency) partner_id, currency, period_start_on, period_end_on, amount_micros
FROM carried_sum AS carried
WHERE entity_id = :'entity_id'::smallint
    AND NOT EXISTS (SELECT FROM invoice
        WHERE invoice.entity_id = carried.entity_id AND invoice.partner_id = carried.partner_id
            AND invoice.currency = carried.currency AND invoice.run_id > carried.run_id)
ORDER BY partner_id, currency, run_id DESC;

-- name: this_run
CREATE TEMPORARY TABLE this_run (run_id integer) ON COMMIT DROP;

-- name: record_run
WITH recorded AS (
    INSERT INTO invoice_run (entity_id, period_start_on, period_end_on, cut_off)
    SELECT :'entity_id'::smallint, :'period_start'::date, :'period_end'::date - 1, close_number
    FROM cut_off
    WHERE EXISTS (SELECT FROM draft)
    RETURNING id
)
INSERT INTO this_run SELECT id FROM recorded;

-- name: new_invoice
CREATE TEMPORARY TABLE new_invoice (
    invoice_id bigint, run_id integer, partner_id integer, currency text, period_start_on date
) ON COMMIT DROP;

-- name: insert_invoices
WITH numbered AS MATERIALIZED (
    SELECT nextval('document_id_seq') AS id, sorted.*
    FROM (
        SELECT draft.*
        FROM draft JOIN partner ON partner.id = partner_id
        WHERE total_minor > 0
        ORDER BY partner.code, currency, period_start_on
        OFFSET 0) AS sorted
), entered AS (
    INSERT INTO document (id, entity_id, partner_id, kind, currency)
    SELECT id, :'entity_id'::smallint, partner_id, 'invoice', currency FROM numbered ORDER BY id
), inserted AS (
    INSERT INTO invoice (id, entity_id, partner_id, run_id, currency, minor_digits, rounding, period_start_on, period_end_on,
        billing_zone, payment_terms_days, payment_terms_kind, lines, exact_micros, total_minor, tax_minor, tax_profile_id,
        includes_tax, tax_rounding, tax_treatment, tax_sentence)
    SELECT numbered.id, :'entity_id'::smallint, numbered.partner_id, (SELECT run_id FROM this_run),
        numbered.currency, minor_digits, rounding, period_start_on, period_end_on, billing_zone, payment_terms_days,
        payment_terms_kind, lines, exact_micros, total_minor, tax_minor, tax_profile_id, includes_tax, tax_rounding,
        tax_treatment, tax_sentence
    FROM numbered
    ORDER BY numbered.id
    RETURNING id, run_id, partner_id, currency, period_start_on
)
INSERT INTO new_invoice SELECT id, run_id, partner_id, currency, period_start_on FROM inserted;

-- name: billed_period
-- The new invoice that each period is on.
CREATE TEMPORARY TABLE billed_period ON COMMIT DROP AS
SELECT invoice_id, partner_id, currency, joined_period.period_start_on
FROM new_invoice
    JOIN draft USING (partner_id, currency, period_start_on)
    JOIN joined_period USING (partner_id, currency, invoice_number);

-- name: carry
INSERT INTO carried_sum (run_id, entity_id, partner_id, currency, period_start_on, period_end_on, amount_micros)
SELECT (SELECT run_id FROM this_run), :'entity_id'::smallint, partner_id,
    currency, period_start_on, period_end_on, billed_micros
FROM draft
WHERE total_minor <= 0 AND billed_micros <> 0
ORDER BY partner_id, currency;

-- name: state_offsets
INSERT INTO invoice_offset (invoice_id, kind, period_start_on, period_end_on, amount_micros)
SELECT invoice_id, 'period', period_start_on, billing_period_end(billing_cycle, period_start_on) - 1, billed_micros
FROM billed_period
    JOIN draft_period USING (partner_id, currency, period_start_on)
    JOIN terms USING (partner_id)
WHERE in_effect @> period_start_on AND billed_micros < 0
UNION ALL
-- On the customer's first invoice, as all that is late.
SELECT invoice_id, 'carried', before.period_start_on, before.period_end_on, before.amount_micros
FROM (SELECT DISTINCT ON (partner_id, currency) invoice_id, partner_id, currency FROM new_invoice
        ORDER BY partner_id, currency, period_start_on) AS first_invoice
    JOIN carried_before AS before USING (partner_id, currency);

-- name: billed_service_period
CREATE TEMPORARY TABLE billed_service_period ON COMMIT DROP AS
SELECT DISTINCT invoice_id, partner_id, currency, service_period
FROM draft_line JOIN billed_period USING (partner_id, currency, period_start_on)
WHERE NOT prepaid AND kind = 'usage';

-- name: take_released_usage
UPDATE usage_claim SET invoice_id = billed.invoice_id
FROM billed_service_period AS billed JOIN released USING (partner_id, currency, service_period)
WHERE usage_claim.entity_id = :'entity_id'::smallint AND usage_claim.side = 's' AND usage_claim.invoice_id IS NULL
    AND usage_claim.partner_id = billed.partner_id AND usage_claim.currency = billed.currency
    AND usage_claim.service_period = billed.service_period
    AND usage_claim.from_close_number = released.from_close_number;

-- name: claim_usage
INSERT INTO usage_claim (entity_id, partner_id, side, currency, service_period, from_close_number, to_close_number,
    invoice_id)
SELECT :'entity_id'::smallint, partner_id, 's', currency, service_period, COALESCE(to_close_number, 0) + 1,
    cut_off.close_number, invoice_id
FROM billed_service_period
    LEFT JOIN claimed USING (partner_id, currency, service_period)
    CROSS JOIN cut_off
WHERE COALESCE(to_close_number, 0) < cut_off.close_number;

-- name: remove_unclaimed
-- They are claimed up to the cut-off, whatever they were taken from.
DELETE FROM unclaimed_period
USING billed_service_period AS billed
WHERE unclaimed_period.entity_id = :'entity_id'::smallint AND unclaimed_period.partner_id = billed.partner_id
    AND unclaimed_period.currency = billed.currency AND unclaimed_period.service_period = billed.service_period
    AND close_number <= (SELECT close_number FROM cut_off);

-- name: claim_charges
INSERT INTO did_charge_claim (charge_id, entity_id, invoice_id)
SELECT charge_id, :'entity_id'::smallint, invoice_id
FROM draft_line JOIN billed_period USING (partner_id, currency, period_start_on)
WHERE NOT prepaid AND charge_id IS NOT NULL;

-- name: insert_lines
INSERT INTO invoice_line (invoice_id, line_number, entity_id, kind, service_period, product_id, destination,
    nanos_per_minute, setup_fee_nanos, rate_currency, calls, billed_s, exact_micros, amount_minor)
SELECT invoice_id,
    row_number() OVER (PARTITION BY invoice_id
        ORDER BY draft_line.kind = 'usage' DESC, service_period DESC, product.code, destination COLLATE "C",
            nanos_per_minute, setup_fee_nanos, rate_currency, charge_id),
    :'entity_id'::smallint, draft_line.kind, service_period, product_id, destination, nanos_per_minute, setup_fee_nanos,
    rate_currency, calls, billed_s, exact_micros, amount_minor
FROM draft_line
    JOIN billed_period USING (partner_id, currency, period_start_on)
    JOIN product ON product.id = draft_line.product_id
WHERE NOT prepaid;

-- name: insert_taxes
INSERT INTO invoice_tax (invoice_id, position, entity_id, rates_from, tax, rate_millionths, account_type, base_minor, tax_minor)
SELECT invoice_id, position, :'entity_id'::smallint, rates_from, tax, rate_millionths, account_type, base_minor,
    draft_tax.tax_minor
FROM new_invoice
    JOIN draft USING (partner_id, currency, period_start_on)
    JOIN draft_tax USING (partner_id, currency, invoice_number)
ORDER BY invoice_id, position;

-- name: analyze_grown_tables
SELECT analyze_grown_tables('document', 'invoice', 'invoice_line', 'invoice_tax', 'invoice_offset', 'carried_sum', 'usage_claim',
    'unclaimed_period');

-- name: result
WITH offset_sum AS (
    SELECT invoice_id, sum(amount_micros) FILTER (WHERE kind = 'period') AS offset_micros,
        sum(amount_micros) FILTER (WHERE kind = 'carried') AS carried_micros
    FROM invoice_offset JOIN new_invoice USING (invoice_id)
    GROUP BY invoice_id
), outcome AS (
    SELECT CASE
            WHEN draft.total_minor > 0 THEN 'draft'
            WHEN draft.total_minor < 0 AND before.amount_micros < 0 THEN 'credit_due'
            ELSE 'carried' END AS outcome,
        invoice_id, draft.partner_id, draft.currency, draft.period_start_on, draft.period_end_on, lines,
        exact_micros::numeric AS exact_micros, total_minor, tax_minor, COALESCE(offset_micros, 0)::bigint AS offset_micros,
        CASE WHEN draft.total_minor > 0 THEN COALESCE(carried_micros, 0)::bigint
            ELSE COALESCE(before.amount_micros, 0) END AS carried_micros
    FROM draft
        LEFT JOIN new_invoice USING (partner_id, currency, period_start_on)
        LEFT JOIN offset_sum USING (invoice_id)
        LEFT JOIN carried_before AS before USING (partner_id, currency)
    UNION ALL
    SELECT 'too_large', NULL, partner_id, draft_line.currency, min(period_start_on),
        max(billing_period_end(billing_cycle, period_start_on)) - 1, count(*), sum(exact_micros), 0, 0, 0, 0
    FROM draft_line
        JOIN too_large USING (partner_id, currency)
        JOIN terms USING (partner_id)
    WHERE NOT prepaid AND in_effect @> period_start_on
    GROUP BY partner_id, draft_line.currency
    UNION ALL
    SELECT 'prepaid', NULL, partner_id, draft_line.currency, max(period_start_on),
        max(billing_period_end(billing_cycle, period_start_on)) - 1, 0, sum(exact_micros), 0, 0, 0, 0
    FROM draft_line JOIN terms USING (partner_id)
    WHERE prepaid AND in_effect @> period_start_on
    GROUP BY partner_id, draft_line.currency
    HAVING sum(exact_micros) <> 0
)
SELECT outcome, invoice_id, partner.code AS partner_code, partner.name AS partner_name, outcome.currency,
    currency.minor_digits, period_start_on, period_end_on, billing_zone, lines, exact_micros, total_minor, tax_minor, offset_micros,
    carried_micros, now() < (period_end_on + 1)::timestamp AT TIME ZONE billing_zone AS is_running,
    (SELECT close_number FROM cut_off) AS cut_off
FROM outcome
    JOIN partner ON partner.id = outcome.partner_id
    JOIN currency ON currency.code = outcome.currency
    JOIN terms ON terms.partner_id = outcome.partner_id AND in_effect @> period_end_on
ORDER BY array_position(ARRAY['draft', 'too_large', 'carried', 'credit_due', 'prepaid'], outcome), partner.code,
    outcome.currency, period_start_on;

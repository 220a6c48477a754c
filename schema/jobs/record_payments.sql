-- Records payments of one entity: money received from customers, paid or advanced to suppliers, deposits topped up, refunds,
-- write-offs, and advances applied to what is due. Each is a document with its number; it posts, and it settles what it is for.
--
-- Posted, for money that comes in: debit bank (cash), bank fees (what banks kept) and withholding tax (certificates), credit
-- the partner's account; for money that goes out the other way round, with the fee on top and what we withhold owed to the
-- state. Where the bank account is in another currency than the partner's account, both sides pass through the FX position at
-- the functional value of the money, so that nothing of that value stays there.
--
-- A top-up of a customer whose deposit is taxed when the money comes in is taxed by the rates of its value day, out of what came in:
-- debit deposit, credit the account of the tax. A refund of a deposit gives back the latest top-ups with the tax that was taken of
-- them.
--
-- A deposit whose customer is invoiced from now on becomes an unapplied credit, together with the tax that was taken of it: debit deposit
-- and tax, credit receivable; what is less than a minor unit goes to rounding.
--
-- What is received settles the invoices named, else those that are due first, else it stays as an unapplied credit. A refund of
-- credit takes the credits named, else the oldest. A write-off is of the invoices named.
--
-- Parameters: entity_id smallint, payments jsonb: an array of objects with partner_id, purpose, bank_currency, cash_minor,
-- fee_minor, withheld_minor, total_minor (null = follows from the others), value_on (null = today in the entity's zone),
-- net_minor and rounding_micros (of a deposit that is transferred, in place of the total),
-- allocated_on (null = as early as can be), reference, reason, advance_id, and settles: null = nothing, 'oldest', or an array of
-- objects with document_id and amount_minor (null = as much as can be).
-- Reads: agreement, payment_purpose, invoice, payment, bank_account, currency, exchange rates, tax profiles and rates. Writes: document,
-- document_series, document_issue, document_party, payment, payment_tax, top_up_return, allocation, invoice, journal, ledger_account, entry, account_balance.
-- Lock: the agreements of the partners in the order of their ids, then the invoices and payments that may be settled, then the
-- series until commit. A second run records them a second time, which the request key of its act prevents.
-- Runs inside an act.
-- plans: kept
-- Rows expected: one per payment.

-- name: lock_agreements
SELECT id
FROM agreement
WHERE entity_id = :'entity_id'::smallint AND partner_id IN (
    SELECT (stated ->> 'partner_id')::integer FROM jsonb_array_elements(:'payments'::jsonb) AS stated)
ORDER BY id
FOR NO KEY UPDATE;

-- name: tables
SELECT make_payment_tables();

-- name: stated
INSERT INTO stated_payment
SELECT place, nextval('document_id_seq') AS payment_id, agreement.partner_id, purpose.code AS purpose, purpose.kind,
    purpose.debit_type, purpose.credit_type, has_bank, is_incoming, agreement.currency,
    minor_unit_micros(own.minor_digits) AS unit,
    CASE WHEN has_bank THEN COALESCE(stated ->> 'bank_currency', agreement.currency) END AS bank_currency,
    minor_unit_micros(bank.minor_digits) AS bank_unit, COALESCE((stated ->> 'cash_minor')::bigint, 0) AS cash_minor,
    COALESCE((stated ->> 'fee_minor')::bigint, 0) AS fee_minor,
    COALESCE((stated ->> 'withheld_minor')::bigint, 0) AS withheld_minor, (stated ->> 'total_minor')::bigint AS total_minor,
    COALESCE((stated ->> 'value_on')::date, (clock_timestamp() AT TIME ZONE entity.zone)::date) AS value_on,
    (stated ->> 'allocated_on')::date AS allocated_on, (clock_timestamp() AT TIME ZONE entity.zone)::date AS today,
    (stated ->> 'net_minor')::bigint AS net_minor, COALESCE((stated ->> 'rounding_micros')::bigint, 0) AS rounding_micros,
    stated ->> 'reference' AS reference, stated ->> 'reason' AS reason, (stated ->> 'advance_id')::bigint AS advance_id,
    stated -> 'settles' AS settles, entity.functional_currency, NULL::date AS effective_on
FROM jsonb_array_elements(:'payments'::jsonb) WITH ORDINALITY AS listed (stated, place)
    JOIN entity ON entity.id = :'entity_id'::smallint
    JOIN agreement ON agreement.entity_id = entity.id AND agreement.partner_id = (stated ->> 'partner_id')::integer
    JOIN payment_purpose AS purpose ON purpose.code = stated ->> 'purpose'
    JOIN currency AS own ON own.code = agreement.currency
    LEFT JOIN currency AS bank ON bank.code = COALESCE(stated ->> 'bank_currency', agreement.currency)
ORDER BY place;

-- name: refuse_what_cannot_be
SELECT CASE
    WHEN EXISTS (SELECT FROM stated_payment WHERE purpose = 'refund_of_deposit' GROUP BY partner_id HAVING count(*) > 1)
        THEN refuse('invalid', 'payment.refunds_together', 'two refunds of one deposit are recorded one after the other')
    WHEN (SELECT count(*) FROM stated_payment) <> jsonb_array_length(:'payments'::jsonb)
        THEN refuse('not_found', 'agreement.missing', 'a payment is of a partner without an agreement with this entity')
    WHEN EXISTS (SELECT FROM stated_payment WHERE has_bank AND bank_unit IS NULL)
        THEN refuse('invalid', 'currency.unknown', 'the currency of the bank account is not one of ISO 4217')
    WHEN EXISTS (SELECT FROM stated_payment WHERE value_on > today + 1)
        THEN refuse('invalid', 'payment.value_in_future', 'the value day is in the future')
    WHEN EXISTS (SELECT FROM stated_payment WHERE cash_minor < 0 OR fee_minor < 0 OR withheld_minor < 0
            OR total_minor <= 0 OR has_bank AND cash_minor + withheld_minor <= 0)
        THEN refuse('invalid', 'payment.not_positive', 'the amounts of a payment are above zero')
    WHEN EXISTS (SELECT FROM stated_payment
        WHERE GREATEST(cash_minor, fee_minor, withheld_minor, total_minor) > 1000000000000000)
        THEN refuse('too_large', 'payment.too_large', 'the amount is larger than any payment') END;

-- name: total
-- In the currency of the partner's account. What is converted is rounded once, to its minor unit.
UPDATE stated_payment
SET total_minor = withheld_minor + CASE
        WHEN bank_currency = currency THEN cash_minor + CASE WHEN is_incoming THEN fee_minor ELSE 0 END
        ELSE rounded_half_up(converted_micros(
            (cash_minor + CASE WHEN is_incoming THEN fee_minor ELSE 0 END) * bank_unit::numeric, bank_currency, currency,
            value_on), unit) END
WHERE total_minor IS NULL AND has_bank;

-- name: total_of_transfer
UPDATE stated_payment
SET total_minor = net_minor + COALESCE((
    SELECT sum(tax_minor) FROM top_up_parts(:'entity_id'::smallint, partner_id, net_minor, false)), 0)
WHERE purpose = 'deposit_transfer';

-- name: refuse_unknown_total
SELECT CASE
    WHEN EXISTS (SELECT FROM stated_payment WHERE total_minor IS NULL AND has_bank)
        THEN refuse('invalid', 'payment.no_exchange_rate',
            'no exchange rate of the value day says what the payment is worth in the currency of the partner''s account')
    WHEN EXISTS (SELECT FROM stated_payment WHERE total_minor IS NULL AND settles IS NULL)
        THEN refuse('invalid', 'payment.not_positive', 'the amounts of a payment are above zero') END;

-- name: named
-- What a payment is to settle by name, as much as can be where no amount is stated.
INSERT INTO named_settlement
SELECT place, item, (named ->> 'document_id')::bigint AS document_id, (named ->> 'amount_minor')::bigint AS amount_minor
FROM stated_payment
    CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN jsonb_typeof(settles) = 'array' THEN settles ELSE '[]' END)
        WITH ORDINALITY AS listed (named, item);

-- name: lock_invoices
SELECT id
FROM invoice
WHERE entity_id = :'entity_id'::smallint AND state = 'issued'
    AND (total_minor > paid_minor + credited_minor + netted_minor + written_off_minor
        OR id IN (SELECT document_id FROM named_settlement))
    AND partner_id IN (SELECT partner_id FROM stated_payment WHERE settles IS NOT NULL)
ORDER BY id
FOR NO KEY UPDATE;

-- name: lock_payments
SELECT id
FROM payment
WHERE entity_id = :'entity_id'::smallint AND state = 'recorded' AND allocated_minor < total_minor
    AND partner_id IN (SELECT partner_id FROM stated_payment WHERE purpose = 'refund_of_credit' OR advance_id IS NOT NULL)
ORDER BY id
FOR NO KEY UPDATE;

-- name: open_document
-- Invoices in the order in which they are due; for refunds the unapplied credits, the oldest first.
INSERT INTO open_document
SELECT id AS document_id, invoice.partner_id, 'invoice' AS kind, due_on AS first_on, issue.issued_on,
    issue.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor
FROM invoice JOIN document_issue AS issue ON issue.document_id = invoice.id
WHERE invoice.entity_id = :'entity_id'::smallint AND state = 'issued'
    AND partner_id IN (SELECT partner_id FROM stated_payment WHERE settles IS NOT NULL)
    AND issue.total_minor > paid_minor + credited_minor + netted_minor + written_off_minor
UNION ALL
SELECT id, partner_id, 'payment', value_on, value_on, total_minor - allocated_minor
FROM payment
WHERE entity_id = :'entity_id'::smallint AND state = 'recorded' AND purpose IN ('received', 'deposit_transfer')
    AND allocated_minor < total_minor
    AND partner_id IN (SELECT partner_id FROM stated_payment WHERE purpose = 'refund_of_credit');

-- name: refuse_other_documents
SELECT refuse('conflict', 'allocation.nothing_open', 'a document that is to be settled, or to settle another, is not open',
    jsonb_build_object('document', document_id::text))
FROM named_settlement
    JOIN stated_payment USING (place)
WHERE NOT EXISTS (SELECT FROM open_document AS open
    WHERE open.document_id = named_settlement.document_id AND open.partner_id = stated_payment.partner_id
        AND open.kind = CASE stated_payment.purpose WHEN 'refund_of_credit' THEN 'payment' ELSE 'invoice' END)
LIMIT 1;

-- name: total_of_named
-- Without a bank, and of a refund without an amount, all of what is named.
UPDATE stated_payment
SET total_minor = (
    SELECT sum(COALESCE(named.amount_minor, open.open_minor))
    FROM named_settlement AS named JOIN open_document AS open USING (document_id)
    WHERE named.place = stated_payment.place)
WHERE total_minor IS NULL;

-- name: taxed
-- What of a top-up is tax, and what of the tax of earlier ones goes back.
INSERT INTO stated_tax
SELECT place, payment_id, row_number() OVER (PARTITION BY place ORDER BY tax) AS position, profile.id AS profile_id, tax,
    rate_millionths, account_type, base::bigint AS base_minor, part::bigint AS tax_minor
FROM stated_payment
    CROSS JOIN LATERAL terms_on(:'entity_id'::smallint, partner_id, 'sell', value_on) AS terms
    JOIN tax_profile AS profile ON profile.id = terms.tax_profile_id AND profile.tax_point = 'receipt'
    CROSS JOIN LATERAL tax_parts(profile.id, value_on, total_minor, true) AS part
WHERE purpose = 'top_up' AND terms.payment_mode = 'prepaid';

-- name: effective
UPDATE stated_payment SET effective_on = GREATEST(value_on, first_open_day(:'entity_id'::smallint));

-- name: add_documents
INSERT INTO document (id, entity_id, partner_id, kind, currency)
SELECT payment_id, :'entity_id'::smallint, partner_id, kind, currency FROM stated_payment ORDER BY place;

-- name: add_payments
INSERT INTO payment (id, entity_id, partner_id, document_kind, purpose, has_bank, is_incoming, currency, total_minor,
    bank_currency, cash_minor, fee_minor, withheld_minor, tax_minor, rounding_micros, value_on, effective_on,
    reference, reason, advance_id, bank_account_id)
SELECT payment_id, :'entity_id'::smallint, partner_id, kind, purpose, has_bank, is_incoming, currency, total_minor,
    bank_currency, cash_minor, fee_minor, withheld_minor, COALESCE(CASE purpose
        WHEN 'top_up' THEN (SELECT sum(tax_minor) FROM stated_tax WHERE stated_tax.place = stated_payment.place)
        WHEN 'refund_of_deposit' THEN (
            SELECT sum(tax_minor) FROM top_up_parts(:'entity_id'::smallint, partner_id, total_minor, true))
        WHEN 'deposit_transfer' THEN total_minor - net_minor END, 0),
    rounding_micros, value_on, effective_on, reference, reason, advance_id, (
        SELECT id FROM bank_account
        WHERE entity_id = :'entity_id'::smallint AND currency = stated_payment.bank_currency AND valid @> value_on)
FROM stated_payment
ORDER BY place;

-- name: add_returns
SELECT add_top_up_returns(payment_id, COALESCE(net_minor, total_minor), net_minor IS NULL)
FROM stated_payment
WHERE purpose IN ('refund_of_deposit', 'deposit_transfer')
ORDER BY place;

-- name: add_taxes
INSERT INTO payment_tax (payment_id, position, entity_id, profile_id, tax, rate_millionths, account_type, base_minor, tax_minor)
SELECT payment_id, position, :'entity_id'::smallint, profile_id, tax, rate_millionths, account_type, base_minor, tax_minor
FROM stated_tax
ORDER BY place, position;

-- name: post
WITH used AS (
    -- An advance leaves the books at what it came in at, its last part with all of the rest.
    SELECT place, advance_functional(advance.id) AS rest_functional, stated.total_minor AS minor,
        advance.total_minor - advance.allocated_minor + sum(stated.total_minor) OVER (PARTITION BY advance.id) AS rest_minor,
        sum(stated.total_minor) OVER (PARTITION BY advance.id ORDER BY place) AS until_minor
    FROM stated_payment AS stated JOIN payment AS advance ON advance.id = stated.advance_id
), priced AS (
    -- Incoming amounts as they are, outgoing ones below zero: a movement below zero goes the other way.
    SELECT stated.*, CASE WHEN is_incoming THEN 1 ELSE -1 END AS sign,
        CASE WHEN is_incoming THEN credit_type ELSE debit_type END AS own_type, bank_currency <> currency AS is_crossing,
        converted_micros(cash_minor * bank_unit::numeric, bank_currency, functional_currency, effective_on)
            + CASE WHEN is_incoming THEN converted_micros(fee_minor * bank_unit::numeric, bank_currency, functional_currency,
                effective_on) ELSE 0 END AS bank_functional,
        CASE WHEN currency <> functional_currency
            THEN rounded_half_up(rest_functional * until_minor, rest_minor::bigint)
                - rounded_half_up(rest_functional * (until_minor - minor), rest_minor::bigint) END AS advance_functional
    FROM stated_payment AS stated LEFT JOIN used USING (place)
), moved AS (
    SELECT place, 1 AS leg, 'bank' AS debit_type, CASE WHEN is_crossing THEN 'fx_position' ELSE own_type END AS credit_type,
        bank_currency AS moved_currency, sign * cash_minor * bank_unit::numeric AS micros, NULL::numeric AS functional_micros
    FROM priced WHERE has_bank
    UNION ALL
    SELECT place, 2, 'bank_fees', CASE WHEN NOT is_incoming THEN 'bank' WHEN is_crossing THEN 'fx_position' ELSE own_type END,
        bank_currency, fee_minor * bank_unit::numeric, NULL
    FROM priced WHERE has_bank
    UNION ALL
    -- At the value of the money, which the account is cleared with; of the functional currency itself at its own.
    SELECT place, 3, 'fx_position', own_type, currency, sign * (total_minor - withheld_minor) * unit::numeric,
        CASE WHEN currency <> functional_currency THEN sign * bank_functional END
    FROM priced WHERE is_crossing
    UNION ALL
    -- Then the difference of the two is made by the payment itself.
    SELECT place, 4, 'fx_position', 'fx_gain_loss', bank_currency, 0,
        sign * (bank_functional - (total_minor - withheld_minor) * unit::numeric)
    FROM priced WHERE is_crossing AND currency = functional_currency
    UNION ALL
    SELECT place, 5, CASE WHEN is_incoming THEN 'withholding_tax' ELSE 'withholding_payable' END, own_type, currency,
        sign * withheld_minor * unit::numeric, NULL
    FROM priced WHERE has_bank
    UNION ALL
    SELECT place, 6, debit_type, credit_type, currency, total_minor * unit::numeric, advance_functional
    FROM priced WHERE NOT has_bank
    UNION ALL
    -- What came back of an advance is worth what the bank got; the rest is the difference.
    SELECT place, 7, 'fx_gain_loss', own_type, currency, 0, advance_functional - bank_functional
    FROM priced WHERE has_bank AND advance_id IS NOT NULL
    UNION ALL
    -- Tax of what came in is owed from then on; of what goes back, no longer.
    SELECT place, 8, 'prepaid', account_type, currency, sign * sum(payment_tax.tax_minor) * unit::numeric, NULL
    FROM priced JOIN payment_tax USING (payment_id)
    GROUP BY place, account_type, tax, rate_millionths, currency, sign, unit
    UNION ALL
    SELECT place, 9, 'prepaid', 'rounding', currency, rounding_micros, NULL FROM priced WHERE rounding_micros <> 0
)
SELECT post_movements(:'entity_id'::smallint, kind, array_agg(
    ROW(payment_id, partner_id, moved.debit_type, moved.credit_type, moved_currency, micros, effective_on,
        date_trunc('month', effective_on::timestamp)::date, moved.functional_micros)::movement
    ORDER BY place, leg, moved.credit_type, abs(micros)))
FROM moved JOIN stated_payment USING (place)
GROUP BY kind
ORDER BY kind;

-- name: settle_named
INSERT INTO wished_settlement
SELECT place, item, payment_id, document_id, purpose, allocated_on,
    LEAST(COALESCE(named.amount_minor, open_minor),
        -- Without an amount, what the payment has left behind those named before.
        CASE WHEN named.amount_minor IS NULL THEN GREATEST(total_minor - COALESCE(sum(COALESCE(named.amount_minor, open_minor))
            OVER (PARTITION BY place ORDER BY item ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), 0)
        ELSE named.amount_minor END) AS amount_minor
FROM named_settlement AS named
    JOIN stated_payment USING (place)
    JOIN open_document USING (document_id);

-- name: settle_oldest
-- What payments have and what is open are laid side by side, partner by partner: they overlap where one settles the other.
WITH has AS (
    SELECT place, payment_id, partner_id, purpose, allocated_on,
        sum(total_minor) OVER (PARTITION BY partner_id ORDER BY place) - total_minor AS has_from,
        sum(total_minor) OVER (PARTITION BY partner_id ORDER BY place) AS has_until
    FROM stated_payment
    WHERE settles = '"oldest"'
), takes AS (
    SELECT document_id, partner_id, kind, rank, takes_until - rest AS takes_from, takes_until
    FROM (
        SELECT document_id, partner_id, kind, rest,
            row_number() OVER (PARTITION BY partner_id, kind ORDER BY first_on, issued_on, document_id) AS rank,
            sum(rest) OVER (PARTITION BY partner_id, kind ORDER BY first_on, issued_on, document_id) AS takes_until
        FROM open_document
            CROSS JOIN LATERAL (
                SELECT open_minor - COALESCE((SELECT sum(amount_minor) FROM wished_settlement AS wish
                    WHERE wish.document_id = open_document.document_id), 0) AS rest) AS free
        WHERE rest > 0) AS ranked
)
INSERT INTO wished_settlement
SELECT place, rank, payment_id, document_id, purpose, allocated_on,
    LEAST(has_until, takes_until) - GREATEST(has_from, takes_from)
FROM has JOIN takes ON takes.partner_id = has.partner_id AND has_from < takes_until AND takes_from < has_until
    AND kind = CASE purpose WHEN 'refund_of_credit' THEN 'payment' ELSE 'invoice' END;

-- name: settle
SELECT add_allocations(:'entity_id'::smallint, array_agg(
    CASE purpose WHEN 'refund_of_credit' THEN ROW(document_id, payment_id, amount_minor, allocated_on)::allocation_wish
        ELSE ROW(payment_id, document_id, amount_minor, allocated_on)::allocation_wish END ORDER BY place, item))
FROM wished_settlement
WHERE amount_minor > 0
HAVING count(*) > 0;

-- name: taken_number
-- The last step: whoever else records waits for it until commit.
INSERT INTO taken_number
SELECT kind, taken.*
FROM (SELECT kind, count(*) AS numbers FROM stated_payment GROUP BY kind ORDER BY kind OFFSET 0) AS wanted
    CROSS JOIN LATERAL take_document_numbers(:'entity_id'::smallint, kind, numbers) AS taken;

-- name: numbered
INSERT INTO numbered_payment
SELECT payment_id, place, kind, series_id, issued_at, issued_on, prefix, digits,
    first_number - 1 + row_number() OVER (PARTITION BY kind ORDER BY place) AS number
FROM stated_payment JOIN taken_number USING (kind);

-- name: fix_parties
SELECT add_document_parties(array_agg(payment_id ORDER BY payment_id), issued_on, false)
FROM numbered_payment
GROUP BY issued_on;

-- name: fix_documents
INSERT INTO document_issue (document_id, entity_id, kind, series_id, number, number_text, issued_at, issued_on, total_minor,
    content_format, content_hash)
SELECT payment_id, :'entity_id'::smallint, kind, series_id, number, number_text, issued_at, issued_on, total_minor, 1,
    sha256(convert_to(payment_content(payment_id, number_text, issued_on), 'UTF8'))
FROM numbered_payment
    JOIN payment ON payment.id = payment_id
    CROSS JOIN LATERAL (SELECT document_number_text(prefix, digits, number) AS number_text) AS said
ORDER BY place;

-- name: recorded
SELECT payment_id, number_text AS number, partner.code AS partner, stated.purpose, stated.currency,
    own.minor_digits, payment.total_minor, stated.bank_currency, bank.minor_digits AS bank_minor_digits, stated.cash_minor,
    stated.fee_minor, stated.withheld_minor, payment.tax_minor, payment.allocated_minor, stated.value_on, stated.effective_on
FROM stated_payment AS stated
    JOIN payment ON payment.id = payment_id
    JOIN document_issue ON document_id = payment_id
    JOIN partner ON partner.id = stated.partner_id
    JOIN currency AS own ON own.code = stated.currency
    LEFT JOIN currency AS bank ON bank.code = stated.bank_currency
ORDER BY place;

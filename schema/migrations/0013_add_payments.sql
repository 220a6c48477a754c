-- Payments: money received and paid, deposits topped up, refunds, write-offs, advances to suppliers; what of them settles which
-- document on which day; and the items that are open as of any day.

INSERT INTO ledger_account_type (position, code, name, class, per_partner) VALUES
    (25, 'supplier_prepaid', 'Advances to suppliers', 'asset', true),
    (35, 'withholding_payable', 'Withholding tax payable', 'liability', false);
INSERT INTO document_kind (position, code, name, has_partner, number_prefix) VALUES
    (25, 'advance_use', 'Application of an advance', true, 'ADV'),
    (26, 'deposit_transfer', 'Transfer of a deposit', true, 'TRF');
INSERT INTO journal_kind (position, code, name, names_document, takes_differences) VALUES
    (35, 'advance_use', 'Application of an advance', true, true),
    (36, 'deposit_transfer', 'Transfer of a deposit', true, true);

CREATE TABLE payment_purpose (
    code        text PRIMARY KEY,
    name        text NOT NULL,
    kind        text NOT NULL REFERENCES document_kind,
    debit_type  text NOT NULL REFERENCES ledger_account_type,
    credit_type text NOT NULL REFERENCES ledger_account_type,
    has_bank    boolean NOT NULL GENERATED ALWAYS AS ('bank' IN (debit_type, credit_type)) STORED,
    is_incoming boolean NOT NULL GENERATED ALWAYS AS (debit_type = 'bank') STORED,
    position    smallint NOT NULL UNIQUE,
    CONSTRAINT payment_purpose_can_be_referenced UNIQUE (code, kind, has_bank, is_incoming)
);
INSERT INTO payment_purpose (position, code, name, kind, debit_type, credit_type) VALUES
    (10, 'received', 'Received from a customer', 'payment', 'bank', 'receivable'),
    (11, 'paid', 'Paid to a supplier', 'payment', 'payable', 'bank'),
    (12, 'advance', 'Advance to a supplier', 'payment', 'supplier_prepaid', 'bank'),
    (13, 'advance_use', 'Advance applied to what is due', 'advance_use', 'payable', 'supplier_prepaid'),
    (20, 'top_up', 'Top-up of a deposit', 'top_up', 'bank', 'prepaid'),
    (30, 'refund_of_credit', 'Refund of unapplied credit', 'refund', 'receivable', 'bank'),
    (31, 'refund_of_deposit', 'Refund from a deposit', 'refund', 'prepaid', 'bank'),
    (32, 'refund_of_advance', 'Advance paid back by a supplier', 'refund', 'bank', 'supplier_prepaid'),
    (33, 'deposit_transfer', 'Deposit that became a credit', 'deposit_transfer', 'prepaid', 'receivable'),
    (40, 'write_off', 'Write-off', 'write_off', 'write_off', 'receivable');
COMMENT ON TABLE payment_purpose IS 'What a payment is for: the kind of its document and the two accounts that it moves.';
COMMENT ON COLUMN payment_purpose.position IS 'Order in a list.';

CREATE TABLE payment (
    id              bigint PRIMARY KEY,
    total_minor     bigint NOT NULL,
    cash_minor      bigint NOT NULL DEFAULT 0,
    fee_minor       bigint NOT NULL DEFAULT 0,
    withheld_minor  bigint NOT NULL DEFAULT 0,
    tax_minor       bigint NOT NULL DEFAULT 0,
    rounding_micros bigint NOT NULL DEFAULT 0,
    allocated_minor bigint NOT NULL DEFAULT 0,
    advance_id      bigint,
    recorded_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    reversed_at     timestamptz,
    partner_id      integer NOT NULL,
    bank_account_id integer REFERENCES bank_account,
    value_on        date NOT NULL,
    effective_on    date NOT NULL,
    reversed_on     date,
    entity_id       smallint NOT NULL,
    has_bank        boolean NOT NULL,
    is_incoming     boolean NOT NULL,
    document_kind   text NOT NULL,
    purpose         text NOT NULL,
    currency        text NOT NULL,
    bank_currency   text REFERENCES currency,
    state           text NOT NULL DEFAULT 'recorded',
    reference       text,
    reason          text,
    CONSTRAINT payment_is_a_document FOREIGN KEY (id, entity_id, document_kind, partner_id, currency)
        REFERENCES document (id, entity_id, kind, partner_id, currency),
    CONSTRAINT payment_is_of_a_purpose_of_its_kind FOREIGN KEY (purpose, document_kind, has_bank, is_incoming)
        REFERENCES payment_purpose (code, kind, has_bank, is_incoming),
    CONSTRAINT payment_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency)
        REFERENCES agreement (entity_id, partner_id, currency),
    CONSTRAINT payment_can_be_referenced UNIQUE (id, entity_id, partner_id, currency),
    CONSTRAINT payment_uses_an_advance_of_its_partner FOREIGN KEY (advance_id, entity_id, partner_id, currency)
        REFERENCES payment (id, entity_id, partner_id, currency),
    CONSTRAINT payment_names_an_advance_where_it_uses_one
        CHECK ((purpose IN ('advance_use', 'refund_of_advance')) = (advance_id IS NOT NULL)),
    CONSTRAINT payment_amount_is_positive CHECK (total_minor BETWEEN 1 AND 1000000000000000),
    CONSTRAINT payment_parts_are_not_negative CHECK (cash_minor BETWEEN 0 AND 1000000000000000
        AND fee_minor BETWEEN 0 AND 1000000000000000 AND withheld_minor BETWEEN 0 AND 1000000000000000),
    CONSTRAINT payment_has_cash_where_a_bank_moves_it CHECK (has_bank = (bank_currency IS NOT NULL)
        AND CASE WHEN has_bank THEN cash_minor + withheld_minor > 0 ELSE cash_minor + fee_minor + withheld_minor = 0 END),
    CONSTRAINT payment_total_is_the_sum_of_its_parts CHECK (bank_currency <> currency
        OR total_minor = cash_minor + withheld_minor + CASE WHEN is_incoming THEN fee_minor ELSE 0 END),
    CONSTRAINT payment_withholds_from_what_is_due
        CHECK (withheld_minor = 0 OR purpose IN ('received', 'paid') AND withheld_minor <= total_minor),
    CONSTRAINT payment_has_tax_where_it_moves_a_deposit CHECK (tax_minor = 0
        OR purpose IN ('top_up', 'refund_of_deposit', 'deposit_transfer') AND tax_minor BETWEEN 0 AND total_minor),
    CONSTRAINT payment_rounds_what_is_left_of_a_deposit CHECK (rounding_micros = 0
        OR purpose = 'deposit_transfer' AND abs(rounding_micros) <= 500000),
    CONSTRAINT payment_is_not_allocated_beyond_its_total CHECK (allocated_minor BETWEEN 0 AND total_minor),
    CONSTRAINT payment_that_is_reversed_settles_nothing CHECK (state = 'recorded' OR allocated_minor = 0),
    CONSTRAINT payment_state_is_dated CHECK (CASE state
        WHEN 'recorded' THEN reversed_at IS NULL AND reversed_on IS NULL
        WHEN 'reversed' THEN reversed_at IS NOT NULL AND reversed_on >= effective_on
        ELSE false END),
    CONSTRAINT payment_write_off_has_a_reason CHECK (purpose <> 'write_off' OR reason IS NOT NULL),
    CONSTRAINT payment_texts_are_short CHECK (btrim(reason) <> '' AND length(reason) <= 500
        AND btrim(reference) <> '' AND length(reference) <= 500),
    CONSTRAINT payment_value_day_is_sound CHECK (value_on >= '2000-01-01' AND effective_on >= value_on)
);
CREATE INDEX payment_by_partner ON payment (partner_id, entity_id, value_on);
CREATE INDEX payment_by_advance ON payment (advance_id) WHERE advance_id IS NOT NULL;
CREATE TRIGGER payment_is_immutable_but_its_state BEFORE UPDATE OF id, total_minor, cash_minor, fee_minor, withheld_minor, tax_minor, rounding_micros,
    advance_id, recorded_at, partner_id, bank_account_id, value_on, effective_on, entity_id, has_bank, is_incoming,
    document_kind, purpose, currency, bank_currency, reference, reason ON payment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_is_never_removed BEFORE DELETE OR TRUNCATE ON payment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE payment IS
    'The document with its id that moves money, or settles without any (write-off, application of an advance). State: what of it settles others, and whether it was reversed.';
COMMENT ON COLUMN payment.total_minor IS
    'Minor units of currency: what it moves on the partner''s account. Received: cash, fee and what was withheld; paid: cash and what we withhold.';
COMMENT ON COLUMN payment.cash_minor IS 'Minor units of bank_currency: what the bank account gained or lost, its fee aside.';
COMMENT ON COLUMN payment.fee_minor IS
    'Minor units of bank_currency: what banks kept of it. Of what was received it counts as paid by the customer; of what is paid it is on top.';
COMMENT ON COLUMN payment.withheld_minor IS 'Minor units of currency: tax that whoever pays pays to the state instead.';
COMMENT ON COLUMN payment.tax_minor IS
    'Minor units of currency: of the total what is owed to the state since the money came in, or no longer since it went back; the deposit has the rest.';
COMMENT ON COLUMN payment.rounding_micros IS
    'Micros (10^-6) of currency by which a deposit that is transferred was more than whole minor units, below zero less.';
COMMENT ON COLUMN payment.allocated_minor IS
    'Minor units of currency: of a credit or refund what the allocations have, of an advance what was applied or paid back.';
COMMENT ON COLUMN payment.currency IS 'Of the partner''s account that it moves.';
COMMENT ON COLUMN payment.bank_currency IS 'Of the entity''s bank account; null = no money moves.';
COMMENT ON COLUMN payment.bank_account_id IS 'The entity''s, in bank_currency on the value day; null = none was entered.';
COMMENT ON COLUMN payment.value_on IS 'Day on which the bank counts it.';
COMMENT ON COLUMN payment.effective_on IS 'Day of its entries: the value day, or the first open day of the books.';
COMMENT ON COLUMN payment.reversed_on IS 'Day of the entries that take it back.';
COMMENT ON COLUMN payment.advance_id IS 'The advance that it applies or pays back.';
COMMENT ON COLUMN payment.reference IS 'As the bank statement or the partner states it.';
COMMENT ON COLUMN payment.reason IS 'Why; a write-off has one.';

CREATE TABLE top_up_return (
    payment_id  bigint NOT NULL,
    top_up_id   bigint NOT NULL,
    net_minor   bigint NOT NULL,
    tax_minor   bigint NOT NULL,
    partner_id  integer NOT NULL,
    entity_id   smallint NOT NULL,
    currency    text NOT NULL,
    CONSTRAINT top_up_is_returned_once_a_payment PRIMARY KEY (payment_id, top_up_id),
    CONSTRAINT top_up_return_can_be_referenced UNIQUE (payment_id, top_up_id, entity_id),
    CONSTRAINT top_up_return_is_by_a_payment FOREIGN KEY (payment_id, entity_id, partner_id, currency)
        REFERENCES payment (id, entity_id, partner_id, currency),
    CONSTRAINT top_up_return_is_of_a_top_up FOREIGN KEY (top_up_id, entity_id, partner_id, currency)
        REFERENCES payment (id, entity_id, partner_id, currency),
    CONSTRAINT top_up_return_is_not_negative CHECK (net_minor >= 0 AND tax_minor >= 0 AND net_minor + tax_minor > 0)
);
CREATE INDEX top_up_return_by_top_up ON top_up_return (top_up_id);
CREATE TRIGGER top_up_return_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON top_up_return
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE top_up_return IS
    'What a refund of a deposit, or its transfer, gives back of which top-up: the latest first, for the earlier ones were used up. INSERT-only.';
COMMENT ON COLUMN top_up_return.net_minor IS 'Minor units of currency: from the deposit.';
COMMENT ON COLUMN top_up_return.tax_minor IS 'Minor units of currency: the tax that was taken of it.';

CREATE TABLE payment_tax (
    payment_id      bigint NOT NULL,
    base_minor      bigint NOT NULL,
    tax_minor       bigint NOT NULL,
    top_up_id       bigint,
    profile_id      integer NOT NULL,
    rate_millionths integer NOT NULL,
    position        integer NOT NULL,
    entity_id       smallint NOT NULL,
    tax             text NOT NULL,
    account_type    text NOT NULL REFERENCES ledger_account_type,
    CONSTRAINT payment_tax_is_stated_once PRIMARY KEY (payment_id, position),
    CONSTRAINT payment_tax_is_of_a_document_of_its_entity FOREIGN KEY (payment_id, entity_id)
        REFERENCES document (id, entity_id),
    CONSTRAINT payment_tax_is_by_a_profile_of_its_entity FOREIGN KEY (profile_id, entity_id)
        REFERENCES tax_profile (id, entity_id),
    CONSTRAINT payment_tax_returns_what_was_taken FOREIGN KEY (payment_id, top_up_id, entity_id)
        REFERENCES top_up_return (payment_id, top_up_id, entity_id),
    CONSTRAINT payment_tax_is_not_negative CHECK (tax_minor >= 0 AND base_minor >= 0)
);
CREATE INDEX payment_tax_by_top_up ON payment_tax (top_up_id) WHERE top_up_id IS NOT NULL;
CREATE TRIGGER payment_tax_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_tax
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE payment_tax IS
    'Tax of a top-up that is taxed when the money comes in, a row a tax, by the rates of its value day; and what a refund or transfer gives back of it. INSERT-only.';
COMMENT ON COLUMN payment_tax.base_minor IS 'Minor units of the payment''s currency: without tax.';
COMMENT ON COLUMN payment_tax.tax_minor IS 'Minor units of the payment''s currency.';
COMMENT ON COLUMN payment_tax.rate_millionths IS 'Millionths (10^-6) of the base.';
COMMENT ON COLUMN payment_tax.top_up_id IS 'The top-up of which it gives back; null = it is of a top-up itself.';

CREATE FUNCTION top_up_parts(of_entity_id smallint, of_partner_id integer, whole_minor bigint, includes_tax boolean)
RETURNS TABLE (top_up_id bigint, net_minor bigint, tax_minor bigint)
LANGUAGE sql STABLE AS $$
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
COMMENT ON FUNCTION top_up_parts IS
    'Which top-ups of a customer give back an amount in minor units that includes their tax or does not, with the tax that was taken of each: all of a top-up gives back all of its tax. No rows where no top-up was taxed.';

CREATE FUNCTION returned_taxes(of_top_up_id bigint, whole_minor bigint)
RETURNS TABLE (profile_id integer, tax text, rate_millionths integer, account_type text, tax_minor bigint)
LANGUAGE sql STABLE AS $$
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
COMMENT ON FUNCTION returned_taxes IS
    'How so much tax (minor units) of a top-up that is given back is shared by its taxes: as what is left of each.';

CREATE FUNCTION add_top_up_returns(of_payment_id bigint, whole_minor bigint, includes_tax boolean)
RETURNS void LANGUAGE sql AS $$
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
COMMENT ON FUNCTION add_top_up_returns IS
    'Records which top-ups a payment gives back, and the tax of each, as top_up_parts says.';

CREATE FUNCTION refuse_payment_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refuse('conflict', 'payment.reversed_already', format('payment %s was reversed on %s', OLD.id, OLD.reversed_on),
        jsonb_build_object('payment', OLD.id::text));
    RETURN NULL;
END
$$;
CREATE TRIGGER payment_is_reversed_once BEFORE UPDATE OF state ON payment
    FOR EACH ROW WHEN (OLD.state = 'reversed') EXECUTE FUNCTION refuse_payment_step();

CREATE FUNCTION use_advance() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER payment_uses_its_advance AFTER INSERT ON payment
    FOR EACH ROW WHEN (NEW.advance_id IS NOT NULL) EXECUTE FUNCTION use_advance();
CREATE TRIGGER payment_returns_its_advance AFTER UPDATE OF state ON payment
    FOR EACH ROW WHEN (NEW.advance_id IS NOT NULL AND OLD.state = 'recorded' AND NEW.state = 'reversed')
    EXECUTE FUNCTION use_advance();

-- What settles what
CREATE TABLE allocation (
    id                      bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    credit_id               bigint NOT NULL,
    debit_id                bigint NOT NULL,
    amount_minor            bigint NOT NULL,
    reverses_allocation_id  bigint,
    journal_id              bigint,
    recorded_at             timestamptz NOT NULL DEFAULT clock_timestamp(),
    credit_functional_micros numeric,
    debit_functional_micros numeric,
    partner_id              integer NOT NULL,
    allocated_on            date NOT NULL,
    entity_id               smallint NOT NULL,
    credit_kind             text NOT NULL,
    debit_kind              text NOT NULL,
    currency                text NOT NULL,
    reversed_minor          bigint NOT NULL GENERATED ALWAYS AS (-amount_minor) STORED,
    CONSTRAINT allocation_credit_is_a_document FOREIGN KEY (credit_id, entity_id, credit_kind, partner_id, currency)
        REFERENCES document (id, entity_id, kind, partner_id, currency),
    CONSTRAINT allocation_debit_is_a_document FOREIGN KEY (debit_id, entity_id, debit_kind, partner_id, currency)
        REFERENCES document (id, entity_id, kind, partner_id, currency),
    CONSTRAINT allocation_kinds_are_known
        CHECK (credit_kind IN ('payment', 'deposit_transfer', 'write_off') AND debit_kind IN ('invoice', 'refund')
            AND (debit_kind = 'invoice' OR credit_kind <> 'write_off')),
    CONSTRAINT allocation_is_not_nothing CHECK (amount_minor <> 0),
    CONSTRAINT allocation_ends_by_its_opposite CHECK ((amount_minor < 0) = (reverses_allocation_id IS NOT NULL)),
    CONSTRAINT allocation_ends_once UNIQUE (reverses_allocation_id),
    CONSTRAINT allocation_can_be_ended UNIQUE (id, entity_id, credit_id, debit_id, amount_minor),
    CONSTRAINT allocation_ends_one_of_its_amount FOREIGN KEY
        (reverses_allocation_id, entity_id, credit_id, debit_id, reversed_minor)
        REFERENCES allocation (id, entity_id, credit_id, debit_id, amount_minor),
    CONSTRAINT allocation_is_in_a_journal_of_its_entity FOREIGN KEY (journal_id, entity_id)
        REFERENCES journal (id, entity_id)
);
CREATE INDEX allocation_by_credit ON allocation (credit_id);
CREATE INDEX allocation_by_debit ON allocation (debit_id);
CREATE INDEX allocation_by_journal ON allocation (journal_id) WHERE journal_id IS NOT NULL;
CREATE TRIGGER allocation_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON allocation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE allocation IS
    'What of a credit (payment, transfer of a deposit, write-off) settles which debit (invoice, refund) from which day on; ended by a row of the opposite amount. It moves no account but for an exchange difference. INSERT-only.';
COMMENT ON COLUMN allocation.amount_minor IS 'Minor units of currency; below zero where it ends another.';
COMMENT ON COLUMN allocation.allocated_on IS 'First day from which it counts: not before either document is in the books, never in a locked period.';
COMMENT ON COLUMN allocation.credit_functional_micros IS
    'Micros (10^-6) of the entity''s functional currency at which this part of the credit is in the books; null = not known.';
COMMENT ON COLUMN allocation.debit_functional_micros IS 'As credit_functional_micros, of the debit.';
COMMENT ON COLUMN allocation.journal_id IS 'The settlement that has the difference of the two; null = there is none.';

CREATE FUNCTION apply_allocations() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER allocation_changes_what_is_open AFTER INSERT ON allocation
    REFERENCING NEW TABLE AS new_row FOR EACH STATEMENT EXECUTE FUNCTION apply_allocations();

-- What record_payments.sql works in. Each session makes its own once, so that the plans of the job's statements stay good.
CREATE FUNCTION make_payment_tables() RETURNS void LANGUAGE plpgsql AS $$
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
COMMENT ON FUNCTION make_payment_tables IS
    'Makes the temporary tables of record_payments.sql unless the session has them, and sees that they are empty.';

-- What must be so when an act ends
CREATE FUNCTION refuse_payment_without_records() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE CONSTRAINT TRIGGER payment_has_the_records_of_its_state AFTER INSERT OR UPDATE OF state ON payment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_payment_without_records();

-- Reversal of journals
-- What a document moved on the receivable, in the functional currency
CREATE FUNCTION receivable_functional(of_document_id bigint) RETURNS numeric LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN count(*) = count(functional_micros) THEN abs(sum(sign * functional_micros)) END
    FROM journal
        JOIN entry ON entry.journal_id = journal.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
        JOIN ledger_account AS account ON account.id = leg.account_id AND account.type = 'receivable'
    WHERE journal.document_id = of_document_id AND reverses_journal_id IS NULL
$$;
COMMENT ON FUNCTION receivable_functional IS
    'Micros (10^-6) of the functional currency that a document moved on the receivable; null where one of its entries has no such amount.';

CREATE FUNCTION booked_on(of_document_id bigint) RETURNS date LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (SELECT max(effective_on)
    FROM journal JOIN entry ON entry.journal_id = journal.id
    WHERE journal.document_id = of_document_id AND reverses_journal_id IS NULL);
END
$$;
COMMENT ON FUNCTION booked_on IS 'Day on which a document is in the books.';

CREATE FUNCTION advance_functional(of_document_id bigint) RETURNS numeric LANGUAGE sql STABLE PARALLEL SAFE AS $$
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
COMMENT ON FUNCTION advance_functional IS
    'Micros (10^-6) of the functional currency at which the rest of an advance is in the books; null where that is not known.';

CREATE TYPE allocation_wish AS (credit_id bigint, debit_id bigint, amount_minor bigint, allocated_on date);
COMMENT ON TYPE allocation_wish IS
    'That so much (minor units) of a credit settles a debit, from a day on, or the first possible one behind it.';

CREATE FUNCTION add_allocations(of_entity_id smallint, wishes allocation_wish[]) RETURNS bigint LANGUAGE plpgsql AS $$
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
COMMENT ON FUNCTION add_allocations IS
    'Lets credits settle debits of one entity, and posts what an exchange rate made of the amounts between the two. Returns how many.';

CREATE FUNCTION post_settlement(of_entity_id smallint, movements movement[]) RETURNS bigint LANGUAGE sql AS $$
    SELECT journal_id FROM post_movements(of_entity_id, 'settlement', movements) WHERE cardinality(movements) > 0
$$;
COMMENT ON FUNCTION post_settlement IS 'Posts exchange differences, if there are any; returns their journal.';

CREATE FUNCTION end_allocations(of_entity_id smallint, allocations bigint[], on_day date) RETURNS bigint LANGUAGE plpgsql AS $$
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
COMMENT ON FUNCTION end_allocations IS 'Ends allocations on a day, or the first possible one behind it; returns how many.';

CREATE VIEW live_allocation WITH (security_invoker = true) AS
SELECT * FROM allocation
WHERE amount_minor > 0 AND NOT EXISTS (SELECT FROM allocation AS ending WHERE ending.reverses_allocation_id = allocation.id);
COMMENT ON VIEW live_allocation IS 'Allocations that were not ended.';
COMMENT ON COLUMN live_allocation.amount_minor IS 'Minor units of currency.';
COMMENT ON COLUMN live_allocation.credit_functional_micros IS 'Micros (10^-6) of the entity''s functional currency.';
COMMENT ON COLUMN live_allocation.debit_functional_micros IS 'Micros (10^-6) of the entity''s functional currency.';

-- What an issued payment says
CREATE FUNCTION payment_content(of_document_id bigint, number_text text, issued_on date) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
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
COMMENT ON FUNCTION payment_content IS
    'All that a payment says, as text of content format 1. Change nothing here: add a format.';

CREATE OR REPLACE FUNCTION document_content(issue document_issue) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN (issue).kind = 'invoice'
            THEN invoice_content((issue).document_id, (issue).number_text, (issue).issued_on, (issue).due_on)
        WHEN (issue).kind IN ('payment', 'top_up', 'refund', 'write_off', 'advance_use', 'deposit_transfer')
            THEN payment_content((issue).document_id, (issue).number_text, (issue).issued_on)
        WHEN (issue).kind IN ('manual_journal', 'opening')
            THEN manual_journal_content((issue).document_id, (issue).number_text, (issue).issued_on)
    END
$$;

-- Open items
CREATE FUNCTION items_by_hand(of_entity_id smallint, of_partner_id integer, of_type text, as_of date)
RETURNS TABLE (document_id bigint, partner_id integer, currency text, kind text, number_text text, issued_on date,
    booked_on date, minor numeric)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
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
COMMENT ON FUNCTION items_by_hand IS
    'What journals by hand and opening balances moved on a type of account of partners by the end of a day, document by document, in minor units, debits above zero.';

CREATE FUNCTION receivable_items(of_entity_id smallint, of_partner_id integer, as_of date)
RETURNS TABLE (document_id bigint, partner_id integer, currency text, kind text, number_text text, issued_on date,
    booked_on date, due_on date, total_minor bigint, open_minor numeric)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
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
COMMENT ON FUNCTION receivable_items IS
    'Documents on the receivable of an entity''s customers (of one, or null = all), what was moved there by hand among them, as of the end of a day, with what is open of each in minor units: above zero what is owed to us, below zero a credit that settles nothing yet. Their sum is the balance of the account on that day.';

-- Rights and acts
GRANT SELECT ON payment, payment_purpose, payment_tax, top_up_return, allocation, live_allocation
    TO didtron_owner, didtron_storage, didtron_loader, didtron_app, didtron_reporter;
GRANT INSERT ON payment, payment_tax, top_up_return, allocation TO didtron_app;
GRANT UPDATE (state, reversed_at, reversed_on, allocated_minor) ON payment TO didtron_app;

DO $$
DECLARE
    written text;
    recorded record;
BEGIN
    FOREACH written IN ARRAY ARRAY['allocation', 'payment', 'payment_tax', 'top_up_return']
    LOOP
        EXECUTE format($sql$
            CREATE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT
            WHEN (current_user IN ('didtron_app', 'didtron_loader')) EXECUTE FUNCTION demand_act()
            $sql$, written || '_changes_by_acts', written);
    END LOOP;
    FOR recorded IN
        SELECT *
        FROM (VALUES
            ('allocation', 'INSERT', 'NEW TABLE AS new_row', 'credit_id debit_id', 'reversed_minor'),
            ('payment', 'INSERT', 'NEW TABLE AS new_row', 'partner_id purpose value_on', ''),
            ('payment', 'UPDATE', 'OLD TABLE AS old_row NEW TABLE AS new_row', 'partner_id purpose value_on', ''))
            AS listed (table_name, operation, tables, label_columns, silent_columns)
    LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER %s ON %I REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION record_changes(%L, %L, %L)',
            recorded.table_name || '_records_' || lower(recorded.operation), recorded.operation, recorded.table_name,
            recorded.tables, recorded.label_columns, recorded.silent_columns, 'every');
    END LOOP;
END
$$;

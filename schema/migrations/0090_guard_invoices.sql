-- Keeps what is billed true when terms change, periods are offset, amounts have no decimals and sessions meet: the payment mode
-- of a billing day is frozen, credits within a run are set off, rounding is a term of the agreement, and no line can join an
-- invoice that is leaving the state of a draft.

-- The payment mode of a billing day

CREATE TABLE billing_day_mode (
    entity_id   smallint NOT NULL,
    partner_id  integer NOT NULL,
    billing_on  date NOT NULL,
    prepaid     boolean NOT NULL,
    CONSTRAINT billing_day_has_one_mode PRIMARY KEY (entity_id, partner_id, billing_on)
);
COMMENT ON TABLE billing_day_mode IS
    'How a customer pays for the calls of a billing day, frozen by the first file that closes with usage of that day: corrections and late calls follow it, whatever the agreement says by then. Immutable.';
COMMENT ON COLUMN billing_day_mode.billing_on IS 'Day in the billing zone of the customer.';
COMMENT ON COLUMN billing_day_mode.prepaid IS 'Taken from the deposit, and on no invoice.';

-- Where a day was posted both ways, the first posting decides.
INSERT INTO billing_day_mode (entity_id, partner_id, billing_on, prepaid)
SELECT DISTINCT ON (entity_id, partner_id, billing_on) entity_id, partner_id, billing_on, prepaid
FROM usage
WHERE side = 's'
ORDER BY entity_id, partner_id, billing_on, file_id;

DO $$
BEGIN
    IF EXISTS (
        SELECT entity_id, partner_id, billing_on FROM usage WHERE side = 's'
        EXCEPT SELECT entity_id, partner_id, billing_on FROM billing_day_mode)
    THEN
        RAISE EXCEPTION 'a billing day with usage has no payment mode';
    END IF;
END
$$;

CREATE TRIGGER billing_day_mode_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON billing_day_mode
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT INSERT ON billing_day_mode TO didtron_loader;
REVOKE INSERT ON billing_day_mode FROM didtron_app;

COMMENT ON COLUMN usage.prepaid IS
    'A sell side paid from a deposit, by the frozen mode of its billing day: never on an invoice of usage.';

-- Lines and the state of their invoice

ALTER TABLE invoice_line ADD CONSTRAINT invoice_line_is_of_an_invoice FOREIGN KEY (invoice_id) REFERENCES invoice;

CREATE OR REPLACE FUNCTION refuse_line_unless_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    refused bigint;
BEGIN
    -- Whoever changes the state of one of these invoices has ended before the lock is had, or waits for this transaction.
    PERFORM id FROM invoice WHERE id IN (SELECT invoice_id FROM new_line) ORDER BY id FOR SHARE;
    SELECT line.invoice_id INTO refused
    FROM (SELECT DISTINCT invoice_id FROM new_line) AS line LEFT JOIN invoice ON invoice.id = line.invoice_id
    WHERE invoice.state IS DISTINCT FROM 'draft' LIMIT 1;
    IF refused IS NOT NULL THEN
        RAISE EXCEPTION 'invoice % takes no more lines: it is not a draft', refused
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;

-- Rounding by line or by document

ALTER TABLE agreement
    ADD COLUMN invoice_rounding text,
    ADD CONSTRAINT agreement_invoice_rounding_is_known CHECK (invoice_rounding IN ('line', 'document'));
COMMENT ON COLUMN agreement.invoice_rounding IS
    'line = each line of an invoice is rounded to the minor unit, document = only its total; null = by the currency (default_invoice_rounding).';

CREATE FUNCTION default_invoice_rounding(minor_digits smallint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN minor_digits = 0 THEN 'document' ELSE 'line' END
$$;
COMMENT ON FUNCTION default_invoice_rounding IS
    'By document where the currency has no decimals, so that many small lines are not lost; else by line.';

-- What has been invoiced was rounded by line.
ALTER TABLE invoice
    ADD COLUMN rounding text NOT NULL DEFAULT 'line',
    ADD CONSTRAINT invoice_rounding_is_known CHECK (rounding IN ('line', 'document'));
ALTER TABLE invoice ALTER COLUMN rounding DROP DEFAULT;
COMMENT ON COLUMN invoice.rounding IS 'line = each line is rounded to the minor unit, document = only the total; frozen from the agreement.';
COMMENT ON COLUMN invoice.total_minor IS
    'Minor units of currency: the sum of the rounded lines, or exact_micros rounded once, half up, where rounding is by document.';

ALTER TABLE invoice_line ALTER COLUMN amount_minor DROP NOT NULL;
COMMENT ON COLUMN invoice_line.amount_minor IS
    'Minor units of the invoice''s currency: exact_micros rounded once, half up; null where the invoice is rounded by document.';

-- Credits within a run and from one run to the next

CREATE FUNCTION offset_periods(period_micros bigint[], unit_micros bigint) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
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
COMMENT ON FUNCTION offset_periods IS
    'The invoice, from 1, that each of a customer''s periods joins, given their sums in order: a sum that rounds to nothing above zero joins the next period, behind the last one the invoice before. Only where all of them together are not above zero is the last invoice none.';

CREATE TABLE carried_sum (
    run_id          integer NOT NULL REFERENCES invoice_run,
    entity_id       smallint NOT NULL REFERENCES entity,
    partner_id      integer NOT NULL REFERENCES partner,
    currency        text NOT NULL REFERENCES currency,
    period_start_on date NOT NULL,
    period_end_on   date NOT NULL,
    amount_micros   bigint NOT NULL,
    CONSTRAINT sum_is_carried_once_a_run PRIMARY KEY (entity_id, partner_id, currency, run_id),
    CONSTRAINT carried_sum_period_is_not_empty CHECK (period_start_on <= period_end_on)
);
COMMENT ON TABLE carried_sum IS
    'What a run did not bill because it was not above zero: the next run takes it, or says that it needs a credit note. INSERT-only.';
COMMENT ON COLUMN carried_sum.period_end_on IS 'The last day.';
COMMENT ON COLUMN carried_sum.amount_micros IS 'Micros (10^-6) of currency, lines rounded where the agreement rounds them.';

CREATE TABLE invoice_offset (
    invoice_id      bigint NOT NULL REFERENCES invoice,
    kind            text NOT NULL,
    period_start_on date NOT NULL,
    period_end_on   date NOT NULL,
    amount_micros   bigint NOT NULL,
    CONSTRAINT invoice_offset_is_stated_once PRIMARY KEY (invoice_id, kind, period_start_on),
    CONSTRAINT invoice_offset_kind_is_known CHECK (kind IN ('period', 'carried')),
    CONSTRAINT invoice_offset_is_not_nothing CHECK (amount_micros <> 0)
);
COMMENT ON TABLE invoice_offset IS
    'What an invoice says of sums that were not above zero and are on its lines: a period of its own run, or what an earlier run carried. INSERT-only.';
COMMENT ON COLUMN invoice_offset.kind IS 'period = of a billing period of the same run; carried = what an earlier run did not bill.';
COMMENT ON COLUMN invoice_offset.period_end_on IS 'The last day.';
COMMENT ON COLUMN invoice_offset.amount_micros IS 'Micros (10^-6) of the invoice''s currency, lines rounded where the invoice rounds them.';

CREATE TRIGGER carried_sum_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON carried_sum
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER invoice_offset_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_offset
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Files that are not loaded to their end

CREATE VIEW unfinished_file AS
SELECT cdr_file.id, cdr_file.entity_id, cdr_file.name, cdr_file.kind,
    cdr_file.state = 'stopped' AS is_stopped, switch.code AS switch_code, loaded.chunks_in,
    loaded.rows_read, loaded.min_start_at,
    EXISTS (
        SELECT FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND objsubid = 1
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND (classid::bigint << 32 | objid::bigint) = hashtextextended('didtron.import.' || cdr_file.switch_id, 0)
    ) AS is_importing
FROM cdr_file
    JOIN switch ON switch.id = cdr_file.switch_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS chunks_in, COALESCE(sum(rows_read), 0)::bigint AS rows_read, min(min_start_at) AS min_start_at
        FROM chunk WHERE file_id = cdr_file.id
    ) AS loaded
WHERE cdr_file.state <> 'closed' AND cdr_file.chunks IS NULL;
COMMENT ON VIEW unfinished_file IS
    'Files and batches of re-rated calls of which not all chunks are in: interrupted, being loaded, or stopped for too many rejects.';
COMMENT ON COLUMN unfinished_file.min_start_at IS 'The earliest call that is in; null = none is.';
COMMENT ON COLUMN unfinished_file.is_importing IS 'Something is being imported into its switch, perhaps this file.';
REVOKE INSERT ON unfinished_file FROM didtron_app;

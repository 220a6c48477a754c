-- Corrections of calls that an invoice has already: their difference waits for a credit or debit note.

ALTER TABLE call
    ADD COLUMN sell_claim_from integer,
    ADD COLUMN buy_claim_from integer;
COMMENT ON COLUMN call.sell_claim_from IS
    'Of a replacement whose call is on an invoice: first close number of the claim by which that invoice took it; null = the side is usage of its own file.';
COMMENT ON COLUMN call.buy_claim_from IS 'As sell_claim_from, of the supplier''s side.';

ALTER TABLE usage_delta ADD COLUMN claim_from integer;
COMMENT ON COLUMN usage_delta.claim_from IS
    'Where it corrects calls that an invoice has: first close number of the claim by which the invoice took them; else null.';

CREATE TABLE usage_adjustment (
    file_id         integer NOT NULL REFERENCES cdr_file,
    entity_id       smallint NOT NULL,
    partner_id      integer NOT NULL,
    side            "char" NOT NULL,
    currency        text NOT NULL,
    service_period  date NOT NULL,
    claim_from      integer NOT NULL,
    invoice_id      bigint REFERENCES invoice,
    product_id      smallint NOT NULL,
    destination_id  integer,
    rate_id         integer,
    close_number    integer NOT NULL,
    calls           bigint NOT NULL,
    attempts        bigint NOT NULL,
    duration_ns     numeric NOT NULL,
    old_calls       bigint NOT NULL,
    new_calls       bigint NOT NULL,
    old_billed_s    bigint NOT NULL,
    new_billed_s    bigint NOT NULL,
    old_micros      bigint NOT NULL,
    new_micros      bigint NOT NULL,
    CONSTRAINT usage_adjustment_corrects_a_claim FOREIGN KEY
        (entity_id, partner_id, side, currency, service_period, claim_from)
        REFERENCES usage_claim (entity_id, partner_id, side, currency, service_period, from_close_number),
    CONSTRAINT usage_adjustment_is_of_a_later_file CHECK (close_number > claim_from)
);
CREATE INDEX usage_adjustment_by_claim ON usage_adjustment
    (entity_id, partner_id, side, currency, service_period, claim_from);
CREATE INDEX usage_adjustment_by_file ON usage_adjustment (file_id);
COMMENT ON TABLE usage_adjustment IS
    'Usage of re-rated calls that an invoice had when their batch closed: no later invoice takes it as usage, a credit or debit note does. Immutable.';
COMMENT ON COLUMN usage_adjustment.file_id IS 'The batch of re-rated calls.';
COMMENT ON COLUMN usage_adjustment.service_period IS 'Its first day.';
COMMENT ON COLUMN usage_adjustment.claim_from IS
    'First close number of the claim that took the calls. Where its invoice is voided, the claim''s next invoice takes the adjustment with it.';
COMMENT ON COLUMN usage_adjustment.invoice_id IS 'The invoice that had the claim when the batch closed; null = it had been voided.';
COMMENT ON COLUMN usage_adjustment.destination_id IS 'Of the master list: the old columns say what the calls no longer are, the new ones what they are.';
COMMENT ON COLUMN usage_adjustment.close_number IS 'Of the batch.';
COMMENT ON COLUMN usage_adjustment.calls IS 'Calls that left or joined this destination and rate, or stayed with another amount.';
COMMENT ON COLUMN usage_adjustment.attempts IS 'New less old, unanswered calls included.';
COMMENT ON COLUMN usage_adjustment.duration_ns IS 'Nanoseconds, raw: new less old.';
COMMENT ON COLUMN usage_adjustment.old_calls IS 'Answered.';
COMMENT ON COLUMN usage_adjustment.new_calls IS 'Answered.';
COMMENT ON COLUMN usage_adjustment.old_billed_s IS 'Seconds.';
COMMENT ON COLUMN usage_adjustment.new_billed_s IS 'Seconds.';
COMMENT ON COLUMN usage_adjustment.old_micros IS 'Micros (10^-6) of currency.';
COMMENT ON COLUMN usage_adjustment.new_micros IS 'Micros (10^-6) of currency.';

CREATE TRIGGER usage_adjustment_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_adjustment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The loader closes batches, and whoever owns a table with a reference must be allowed to look it up.
ALTER TABLE usage_adjustment OWNER TO didtron_loader;
REVOKE INSERT ON usage_adjustment FROM didtron_app;

-- Changes of the way in which a customer pays: what they did to the deposit and to what was not invoiced, once each.

CREATE TABLE billing_change (
    transfer_id     bigint,
    deposit_micros  numeric NOT NULL,
    unbilled_micros numeric NOT NULL,
    act_id          bigint NOT NULL DEFAULT current_act() REFERENCES act,
    made_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    partner_id      integer NOT NULL,
    first_on        date NOT NULL,
    entity_id       smallint NOT NULL,
    currency        text NOT NULL,
    payment_mode    text NOT NULL,
    CONSTRAINT billing_change_is_made_once PRIMARY KEY (entity_id, partner_id, first_on),
    CONSTRAINT billing_change_mode_is_known CHECK (payment_mode IN ('prepaid', 'postpaid')),
    CONSTRAINT billing_change_transfers_to_who_is_invoiced CHECK (transfer_id IS NULL OR payment_mode = 'postpaid'),
    CONSTRAINT billing_change_transfers_a_deposit_of_its_customer FOREIGN KEY (transfer_id, entity_id, partner_id, currency)
        REFERENCES payment (id, entity_id, partner_id, currency),
    CONSTRAINT billing_change_is_in_the_currency_of_its_agreement FOREIGN KEY (entity_id, partner_id, currency)
        REFERENCES agreement (entity_id, partner_id, currency)
);
CREATE TRIGGER billing_change_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON billing_change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE billing_change IS
    'That a customer pays otherwise from a day on, as its terms say, and what was made of its deposit and of what was not invoiced when the day had come. INSERT-only.';
COMMENT ON COLUMN billing_change.first_on IS 'First day of the terms.';
COMMENT ON COLUMN billing_change.payment_mode IS 'From that day on.';
COMMENT ON COLUMN billing_change.transfer_id IS 'The payment by which the deposit became a credit; null where there was none.';
COMMENT ON COLUMN billing_change.deposit_micros IS 'Micros (10^-6) of currency that were in the deposit.';
COMMENT ON COLUMN billing_change.unbilled_micros IS 'Micros (10^-6) of currency that were on no issued invoice.';

CREATE VIEW due_billing_change WITH (security_invoker = true) AS
SELECT terms.entity_id, terms.partner_id, terms.first_on, terms.payment_mode,
    billing_period_start(before.billing_cycle, terms.first_on - 1) AS last_period_on
FROM agreement_terms AS terms
    CROSS JOIN LATERAL terms_on(terms.entity_id, terms.partner_id, 'sell', terms.first_on - 1) AS before
WHERE terms.side = 'sell' AND terms.first_on > '-infinity' AND before.payment_mode <> terms.payment_mode
    AND terms.first_on <= (now() AT TIME ZONE terms.billing_zone)::date
    AND NOT EXISTS (SELECT FROM billing_change AS made
        WHERE made.entity_id = terms.entity_id AND made.partner_id = terms.partner_id AND made.first_on = terms.first_on);
COMMENT ON VIEW due_billing_change IS
    'Changes of payment mode whose day has come, and which nothing was made of yet; last_period_on begins the last period before them.';

CREATE FUNCTION billing_change_effect(of_entity_id smallint, of_partner_id integer)
RETURNS TABLE (currency text, minor_digits smallint, deposit_micros numeric, net_minor bigint, tax_minor bigint,
    rounding_micros numeric, unbilled_micros numeric, receivable_micros numeric)
LANGUAGE sql STABLE AS $$
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
COMMENT ON FUNCTION billing_change_effect IS
    'What a change of payment mode would do to a customer now: the deposit in micros (10^-6), what of it becomes a credit in minor units (net), the tax that goes with it, what rounding takes of it in micros, and what is unbilled and receivable in micros.';

-- Rights and acts
GRANT SELECT ON billing_change, due_billing_change
    TO didtron_owner, didtron_storage, didtron_loader, didtron_app, didtron_reporter;
GRANT INSERT ON billing_change TO didtron_app;
CREATE TRIGGER billing_change_changes_by_acts BEFORE INSERT OR UPDATE OR DELETE ON billing_change FOR EACH STATEMENT
    WHEN (current_user IN ('didtron_app', 'didtron_loader')) EXECUTE FUNCTION demand_act();
CREATE TRIGGER billing_change_records_insert AFTER INSERT ON billing_change REFERENCING NEW TABLE AS new_row
    FOR EACH STATEMENT EXECUTE FUNCTION record_changes('partner_id first_on', 'made_at', 'every');

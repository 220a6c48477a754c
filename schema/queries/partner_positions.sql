-- Positions of partners at this moment: the balances of the ledger, and the usage that is loaded and in no journal yet, so that a
-- call counts as soon as its chunk is in, whatever the schedule of closing.
--
-- Parameters: entity_id smallint; partner_id integer (null = all).
-- Result: one row per partner and currency that has an agreement, by code. Micros of the currency, each in the direction in which
-- it is usually above zero: receivable (what was paid and settles no invoice yet taken off), unapplied (that part), unbilled, deposit
-- (what the customer has paid ahead), payable, advances (what we have paid ahead), accrued; unposted_deposit (usage that the deposit
-- still has to pay), unposted_sell (usage that will be unbilled), unposted_buy; of a deposit held, and suspense (calls without a
-- price at the last one known, unknown_calls = never had one); advance_runs_out_on: the day on which advances run out at our rate of use (null = never); deposit_tax and sell_tax (tax that will come on top of what the deposit
-- still has to pay, and of what is unbilled or unposted, at the rates of its days and of today); low_mark and overdrawn_mark where they stand; credit_limit of the sell
-- side, null without one.

WITH wanted AS MATERIALIZED (
    SELECT entity_id, partner_id, currency
    FROM agreement
    WHERE entity_id = :'entity_id'::smallint AND (:'partner_id'::integer IS NULL OR partner_id = :'partner_id'::integer)
), balance AS (
    SELECT partner_id, currency,
        sum(balance_micros) FILTER (WHERE type = 'receivable') AS receivable,
        sum(balance_micros) FILTER (WHERE type = 'unbilled') AS unbilled,
        -sum(balance_micros) FILTER (WHERE type = 'prepaid') AS deposit,
        -sum(balance_micros) FILTER (WHERE type = 'payable') AS payable,
        -sum(balance_micros) FILTER (WHERE type = 'accrued_cost') AS accrued,
        sum(balance_micros) FILTER (WHERE type = 'supplier_prepaid') AS advances
    FROM wanted
        JOIN ledger_account AS account USING (entity_id, partner_id, currency)
        JOIN account_balance ON account_id = account.id
    GROUP BY partner_id, currency
), waiting AS (
    SELECT partner_id, currency, sum(micros) FILTER (WHERE side = 's' AND prepaid) AS unposted_deposit,
        sum(micros) FILTER (WHERE side = 's' AND NOT prepaid) AS unposted_sell,
        sum(micros) FILTER (WHERE side = 'b') AS unposted_buy
    FROM unposted_usage(:'entity_id'::smallint, :'partner_id'::integer)
    GROUP BY partner_id, currency
)
SELECT partner.code AS partner, currency, currency.minor_digits, COALESCE(unapplied, 0) AS unapplied_micros,
    COALESCE(advances, 0) AS advance_micros, COALESCE(held_micros, 0) AS held_micros,
    COALESCE(suspense_micros, 0) AS suspense_micros, COALESCE(unknown_calls, 0) AS unknown_calls,
    EXISTS (SELECT FROM deposit_mark AS mark WHERE mark.entity_id = wanted.entity_id AND mark.partner_id = wanted.partner_id
        AND kind = 'low' AND cleared_at IS NULL) AS low_mark,
    EXISTS (SELECT FROM deposit_mark AS mark WHERE mark.entity_id = wanted.entity_id AND mark.partner_id = wanted.partner_id
        AND kind = 'overdrawn' AND cleared_at IS NULL) AS overdrawn_mark, COALESCE(receivable, 0) AS receivable_micros,
    COALESCE(unbilled, 0) AS unbilled_micros, COALESCE(deposit, 0) AS deposit_micros, COALESCE(payable, 0) AS payable_micros,
    COALESCE(accrued, 0) AS accrued_micros, COALESCE(unposted_deposit, 0) AS unposted_deposit_micros,
    COALESCE(unposted_sell, 0) AS unposted_sell_micros, COALESCE(unposted_buy, 0) AS unposted_buy_micros,
    COALESCE(tax_micros, 0) AS deposit_tax_micros, CASE WHEN terms.tax_profile_id IS NULL THEN 0
        ELSE reserved_tax(wanted.entity_id, wanted.partner_id, (now() AT TIME ZONE terms.billing_zone)::date,
            COALESCE(unbilled, 0) + COALESCE(unposted_sell, 0)) END AS sell_tax_micros,
    runs_out_on AS advance_runs_out_on, terms.payment_mode, terms.credit_limit_micros
FROM wanted
    JOIN partner ON partner.id = partner_id
    JOIN currency ON currency.code = currency
    LEFT JOIN balance USING (partner_id, currency)
    LEFT JOIN waiting USING (partner_id, currency)
    LEFT JOIN (
        SELECT payment.partner_id, payment.currency,
            sum((total_minor - allocated_minor) * minor_unit_micros(own.minor_digits)::numeric) AS unapplied
        FROM payment JOIN currency AS own ON own.code = payment.currency
        WHERE entity_id = :'entity_id'::smallint AND purpose IN ('received', 'deposit_transfer') AND state = 'recorded'
            AND allocated_minor < total_minor
            AND (:'partner_id'::integer IS NULL OR partner_id = :'partner_id'::integer)
        GROUP BY payment.partner_id, payment.currency
    ) AS credit USING (partner_id, currency)
    LEFT JOIN deposit_positions(:'entity_id'::smallint, :'partner_id'::integer) AS deposit_position
        USING (partner_id, currency)
    LEFT JOIN advance_outlook(:'entity_id'::smallint, :'partner_id'::integer) AS outlook USING (partner_id, currency)
    LEFT JOIN current_terms AS terms ON terms.entity_id = wanted.entity_id AND terms.partner_id = wanted.partner_id
        AND terms.side = 'sell'
ORDER BY partner.code, currency;

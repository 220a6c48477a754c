-- Positions of partners at this moment: the balances of the ledger, and the usage that is loaded and in no journal yet, so that a
-- call counts as soon as its chunk is in, whatever the schedule of closing.
--
-- Parameters: entity_id smallint; partner_id integer (null = all).
-- Result: one row per partner and currency that has an agreement, by code. Micros of the currency, each in the direction in which
-- it is usually above zero: receivable, unbilled, deposit (what the customer has paid ahead), payable, accrued;
-- unposted_deposit (usage that the deposit still has to pay), unposted_sell (usage that will be unbilled), unposted_buy;
-- credit_limit of the sell side, null without one.

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
        -sum(balance_micros) FILTER (WHERE type = 'accrued_cost') AS accrued
    FROM wanted
        JOIN ledger_account AS account USING (entity_id, partner_id, currency)
        JOIN account_balance ON account_id = account.id
    GROUP BY partner_id, currency
), closed AS (
    SELECT partner_id, currency, side, prepaid, micros
    FROM closing
        -- Closing by closing, each by the index.
        CROSS JOIN LATERAL (
            SELECT * FROM usage
            WHERE usage.entity_id = closing.entity_id AND usage.close_number = closing.number
            OFFSET 0
        ) AS usage
    WHERE closing.entity_id = :'entity_id'::smallint AND NOT EXISTS (
        SELECT FROM closing_posting AS posting
        WHERE posting.entity_id = closing.entity_id AND posting.close_number = closing.number)
), loaded AS (
    -- Not closed yet. Corrections of what an invoice has are no less owed.
    SELECT partner_id, currency, side, billing_on, sum(micros) AS micros
    FROM usage_delta
    WHERE entity_id = :'entity_id'::smallint AND (:'partner_id'::integer IS NULL OR partner_id = :'partner_id'::integer)
    GROUP BY partner_id, currency, side, billing_on
), unposted AS (
    SELECT partner_id, currency, side, prepaid, micros FROM closed
    UNION ALL
    SELECT loaded.partner_id, loaded.currency, loaded.side,
        loaded.side = 's' AND COALESCE(mode.prepaid, terms.payment_mode = 'prepaid', false), micros
    FROM loaded
        LEFT JOIN billing_day_mode AS mode ON mode.entity_id = :'entity_id'::smallint
            AND mode.partner_id = loaded.partner_id AND mode.billing_on = loaded.billing_on
        LEFT JOIN terms_span AS terms ON terms.entity_id = :'entity_id'::smallint
            AND terms.partner_id = loaded.partner_id AND side_code = loaded.side AND in_effect @> loaded.billing_on
), waiting AS (
    SELECT partner_id, currency, sum(micros) FILTER (WHERE side = 's' AND prepaid) AS unposted_deposit,
        sum(micros) FILTER (WHERE side = 's' AND NOT prepaid) AS unposted_sell,
        sum(micros) FILTER (WHERE side = 'b') AS unposted_buy
    FROM unposted
    GROUP BY partner_id, currency
)
SELECT partner.code AS partner, currency, currency.minor_digits, COALESCE(receivable, 0) AS receivable_micros,
    COALESCE(unbilled, 0) AS unbilled_micros, COALESCE(deposit, 0) AS deposit_micros, COALESCE(payable, 0) AS payable_micros,
    COALESCE(accrued, 0) AS accrued_micros, COALESCE(unposted_deposit, 0) AS unposted_deposit_micros,
    COALESCE(unposted_sell, 0) AS unposted_sell_micros, COALESCE(unposted_buy, 0) AS unposted_buy_micros,
    terms.payment_mode, terms.credit_limit_micros
FROM wanted
    JOIN partner ON partner.id = partner_id
    JOIN currency ON currency.code = currency
    LEFT JOIN balance USING (partner_id, currency)
    LEFT JOIN waiting USING (partner_id, currency)
    LEFT JOIN current_terms AS terms ON terms.entity_id = wanted.entity_id AND terms.partner_id = wanted.partner_id
        AND terms.side = 'sell'
ORDER BY partner.code, currency;

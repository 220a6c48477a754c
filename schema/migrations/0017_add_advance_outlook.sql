-- How long what was paid ahead to suppliers lasts.

CREATE FUNCTION advance_outlook(of_entity_id smallint, of_partner_id integer)
RETURNS TABLE (partner_id integer, currency text, advance_micros numeric, owed_micros numeric, daily_micros numeric, runs_out_on date)
LANGUAGE sql STABLE AS $$
    WITH paid_ahead AS (
        SELECT account.partner_id, account.currency, balance_micros AS advance
        FROM ledger_account AS account JOIN account_balance ON account_id = account.id
        WHERE account.entity_id = of_entity_id AND type = 'supplier_prepaid' AND balance_micros > 0
            AND (of_partner_id IS NULL OR account.partner_id = of_partner_id)
    ), day AS (
        SELECT (now() AT TIME ZONE zone)::date AS today FROM entity WHERE id = of_entity_id
    ), owed AS (
        SELECT account.partner_id, account.currency, -sum(balance_micros) AS micros
        FROM paid_ahead
            JOIN ledger_account AS account ON account.entity_id = of_entity_id AND account.partner_id = paid_ahead.partner_id
                AND account.currency = paid_ahead.currency AND type IN ('payable', 'accrued_cost')
            JOIN account_balance ON account_id = account.id
        GROUP BY account.partner_id, account.currency
    ), unposted AS (
        SELECT usage.partner_id, usage.currency, sum(micros) AS micros
        FROM unposted_usage(of_entity_id, of_partner_id) AS usage
        WHERE side = 'b' AND usage.partner_id IN (SELECT paid_ahead.partner_id FROM paid_ahead)
        GROUP BY usage.partner_id, usage.currency
    ), used AS (
        -- Of the last two weeks, the days before the first of them aside.
        SELECT account.partner_id, account.currency, sum(side * amount_micros) AS micros,
            GREATEST(day.today - min(effective_on), 1) AS days
        FROM paid_ahead
            CROSS JOIN day
            JOIN ledger_account AS account ON account.entity_id = of_entity_id AND account.partner_id = paid_ahead.partner_id
                AND account.currency = paid_ahead.currency AND type = 'accrued_cost'
            CROSS JOIN LATERAL (
                SELECT 1 AS side, journal_id, effective_on, amount_micros FROM entry
                WHERE credit_account_id = account.id AND effective_on BETWEEN day.today - 14 AND day.today
                UNION ALL
                SELECT -1, journal_id, effective_on, amount_micros FROM entry
                WHERE debit_account_id = account.id AND effective_on BETWEEN day.today - 14 AND day.today) AS entry
            JOIN journal ON journal.id = entry.journal_id AND kind = 'usage'
        GROUP BY account.partner_id, account.currency, day.today
    )
    SELECT paid_ahead.partner_id, paid_ahead.currency, advance, total.owed, total.daily, CASE
            WHEN advance <= total.owed THEN today
            -- A day so far ahead is none.
            WHEN total.daily > 0 AND div(advance - total.owed, total.daily) < 36500
                THEN today + div(advance - total.owed, total.daily)::integer END
    FROM paid_ahead
        CROSS JOIN day
        LEFT JOIN owed USING (partner_id, currency)
        LEFT JOIN unposted USING (partner_id, currency)
        LEFT JOIN used USING (partner_id, currency)
        CROSS JOIN LATERAL (
            SELECT COALESCE(owed.micros, 0) + COALESCE(unposted.micros, 0) AS owed,
                GREATEST(div(COALESCE(used.micros, 0), used.days), 0) AS daily) AS total
$$;
COMMENT ON FUNCTION advance_outlook IS
    'What was paid ahead to suppliers, what of it is owed by now, what a day cost on average of the last two weeks, in micros (10^-6) of currency, and the day on which the rest runs out at that rate: today where nothing is left, null where nothing is used.';

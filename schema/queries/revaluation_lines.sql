-- Revaluations of an entity with their lines, the latest month first.
--
-- Parameters: entity_id smallint; revaluation_id integer, null = all.
-- Reads: revaluation, revaluation_line, ledger_account, partner, currency, entity.
-- Rows expected: one a line; micros of the account's currency, booked_micros and closing_micros of the functional one.

SELECT revaluation.id AS revaluation_id, month_end_on::text AS month_end_on, revision, journal_id, reversal_id, account_id,
    account.type, partner.code AS partner, account.currency, minor_digits, balance_micros AS micros, booked_micros,
    closing_micros, trim_scale(rate)::text AS rate, is_inverse, rate_on::text AS rate_on, unconverted, functional_currency
FROM revaluation
    JOIN revaluation_line AS line ON line.revaluation_id = revaluation.id
    JOIN ledger_account AS account ON account.id = account_id
    JOIN currency ON currency.code = account.currency
    JOIN entity ON entity.id = revaluation.entity_id
    LEFT JOIN partner ON partner.id = account.partner_id
WHERE revaluation.entity_id = :'entity_id'::smallint
    AND (:'revaluation_id'::integer IS NULL OR revaluation.id = :'revaluation_id'::integer)
ORDER BY month_end_on DESC, revision DESC, account.currency, account.type, partner.code;

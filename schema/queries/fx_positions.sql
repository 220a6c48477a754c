-- What an entity's accounts of money hold in foreign currencies at the end of a day, in the books and by the exchange rate of
-- that day.
--
-- Parameters: entity_id smallint, as_of date.
-- Reads: ledger_account, entry, exchange_rate (fx_positions).
-- Rows expected: one an account that has entries; micros of its currency, debits less credits, of the entries that have a
-- functional amount; booked_micros and closing_micros of the functional currency. rate, rate_on and closing_micros null where no
-- exchange rate is in effect.

SELECT position.account_id, position.type, partner.code AS partner, position.currency, minor_digits, is_revalued, micros,
    functional_micros AS booked_micros, closing_micros, unconverted, unconverted_micros, trim_scale(rate)::text AS rate,
    COALESCE(is_inverse, false) AS is_inverse, rate_on::text AS rate_on, functional_currency
FROM fx_positions(:'entity_id'::smallint, :'as_of'::date) AS position
    JOIN currency ON currency.code = position.currency
    JOIN entity ON entity.id = :'entity_id'::smallint
    LEFT JOIN partner ON partner.id = position.partner_id;

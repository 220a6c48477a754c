-- Payments of every kind, the newest value day first: for lists, and to find one by its id or number.
--
-- Parameters: names text[] (ids or numbers; null = all), entity_id smallint, partner_id integer, purpose text, from_on and to_on date
-- (value days, both inclusive), unapplied boolean (true = only what is left to allocate), row_limit integer; null = all.
-- Result: one row per payment. Minor units of the currencies.

SELECT payment.id AS payment_id, number_text AS number, entity.code AS entity, payment.entity_id, partner.code AS partner,
    payment.partner_id, purpose, is_incoming,
    payment.currency, own.minor_digits, payment.total_minor, bank_currency, bank.minor_digits AS bank_minor_digits, cash_minor,
    fee_minor, withheld_minor, tax_minor, allocated_minor, value_on, effective_on, state, reversed_on, reference, reason
FROM payment
    JOIN document_issue AS issue ON issue.document_id = payment.id
    JOIN entity ON entity.id = payment.entity_id
    JOIN partner ON partner.id = partner_id
    JOIN currency AS own ON own.code = payment.currency
    LEFT JOIN currency AS bank ON bank.code = bank_currency
WHERE (:'names'::text[] IS NULL OR payment.id::text = ANY (:'names'::text[]) OR number_text = ANY (:'names'::text[]))
    AND (:'entity_id'::smallint IS NULL OR payment.entity_id = :'entity_id'::smallint)
    AND (:'partner_id'::integer IS NULL OR partner_id = :'partner_id'::integer)
    AND (:'purpose'::text IS NULL OR purpose = :'purpose'::text)
    AND (:'from_on'::date IS NULL OR value_on >= :'from_on'::date)
    AND (:'to_on'::date IS NULL OR value_on <= :'to_on'::date)
    AND (:'unapplied'::boolean IS NOT TRUE
        OR purpose IN ('received', 'deposit_transfer', 'advance') AND state = 'recorded' AND allocated_minor < payment.total_minor)
ORDER BY value_on DESC, payment.id DESC
LIMIT :'row_limit'::integer;

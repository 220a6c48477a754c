-- Tax: each invoice is taxed by the rates that hold on the last day of the service period of its lines, one base for lines that are taxed
-- alike, rounded once a rate or line by line, on top of them or out of them; a top-up by those of its value day, where it is taxed when
-- the money comes in. What goes back of a top-up is never more than came in, with the tax that was taken of it. Documents say the sum
-- of their taxes, and the accounts of taxes moved as the documents say.
--
-- The taxes are worked out here by arithmetic of their own.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected (worked out), found (stored).

WITH taxed_line AS (
    SELECT invoice.id AS invoice_id, invoice.currency, includes_tax, invoice.rounding, tax_rounding, invoice.tax_profile_id, line_number,
        line.amount_minor, line.exact_micros, minor_unit_micros(minor_digits) AS unit, (
            SELECT max(first_on)
            FROM tax_rate
            WHERE profile_id = invoice.tax_profile_id AND first_on < billing_period_end(billing_cycle, line.service_period)) AS rates_from
    FROM invoice
        JOIN invoice_line AS line ON line.invoice_id = invoice.id
        CROSS JOIN LATERAL terms_on(invoice.entity_id, invoice.partner_id, 'sell', line.service_period) AS terms
    WHERE tax_treatment = 'taxed'
), base AS (
    SELECT invoice_id, currency, includes_tax, tax_profile_id, rates_from, NULL::integer AS line_number,
        CASE rounding WHEN 'line' THEN sum(amount_minor)
            ELSE rounded_half_up(sum(sum(exact_micros)) OVER in_order, unit)
                - rounded_half_up(sum(sum(exact_micros)) OVER in_order - sum(exact_micros), unit) END AS minor
    FROM taxed_line
    WHERE tax_rounding = 'document'
    GROUP BY invoice_id, currency, includes_tax, tax_profile_id, rates_from, rounding, unit
    WINDOW in_order AS (PARTITION BY invoice_id ORDER BY rates_from)
    UNION ALL
    SELECT invoice_id, currency, includes_tax, tax_profile_id, rates_from, line_number, amount_minor
    FROM taxed_line
    WHERE tax_rounding = 'line'
), in_effect AS (
    SELECT rates.profile_id, rates.first_on AS rates_from, rate.*,
        sum(rate_millionths) OVER (PARTITION BY rates.profile_id, rates.first_on ORDER BY tax)::numeric AS until_here,
        sum(rate_millionths) OVER (PARTITION BY rates.profile_id, rates.first_on)::numeric AS whole
    FROM (SELECT DISTINCT profile_id, first_on FROM tax_rate) AS rates
        CROSS JOIN LATERAL (
            SELECT DISTINCT ON (tax) tax, rate_millionths, account_type
            FROM tax_rate
            WHERE profile_id = rates.profile_id AND first_on <= rates.first_on
            ORDER BY tax, tax_rate.first_on DESC) AS rate
), worked_out AS (
    SELECT invoice_id, currency, rates_from, tax, rate_millionths, account_type, sum(part) AS tax_minor,
        sum(minor - CASE WHEN includes_tax THEN all_parts ELSE 0 END) AS base_minor
    FROM (
        SELECT base.*, tax, rate_millionths, account_type, part,
            sum(part) OVER (PARTITION BY invoice_id, base.rates_from, line_number) AS all_parts
        FROM base
            JOIN in_effect ON profile_id = tax_profile_id AND in_effect.rates_from = base.rates_from
            CROSS JOIN LATERAL (
                SELECT sign(minor) * CASE WHEN includes_tax
                    THEN div(abs(minor) * until_here * 2 + 1000000 + whole, 2 * (1000000 + whole))
                        - div(abs(minor) * (until_here - rate_millionths) * 2 + 1000000 + whole, 2 * (1000000 + whole))
                    ELSE div(abs(minor) * rate_millionths * 2 + 1000000, 2000000) END AS part) AS rounded) AS lines
    GROUP BY invoice_id, currency, rates_from, tax, rate_millionths, account_type
), top_up AS (
    SELECT payment.id AS payment_id, payment.currency, profile.id AS profile_id, tax, rate_millionths, account_type,
        div(total_minor * until_here * 2 + 1000000 + whole, 2 * (1000000 + whole))
            - div(total_minor * (until_here - rate_millionths) * 2 + 1000000 + whole, 2 * (1000000 + whole)) AS tax_minor,
        total_minor - div(total_minor * whole * 2 + 1000000 + whole, 2 * (1000000 + whole)) AS base_minor
    FROM payment
        -- By the terms that were known when it was recorded; where these were replaced since, by what it says itself.
        LEFT JOIN LATERAL (
            SELECT known.payment_mode, known.tax_profile_id
            FROM agreement_terms AS known
            WHERE known.entity_id = payment.entity_id AND known.partner_id = payment.partner_id AND side = 'sell'
                AND first_on <= value_on AND known.created_at <= payment.recorded_at
            ORDER BY first_on DESC
            LIMIT 1) AS terms ON true
        JOIN tax_profile AS profile ON tax_point = 'receipt' AND profile.id = CASE
            WHEN terms.payment_mode IS NULL
                THEN (SELECT min(stored.profile_id) FROM payment_tax AS stored WHERE stored.payment_id = payment.id)
            WHEN terms.payment_mode = 'prepaid' THEN terms.tax_profile_id END
        JOIN in_effect ON in_effect.profile_id = profile.id AND rates_from = (
            SELECT max(first_on) FROM tax_rate WHERE tax_rate.profile_id = profile.id AND first_on <= value_on)
    WHERE purpose = 'top_up'
), returned AS (
    SELECT top_up_id, sum(net_minor) AS net_minor, sum(top_up_return.tax_minor) AS tax_minor
    FROM top_up_return JOIN payment ON payment.id = payment_id
    WHERE state = 'recorded'
    GROUP BY top_up_id
), returned_tax AS (
    SELECT top_up_id, tax, sum(payment_tax.tax_minor) AS tax_minor
    FROM payment_tax JOIN payment ON payment.id = payment_id
    WHERE state = 'recorded' AND top_up_id IS NOT NULL
    GROUP BY top_up_id, tax
), moved AS (
    SELECT entity_id, currency, account_type, sum(documents) AS expected, sum(entries) AS found
    FROM (
        SELECT invoice.entity_id, invoice.currency, account_type,
            -invoice_tax.tax_minor * minor_unit_micros(minor_digits)::numeric AS documents, 0 AS entries
        FROM invoice JOIN invoice_tax ON invoice_id = invoice.id
        WHERE state = 'issued'
        UNION ALL
        SELECT payment.entity_id, payment.currency, account_type, CASE WHEN top_up_id IS NULL THEN -1 ELSE 1 END
            * payment_tax.tax_minor * minor_unit_micros(minor_digits)::numeric, 0
        FROM payment
            JOIN payment_tax ON payment_id = payment.id
            JOIN currency ON currency.code = payment.currency
        WHERE state = 'recorded'
        UNION ALL
        SELECT account.entity_id, account.currency, type, 0, sign * amount_micros
        FROM ledger_account AS account
            JOIN entry ON account.id IN (debit_account_id, credit_account_id)
            JOIN journal ON journal.id = journal_id
            CROSS JOIN LATERAL (SELECT CASE account.id WHEN debit_account_id THEN 1 ELSE -1 END AS sign) AS leg
        -- Taxes of what deposits pay have no document: the check of journals has them, and what is moved by hand.
        WHERE type IN (SELECT account_type FROM tax_rate) AND kind NOT IN ('usage', 'charge', 'manual_journal', 'opening')
    ) AS both_sides
    GROUP BY entity_id, currency, account_type
), offence AS (
    SELECT format('invoice %s, %s by the rates from %s: %s', COALESCE(stored.invoice_id, worked_out.invoice_id),
            COALESCE(stored.tax, worked_out.tax), COALESCE(stored.rates_from, worked_out.rates_from), measure) AS subject,
        unit, CASE unit WHEN 'minor' THEN worked_out.currency END AS currency, expected, found
    FROM worked_out
        FULL JOIN invoice_tax AS stored ON stored.invoice_id = worked_out.invoice_id AND stored.rates_from = worked_out.rates_from
            AND stored.tax = worked_out.tax
        CROSS JOIN LATERAL (VALUES ('base', 'minor', worked_out.base_minor, stored.base_minor::numeric),
            ('tax', 'minor', worked_out.tax_minor, stored.tax_minor),
            ('rate', 'number', worked_out.rate_millionths, stored.rate_millionths),
            ('account', 'rows', 1, (worked_out.account_type = stored.account_type)::integer))
            AS value (measure, unit, expected, found)
    WHERE expected IS DISTINCT FROM found
    UNION ALL
    SELECT format('invoice %s: sum of its taxes', invoice.id), 'minor', currency, COALESCE(sum(invoice_tax.tax_minor), 0),
        invoice.tax_minor
    FROM invoice LEFT JOIN invoice_tax ON invoice_id = invoice.id
    GROUP BY invoice.id
    HAVING COALESCE(sum(invoice_tax.tax_minor), 0) <> invoice.tax_minor
    UNION ALL
    SELECT format('top-up %s, %s: %s', COALESCE(stored.payment_id, top_up.payment_id), COALESCE(stored.tax, top_up.tax), measure),
        unit, CASE unit WHEN 'minor' THEN top_up.currency END, expected, found
    FROM top_up
        FULL JOIN (SELECT * FROM payment_tax WHERE top_up_id IS NULL) AS stored ON stored.payment_id = top_up.payment_id
            AND stored.tax = top_up.tax
        CROSS JOIN LATERAL (VALUES ('base', 'minor', top_up.base_minor, stored.base_minor::numeric),
            ('tax', 'minor', top_up.tax_minor, stored.tax_minor),
            ('rate', 'number', top_up.rate_millionths, stored.rate_millionths),
            ('profile and account', 'rows', 1, ((top_up.profile_id, top_up.account_type)
                = (stored.profile_id, stored.account_type))::integer)) AS value (measure, unit, expected, found)
    WHERE expected IS DISTINCT FROM found
    UNION ALL
    SELECT format('payment %s: sum of its taxes', payment.id), 'minor', currency, COALESCE(sum(payment_tax.tax_minor), 0),
        payment.tax_minor
    FROM payment LEFT JOIN payment_tax ON payment_id = payment.id
    GROUP BY payment.id
    HAVING COALESCE(sum(payment_tax.tax_minor), 0) <> payment.tax_minor
    UNION ALL
    SELECT format('payment %s: tax of top-up %s that it gives back', back.payment_id, back.top_up_id), 'minor', currency,
        back.tax_minor, COALESCE(sum(payment_tax.tax_minor), 0)
    FROM top_up_return AS back
        LEFT JOIN payment_tax ON payment_tax.payment_id = back.payment_id AND payment_tax.top_up_id = back.top_up_id
    GROUP BY back.payment_id, back.top_up_id
    HAVING COALESCE(sum(payment_tax.tax_minor), 0) <> back.tax_minor
    UNION ALL
    SELECT format('top-up %s gave back: %s', returned.top_up_id, measure), 'minor', currency, expected, found
    FROM returned
        JOIN payment ON payment.id = returned.top_up_id
        CROSS JOIN LATERAL (VALUES ('deposit', payment.total_minor - payment.tax_minor, returned.net_minor),
            ('tax', payment.tax_minor, returned.tax_minor)) AS value (measure, expected, found)
    WHERE found > expected OR payment.state <> 'recorded' OR purpose <> 'top_up'
    UNION ALL
    SELECT format('top-up %s gave back of %s', returned_tax.top_up_id, returned_tax.tax), 'minor', NULL, taken.tax_minor,
        returned_tax.tax_minor
    FROM returned_tax
        LEFT JOIN payment_tax AS taken ON taken.payment_id = returned_tax.top_up_id AND taken.tax = returned_tax.tax
    WHERE returned_tax.tax_minor > COALESCE(taken.tax_minor, 0)
    UNION ALL
    SELECT format('%s of entity %s', account_type, entity_id), 'micros', currency, expected, found
    FROM moved
    WHERE expected <> found
)
SELECT false AS is_offence, 'taxes of invoices' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM invoice_tax
UNION ALL
SELECT false, 'taxes of top-ups, given back or taken', 'rows', NULL, NULL, count(*), 2 FROM payment_tax
UNION ALL
SELECT false, account_type, 'micros', currency, sum(expected), sum(found), 3 FROM moved GROUP BY account_type, currency
UNION ALL
SELECT true, subject, unit, currency, expected, found, 4 FROM offence
ORDER BY position, subject, currency;

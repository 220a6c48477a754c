-- V4: the total of an invoice is the sum of its lines, each rounded once half up from its exact micros, or, by document, the
-- exact sum of lines that are not rounded, rounded once; with the tax on top, unless the lines contain it. What is open is never below zero nor above the total; what was issued
-- still says the same total. Lines are 1 to n, of products of the invoice's entity and of service periods up to its end. Its
-- period is of its run, its zone, terms and rounding are those of the agreement, its state is dated. What it says of sums set
-- off is what its lines, or the run before it, say.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected (recomputed from the lines), found (stored).

WITH line_total AS (
    SELECT invoice_id, count(*) AS lines, sum(exact_micros) AS exact_micros, sum(amount_minor) AS total_minor
    FROM invoice_line
    GROUP BY invoice_id
), compared AS (
    SELECT invoice.id, state, currency, invoice.lines, invoice.exact_micros, invoice.total_minor,
        CASE WHEN includes_tax THEN 0 ELSE tax_minor END AS tax_on_top,
        COALESCE(line_total.lines, 0) AS found_lines, COALESCE(line_total.exact_micros, 0) AS line_micros,
        CASE rounding WHEN 'line' THEN COALESCE(line_total.total_minor, 0)
            ELSE rounded_half_up(COALESCE(line_total.exact_micros, 0)::bigint, minor_unit_micros(minor_digits))
        END AS line_minor,
        invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor
    FROM invoice LEFT JOIN line_total ON invoice_id = invoice.id
), offence AS (
    SELECT format('invoice %s: total', id) AS subject, 'minor' AS unit, currency, line_minor + tax_on_top AS expected,
        total_minor::numeric AS found
    FROM compared WHERE line_minor + tax_on_top <> total_minor
    UNION ALL
    SELECT format('invoice %s: sum before rounding', id), 'micros', currency, line_micros, exact_micros
    FROM compared WHERE line_micros <> exact_micros
    UNION ALL
    SELECT format('invoice %s: lines', id), 'rows', NULL, found_lines, lines FROM compared WHERE found_lines <> lines
    UNION ALL
    SELECT format('invoice %s: open', id), 'minor', currency, NULL, open_minor
    FROM compared WHERE open_minor < 0 OR open_minor > total_minor
    UNION ALL
    SELECT format('invoice %s, line %s: rounding', invoice_id, line_number), 'minor', currency,
        wanted.amount_minor, invoice_line.amount_minor
    FROM invoice_line
        JOIN invoice ON invoice.id = invoice_id
        CROSS JOIN LATERAL (
            SELECT CASE rounding WHEN 'line'
                THEN rounded_half_up(invoice_line.exact_micros, minor_unit_micros(minor_digits)) END AS amount_minor
        ) AS wanted
    WHERE invoice_line.amount_minor IS DISTINCT FROM wanted.amount_minor
    UNION ALL
    SELECT format('lines of invoice %s, which does not exist', invoice_id), 'rows', NULL, 0, lines
    FROM line_total WHERE NOT EXISTS (SELECT FROM invoice WHERE id = invoice_id)
    UNION ALL
    SELECT format('invoice %s: first line out of place', invoice_id), 'number', NULL, min(expected_number), min(line_number)
    FROM (
        SELECT invoice_id, line_number, row_number() OVER (PARTITION BY invoice_id ORDER BY line_number) AS expected_number
        FROM invoice_line) AS numbered
    WHERE line_number <> expected_number
    GROUP BY invoice_id
    UNION ALL
    SELECT format('invoice %s, line %s: product, entity or service period', invoice_id, line_number), 'rows', NULL, 0, 1
    FROM invoice_line AS line
        JOIN invoice ON invoice.id = invoice_id
        LEFT JOIN product ON product.id = product_id
    WHERE (line.entity_id, product.entity_id) IS DISTINCT FROM (invoice.entity_id, invoice.entity_id)
        OR service_period > period_end_on
    UNION ALL
    SELECT format('invoice %s: period', invoice.id), 'rows', NULL, 0, 1
    FROM invoice LEFT JOIN invoice_run AS run ON run.id = run_id
    WHERE run.id IS NULL OR run.entity_id <> invoice.entity_id OR invoice.created_at < ran_at
        OR invoice.period_start_on NOT BETWEEN run.period_start_on AND run.period_end_on
    UNION ALL
    SELECT format('invoice %s: %s', invoice.id, measure), 'rows', NULL, 0, 1
    FROM invoice
        JOIN invoice_run AS run ON run.id = run_id
        LEFT JOIN currency ON currency.code = invoice.currency
        LEFT JOIN agreement ON agreement.entity_id = invoice.entity_id AND agreement.partner_id = invoice.partner_id
        LEFT JOIN LATERAL terms_on(invoice.entity_id, invoice.partner_id, 'sell', invoice.period_end_on) AS terms ON true
        LEFT JOIN LATERAL terms_on(invoice.entity_id, invoice.partner_id, 'sell', run.period_end_on) AS at_end ON true
        LEFT JOIN tax_profile AS profile ON profile.id = terms.tax_profile_id
        CROSS JOIN LATERAL (VALUES
            ('end of its last period', invoice.period_end_on IS DISTINCT FROM billing_period_end(terms.billing_cycle,
                billing_period_start(terms.billing_cycle, invoice.period_end_on)) - 1),
            ('currency', (invoice.currency, invoice.minor_digits) IS DISTINCT FROM (agreement.currency, currency.minor_digits)),
            ('zone', invoice.billing_zone IS DISTINCT FROM terms.billing_zone),
            ('terms of payment', (invoice.payment_terms_days, invoice.payment_terms_kind)
                IS DISTINCT FROM (terms.payment_terms_days, terms.payment_terms_kind)),
            ('tax', (invoice.tax_profile_id, invoice.includes_tax, invoice.tax_treatment, invoice.tax_rounding)
                IS DISTINCT FROM (terms.tax_profile_id, COALESCE(profile.includes_tax, false), profile.treatment,
                    CASE WHEN invoice.rounding = 'document' AND profile.id IS NOT NULL THEN 'document' ELSE profile.rounding END)),
            ('rounding', invoice.rounding IS DISTINCT FROM COALESCE(at_end.invoice_rounding,
                default_invoice_rounding(currency.minor_digits))))
            AS value (measure, is_wrong)
    WHERE is_wrong
    UNION ALL
    SELECT format('invoice %s is %s, and its dates say otherwise', id, state), 'rows', NULL, 0, 1
    FROM invoice
    WHERE (state IN ('approved', 'issued') OR issued_at IS NOT NULL) AND approved_at IS NULL
        OR state = 'draft' AND approved_at IS NOT NULL
        OR (state = 'issued' AND issued_at IS NULL) OR (state IN ('draft', 'approved') AND issued_at IS NOT NULL)
        OR (state = 'void') <> (voided_at IS NOT NULL)
        OR approved_at < created_at OR issued_at < approved_at OR voided_at < COALESCE(issued_at, approved_at, created_at)
    UNION ALL
    SELECT format('invoice %s: offset of %s', invoice_offset.invoice_id, invoice_offset.period_start_on), 'micros', currency,
        wanted.micros, amount_micros
    FROM invoice_offset
        JOIN invoice ON invoice.id = invoice_id
        LEFT JOIN LATERAL (
            SELECT COALESCE(CASE rounding WHEN 'line' THEN sum(amount_minor) * minor_unit_micros(minor_digits)
                ELSE sum(line.exact_micros) END, 0) AS micros
            FROM invoice_line AS line
            -- What is late is in the first period.
            WHERE line.invoice_id = invoice.id AND (line.service_period = invoice_offset.period_start_on
                OR invoice_offset.period_start_on = invoice.period_start_on AND line.service_period < invoice.period_start_on)
        ) AS by_lines ON invoice_offset.kind = 'period'
        LEFT JOIN LATERAL (
            SELECT carried_sum.amount_micros AS micros
            FROM carried_sum
            WHERE carried_sum.entity_id = invoice.entity_id AND carried_sum.partner_id = invoice.partner_id
                AND carried_sum.currency = invoice.currency AND carried_sum.run_id < invoice.run_id
                AND carried_sum.period_start_on = invoice_offset.period_start_on
            ORDER BY carried_sum.run_id DESC
            LIMIT 1) AS by_run ON invoice_offset.kind = 'carried'
        CROSS JOIN LATERAL (SELECT COALESCE(by_lines.micros, by_run.micros, 0) AS micros) AS wanted
    WHERE wanted.micros <> amount_micros
    UNION ALL
    SELECT format('invoice %s as issued: total', invoice_id), 'minor', currency, invoice.total_minor,
        issued_invoice.total_minor
    FROM issued_invoice JOIN invoice ON invoice.id = invoice_id
    WHERE invoice.total_minor <> issued_invoice.total_minor
)
SELECT false AS is_offence, 'invoices' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM invoice
UNION ALL
SELECT false, 'lines', 'rows', NULL, NULL, COALESCE(sum(lines), 0), 2 FROM line_total
UNION ALL
SELECT false, state, 'minor', currency, sum(line_minor + tax_on_top), sum(total_minor), 3 FROM compared GROUP BY state, currency
UNION ALL
SELECT true, subject, unit, currency, expected, found, 4 FROM offence
ORDER BY position, subject, currency;

-- V4: the total of an invoice is the sum of its lines, each rounded once half up from its exact micros, or, by document, the
-- exact sum of lines that are not rounded, rounded once; what is open is never below zero nor above the total; what was issued
-- still says the same total.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected (recomputed from the lines), found (stored).

WITH line_total AS (
    SELECT invoice_id, count(*) AS lines, sum(exact_micros) AS exact_micros, sum(amount_minor) AS total_minor
    FROM invoice_line
    GROUP BY invoice_id
), compared AS (
    SELECT invoice.id, state, currency, invoice.lines, invoice.exact_micros, invoice.total_minor,
        COALESCE(line_total.lines, 0) AS found_lines, COALESCE(line_total.exact_micros, 0) AS line_micros,
        CASE rounding WHEN 'line' THEN COALESCE(line_total.total_minor, 0)
            ELSE rounded_half_up(COALESCE(line_total.exact_micros, 0)::bigint, minor_unit_micros(minor_digits))
        END AS line_minor,
        invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor
    FROM invoice LEFT JOIN line_total ON invoice_id = invoice.id
), offence AS (
    SELECT format('invoice %s: total', id) AS subject, 'minor' AS unit, currency, line_minor AS expected,
        total_minor::numeric AS found
    FROM compared WHERE line_minor <> total_minor
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
SELECT false, state, 'minor', currency, sum(line_minor), sum(total_minor), 3 FROM compared GROUP BY state, currency
UNION ALL
SELECT true, subject, unit, currency, expected, found, 4 FROM offence
ORDER BY position, subject, currency;

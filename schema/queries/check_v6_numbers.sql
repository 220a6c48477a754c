-- V6: the numbers of each series are 1 to n without gap or repeat, in the order of the instants and days of issue, all in the
-- year of the series, and the counter is at n; every issued invoice has its number and its journal, and no other has; one that is
-- void after its issue has the journal that takes it back, and no other has one. So has each payment; a journal by hand has its
-- number and its entries where it is posted, and only there. What is issued says the number, the day in the
-- entity's zone, and the day on which it is due, that follow from the series, the instant and the terms.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected, found.

WITH ordered AS (
    SELECT series_id, number, number_text, issued_at, issued_on, row_number() OVER series AS expected_number,
        lag(issued_at) OVER series AS previous_issued_at, lag(issued_on) OVER series AS previous_issued_on
    FROM document_issue
    WINDOW series AS (PARTITION BY series_id ORDER BY number, document_id)
), first_gap AS (
    SELECT DISTINCT ON (series_id) series_id, expected_number, number
    FROM ordered WHERE number <> expected_number
    ORDER BY series_id, expected_number
), series AS (
    SELECT document_series.id, prefix, last_number, count(ordered.number) AS numbers
    FROM document_series LEFT JOIN ordered ON series_id = document_series.id
    GROUP BY document_series.id, prefix, last_number
), offence AS (
    SELECT format('series %s: first number out of place', prefix) AS subject, 'number' AS unit,
        expected_number::numeric AS expected, number::numeric AS found
    FROM first_gap JOIN series ON series.id = series_id
    UNION ALL
    SELECT format('series %s: counter', prefix), 'number', numbers, last_number FROM series WHERE numbers <> last_number
    UNION ALL
    SELECT format('%s was issued before the number preceding it', number_text), 'rows', 0, 1
    FROM ordered WHERE issued_at < previous_issued_at OR issued_on < previous_issued_on
    UNION ALL
    SELECT format('%s is of another year than its series', number_text), 'year', year, extract(year FROM issued_on)
    FROM ordered JOIN document_series ON document_series.id = series_id
    WHERE year <> extract(year FROM issued_on)
    UNION ALL
    SELECT format('invoice %s is %s: number', invoice.id, state), 'rows', (state = 'issued')::integer,
        (issue.document_id IS NOT NULL)::integer
    FROM invoice LEFT JOIN document_issue AS issue ON issue.document_id = invoice.id
    WHERE (state = 'issued' AND issue.document_id IS NULL)
        OR (state IN ('draft', 'approved') AND issue.document_id IS NOT NULL)
    UNION ALL
    SELECT format('payment %s has no number', payment.id), 'rows', 1, 0
    FROM payment
    WHERE NOT EXISTS (SELECT FROM document_issue AS issue WHERE issue.document_id = payment.id)
    UNION ALL
    SELECT format('payment %s is %s: journals, and those that take it back', payment.id, state), 'rows',
        CASE state WHEN 'reversed' THEN 2 ELSE 1 END, count(journal.id)
    FROM payment LEFT JOIN journal ON journal.document_id = payment.id
    GROUP BY payment.id, state
    HAVING (count(journal.id) FILTER (WHERE reverses_journal_id IS NULL),
        count(journal.id) FILTER (WHERE reverses_journal_id IS NOT NULL)) <> (1, CASE state WHEN 'reversed' THEN 1 ELSE 0 END)
    UNION ALL
    SELECT format('payment %s as issued: total', payment.id), 'minor', payment.total_minor, issue.total_minor
    FROM payment JOIN document_issue AS issue ON issue.document_id = payment.id
    WHERE payment.total_minor IS DISTINCT FROM issue.total_minor
    UNION ALL
    SELECT format('invoice %s has no journal', document_id), 'rows', 1, 0
    FROM document_issue AS issue
    WHERE kind = 'invoice' AND NOT EXISTS (SELECT FROM journal WHERE journal.document_id = issue.document_id)
    UNION ALL
    SELECT format('invoice %s is %s: journals that take it back', invoice.id, state), 'rows',
        (state = 'void' AND issue.document_id IS NOT NULL)::integer, count(journal.id)
    FROM invoice
        LEFT JOIN document_issue AS issue ON issue.document_id = invoice.id
        LEFT JOIN journal ON journal.document_id = invoice.id AND reverses_journal_id IS NOT NULL
    GROUP BY invoice.id, state, issue.document_id
    HAVING (state = 'void' AND issue.document_id IS NOT NULL)::integer <> count(journal.id)
    UNION ALL
    SELECT format('journal by hand %s is %s: %s', manual_journal.id, state, measure), 'rows', (state = 'posted')::integer, found
    FROM manual_journal
        CROSS JOIN LATERAL (VALUES
            ('numbers', (SELECT count(*) FROM document_issue WHERE document_id = manual_journal.id)),
            ('journals', (SELECT count(*) FROM journal
                WHERE document_id = manual_journal.id AND reverses_journal_id IS NULL))) AS value (measure, found)
    WHERE found <> (state = 'posted')::integer
    UNION ALL
    SELECT format('%s is another number than its series gives', number_text), 'rows', 0, 1
    FROM document_issue AS issue JOIN document_series AS series ON series.id = series_id
    WHERE number_text <> document_number_text(prefix, digits, number)
        OR (issue.entity_id, issue.kind) <> (series.entity_id, series.kind)
    UNION ALL
    SELECT format('%s: day of issue', number_text), 'day', to_char(issued_at AT TIME ZONE zone, 'YYYYMMDD')::integer,
        to_char(issued_on, 'YYYYMMDD')::integer
    FROM document_issue AS issue JOIN entity ON entity.id = entity_id
    WHERE (issued_at AT TIME ZONE zone)::date <> issued_on
    UNION ALL
    SELECT format('%s: instant of issue', number_text), 'rows', 0, 1
    FROM document_issue AS issue JOIN invoice ON invoice.id = document_id
    WHERE invoice.issued_at IS DISTINCT FROM issue.issued_at
    UNION ALL
    SELECT format('%s: due', number_text), 'day',
        to_char(due_day(issued_on, payment_terms_days, payment_terms_kind), 'YYYYMMDD')::integer,
        to_char(due_on, 'YYYYMMDD')::integer
    FROM document_issue AS issue JOIN invoice ON invoice.id = document_id
    WHERE due_on IS DISTINCT FROM due_day(issued_on, payment_terms_days, payment_terms_kind)
    UNION ALL
    SELECT format('series %s: instant of the last number', prefix), 'rows', 0, 1
    FROM document_series AS series
    WHERE last_issued_at < (SELECT max(issued_at) FROM document_issue WHERE series_id = series.id)
    UNION ALL
    SELECT format('journal %s is of an invoice without a number', journal.id), 'rows', 0, 1
    FROM journal
    WHERE kind = 'invoice' AND NOT EXISTS (SELECT FROM document_issue AS issue WHERE issue.document_id = journal.document_id)
)
SELECT false AS is_offence, format('series %s', prefix) AS subject, 'number' AS unit, NULL AS currency,
    last_number::numeric AS expected, numbers::numeric AS found, 1 AS position
FROM series
UNION ALL
SELECT true, subject, unit, NULL, expected, found, 2 FROM offence
ORDER BY position, subject;

-- One page of the list of invoices, by one of five orders and from one row on.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; state text (null = any); only_open, only_overdue boolean; sought text: part of a number, or an id (null =
-- any); ids bigint[]: only these (null = any); partner text: a code, or part of a name (null = any); period_start, period_end date: first day of the period, half open (null =
-- any); currency text (null = any); min_minor bigint: minor units of its currency (null = any); sort text: number, customer, due, total,
-- open; descending boolean; after_text text, after_id bigint: the last row of the page before, by what it is sorted by and its id (null =
-- from the first); row_limit integer.
-- Result: at most row_limit rows in that order; sort_text is what the row is sorted by.

WITH today AS MATERIALIZED (
    SELECT (now() AT TIME ZONE zone)::date AS on_day FROM entity WHERE id = :'entity_id'::smallint
), listed AS NOT MATERIALIZED (
    SELECT invoice.id AS invoice_id, number_text, partner.code AS partner_code, partner.name AS partner_name,
        invoice.currency, minor_digits, period_start_on, period_end_on, state, lines, issued_on,
        COALESCE(falls_due_on, 'infinity') AS due_on, invoice.total_minor,
        invoice.total_minor - paid_minor - credited_minor - netted_minor - written_off_minor AS open_minor,
        credited_minor, netted_minor, written_off_minor
    FROM invoice
        JOIN partner ON partner.id = invoice.partner_id
        LEFT JOIN document_issue AS issue ON issue.document_id = invoice.id
    WHERE invoice.entity_id = :'entity_id'::smallint
        AND (:'state'::text IS NULL OR state = :'state'::text)
        AND (NOT :'only_open'::boolean
            OR state = 'issued' AND paid_minor + credited_minor + netted_minor + written_off_minor < invoice.total_minor)
        AND (NOT :'only_overdue'::boolean OR COALESCE(falls_due_on, 'infinity') < (SELECT on_day FROM today))
        AND (:'ids'::bigint[] IS NULL OR invoice.id = ANY (:'ids'::bigint[]))
        AND (:'sought'::text IS NULL OR strpos(lower(number_text), lower(:'sought'::text)) > 0
            OR invoice.id::text = :'sought'::text)
        AND (:'partner'::text IS NULL OR partner.code = :'partner'::text
            OR strpos(lower(partner.name), lower(:'partner'::text)) > 0)
        AND (:'period_start'::date IS NULL OR period_start_on >= :'period_start'::date)
        AND (:'period_end'::date IS NULL OR period_start_on < :'period_end'::date)
        AND (:'currency'::text IS NULL OR invoice.currency = :'currency'::text)
        AND (:'min_minor'::bigint IS NULL OR invoice.total_minor >= :'min_minor'::bigint)
), page AS (
    -- One of these has rows, the others are told from the parameters and not run.
    (SELECT invoice_id::text AS sort_text, row_number() OVER (ORDER BY invoice_id) AS place, * FROM listed
    WHERE :'sort'::text = 'number' AND NOT :'descending'::boolean
        AND (:'after_id'::bigint IS NULL OR invoice_id > :'after_id'::bigint)
    ORDER BY invoice_id LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT invoice_id::text AS sort_text, row_number() OVER (ORDER BY invoice_id DESC) AS place, * FROM listed
    WHERE :'sort'::text = 'number' AND :'descending'::boolean
        AND (:'after_id'::bigint IS NULL OR invoice_id < :'after_id'::bigint)
    ORDER BY invoice_id DESC LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT partner_name AS sort_text, row_number() OVER (ORDER BY partner_name, invoice_id), * FROM listed
    WHERE :'sort'::text = 'customer' AND NOT :'descending'::boolean
        AND (:'after_id'::bigint IS NULL OR (partner_name, invoice_id) > (:'after_text'::text, :'after_id'::bigint))
    ORDER BY partner_name, invoice_id LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT partner_name AS sort_text, row_number() OVER (ORDER BY partner_name DESC, invoice_id DESC), * FROM listed
    WHERE :'sort'::text = 'customer' AND :'descending'::boolean
        AND (:'after_id'::bigint IS NULL OR (partner_name, invoice_id) < (:'after_text'::text, :'after_id'::bigint))
    ORDER BY partner_name DESC, invoice_id DESC LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT due_on::text AS sort_text, row_number() OVER (ORDER BY due_on, invoice_id), * FROM listed
    WHERE :'sort'::text = 'due' AND NOT :'descending'::boolean
        AND (:'after_id'::bigint IS NULL OR (due_on, invoice_id) > (:'after_text'::text::date, :'after_id'::bigint))
    ORDER BY due_on, invoice_id LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT due_on::text AS sort_text, row_number() OVER (ORDER BY due_on DESC, invoice_id DESC), * FROM listed
    WHERE :'sort'::text = 'due' AND :'descending'::boolean
        AND (:'after_id'::bigint IS NULL OR (due_on, invoice_id) < (:'after_text'::text::date, :'after_id'::bigint))
    ORDER BY due_on DESC, invoice_id DESC LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT total_minor::text AS sort_text, row_number() OVER (ORDER BY total_minor, invoice_id), * FROM listed
    WHERE :'sort'::text = 'total' AND NOT :'descending'::boolean
        AND (:'after_id'::bigint IS NULL OR (total_minor, invoice_id) > (:'after_text'::text::bigint, :'after_id'::bigint))
    ORDER BY total_minor, invoice_id LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT total_minor::text AS sort_text, row_number() OVER (ORDER BY total_minor DESC, invoice_id DESC), * FROM listed
    WHERE :'sort'::text = 'total' AND :'descending'::boolean
        AND (:'after_id'::bigint IS NULL OR (total_minor, invoice_id) < (:'after_text'::text::bigint, :'after_id'::bigint))
    ORDER BY total_minor DESC, invoice_id DESC LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT open_minor::text AS sort_text, row_number() OVER (ORDER BY open_minor, invoice_id), * FROM listed
    WHERE :'sort'::text = 'open' AND NOT :'descending'::boolean
        AND (:'after_id'::bigint IS NULL OR (open_minor, invoice_id) > (:'after_text'::text::bigint, :'after_id'::bigint))
    ORDER BY open_minor, invoice_id LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT open_minor::text AS sort_text, row_number() OVER (ORDER BY open_minor DESC, invoice_id DESC), * FROM listed
    WHERE :'sort'::text = 'open' AND :'descending'::boolean
        AND (:'after_id'::bigint IS NULL OR (open_minor, invoice_id) < (:'after_text'::text::bigint, :'after_id'::bigint))
    ORDER BY open_minor DESC, invoice_id DESC LIMIT :'row_limit'::integer)
)
SELECT page.*, NULLIF(due_on, 'infinity') AS stated_due_on,
    GREATEST((SELECT on_day FROM today) - NULLIF(due_on, 'infinity'), 0) AS overdue_days
FROM page
ORDER BY place;

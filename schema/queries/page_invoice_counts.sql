-- How many invoices there are of each state and under the filters of a list; counting stops at a bound.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; state text, only_open, only_overdue boolean, sought text, ids bigint[], partner text, period_start,
-- period_end date, currency text, min_minor bigint: as of page_invoices; count_max, matching_max integer: where counting stops, of states
-- and under the filters.
-- Result: one row; matching are those under the filters. as_of is the instant, on_day the entity's day.

WITH here AS MATERIALIZED (
    SELECT (now() AT TIME ZONE zone)::date AS on_day FROM entity WHERE id = :'entity_id'::smallint
)
SELECT
    (SELECT count(*) FROM (SELECT FROM invoice WHERE entity_id = :'entity_id'::smallint
        LIMIT :'count_max'::integer) AS counted) AS every,
    (SELECT count(*) FROM (SELECT FROM invoice WHERE entity_id = :'entity_id'::smallint AND state = 'draft'
        LIMIT :'count_max'::integer) AS counted) AS draft,
    (SELECT count(*) FROM (SELECT FROM invoice WHERE entity_id = :'entity_id'::smallint AND state = 'approved'
        LIMIT :'count_max'::integer) AS counted) AS approved,
    (SELECT count(*) FROM (SELECT FROM invoice WHERE entity_id = :'entity_id'::smallint AND state = 'void'
        LIMIT :'count_max'::integer) AS counted) AS void,
    (SELECT count(*) FROM (SELECT FROM invoice WHERE entity_id = :'entity_id'::smallint AND state = 'issued'
        AND paid_minor + credited_minor + netted_minor + written_off_minor < total_minor
        LIMIT :'count_max'::integer) AS counted) AS outstanding,
    (SELECT count(*) FROM (SELECT FROM invoice WHERE entity_id = :'entity_id'::smallint AND state = 'issued'
        AND paid_minor + credited_minor + netted_minor + written_off_minor < total_minor
        AND COALESCE(falls_due_on, 'infinity') < (SELECT on_day FROM here)
        LIMIT :'count_max'::integer) AS counted) AS overdue,
    (SELECT count(*) FROM (SELECT FROM invoice
            LEFT JOIN document_issue AS issue ON issue.document_id = invoice.id
        WHERE invoice.entity_id = :'entity_id'::smallint
            AND (:'state'::text IS NULL OR state = :'state'::text)
            AND (NOT :'only_open'::boolean OR state = 'issued'
                AND paid_minor + credited_minor + netted_minor + written_off_minor < invoice.total_minor)
            AND (NOT :'only_overdue'::boolean OR COALESCE(falls_due_on, 'infinity') < (SELECT on_day FROM here))
            AND (:'ids'::bigint[] IS NULL OR invoice.id = ANY (:'ids'::bigint[]))
            AND (:'sought'::text IS NULL OR strpos(lower(number_text), lower(:'sought'::text)) > 0
                OR invoice.id::text = :'sought'::text)
            AND (:'partner'::text IS NULL OR partner_id IN (SELECT id FROM partner
                WHERE code = :'partner'::text OR strpos(lower(name), lower(:'partner'::text)) > 0))
            AND (:'period_start'::date IS NULL OR period_start_on >= :'period_start'::date)
            AND (:'period_end'::date IS NULL OR period_start_on < :'period_end'::date)
            AND (:'currency'::text IS NULL OR invoice.currency = :'currency'::text)
            AND (:'min_minor'::bigint IS NULL OR invoice.total_minor >= :'min_minor'::bigint)
        LIMIT :'matching_max'::integer) AS counted) AS matching,
    to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS as_of, (SELECT on_day FROM here) AS on_day;

-- One page of the payments of an entity, the newest value day first.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; sought text: a number, or an id (null = any); partner_id integer, purpose text, from_on and to_on date
-- (value days, both inclusive), unapplied boolean (true = only what is left to allocate); before_on date and before_id bigint: those
-- behind that payment in the list; after_on date and after_id bigint: those before it, nearest first (all null = from the first);
-- row_limit integer; count_max integer: where counting stops. Null = any.
-- Result: at most row_limit ids, in the order in which they were looked for; matching counts all that fit, up to one more than count_max.

WITH listed AS NOT MATERIALIZED (
    SELECT payment.id, value_on
    FROM payment
        JOIN document_issue AS issue ON issue.document_id = payment.id
    WHERE payment.entity_id = :'entity_id'::smallint
        AND (:'sought'::text IS NULL OR payment.id::text = :'sought'::text OR number_text = :'sought'::text)
        AND (:'partner_id'::integer IS NULL OR payment.partner_id = :'partner_id'::integer)
        AND (:'purpose'::text IS NULL OR purpose = :'purpose'::text)
        AND (:'from_on'::date IS NULL OR value_on >= :'from_on'::date)
        AND (:'to_on'::date IS NULL OR value_on <= :'to_on'::date)
        AND (:'unapplied'::boolean IS NOT TRUE
            OR purpose IN ('received', 'deposit_transfer', 'advance') AND state = 'recorded' AND allocated_minor < payment.total_minor)
), page AS (
    -- One of the two has rows, the other is told from the parameters and not run.
    (SELECT id, row_number() OVER (ORDER BY value_on DESC, id DESC) AS place
    FROM listed
    WHERE :'after_id'::bigint IS NULL
        AND (:'before_id'::bigint IS NULL OR (value_on, id) < (:'before_on'::date, :'before_id'::bigint))
    ORDER BY value_on DESC, id DESC LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT id, row_number() OVER (ORDER BY value_on, id) AS place
    FROM listed
    WHERE (value_on, id) > (:'after_on'::date, :'after_id'::bigint)
    ORDER BY value_on, id LIMIT :'row_limit'::integer)
)
SELECT id AS payment_id, (SELECT count(*) FROM (SELECT FROM listed LIMIT :'count_max'::integer + 1) AS counted) AS matching
FROM page
ORDER BY place;

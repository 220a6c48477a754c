-- Invoices by part of their number, or by their id: what a list is confined to where it is asked for them.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; sought text: at least three characters; row_limit integer.
-- Result: at most row_limit ids.

SELECT document_id AS invoice_id
FROM document_issue
WHERE entity_id = :'entity_id'::smallint AND kind = 'invoice'
    AND lower(number_text) LIKE '%' || replace(replace(replace(lower(:'sought'::text), chr(92), chr(92) || chr(92)), '%', chr(92) || '%'),
        '_', chr(92) || '_') || '%'
UNION
SELECT id
FROM invoice
WHERE entity_id = :'entity_id'::smallint
    AND id = CASE WHEN :'sought'::text ~ '^[0-9]{1,18}$' THEN :'sought'::text::bigint END
LIMIT :'row_limit'::integer;

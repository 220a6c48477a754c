-- Names partners, destinations and invoices.
--
-- Parameters: partner_ids integer[], destination_ids integer[], invoice_ids bigint[].
-- Result: one row each; code is that of a partner, the state of an invoice.

SELECT 'partner' AS kind, id::bigint AS id, code, name FROM partner WHERE id = ANY (:'partner_ids'::integer[])
UNION ALL
SELECT 'destination', id, NULL, name FROM destination WHERE id = ANY (:'destination_ids'::integer[])
UNION ALL
SELECT 'invoice', invoice.id, state, COALESCE(number_text, 'draft ' || invoice.id)
FROM invoice LEFT JOIN issued_invoice ON invoice_id = invoice.id
WHERE invoice.id = ANY (:'invoice_ids'::bigint[]);

-- What settles one invoice, each with the day from which it counts.
-- Owner: Receivables.
--
-- Parameters: invoice_id bigint.
-- Result: one row per allocation, ended ones and their ends included, as they were recorded. Amounts in minor units of the currency.

SELECT allocation.id AS allocation_id, credit_kind, number_text, reference, allocated_on, amount_minor,
    reverses_allocation_id IS NOT NULL AS is_end,
    to_char(allocation.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS recorded_at
FROM allocation
    JOIN payment ON payment.id = credit_id
    LEFT JOIN document_issue ON document_id = credit_id
WHERE debit_id = :'invoice_id'::bigint
ORDER BY allocation.id;

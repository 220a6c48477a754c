-- What a payment settles or is settled by, and from which day to which: for `didtron payment show`.
--
-- Parameters: payment_id bigint.
-- Result: one row per allocation, in their order. Minor units of the currency.

SELECT other.id AS document_id, number_text AS number, other.kind, amount_minor, allocation.allocated_on, ending.allocated_on AS ended_on
FROM allocation
    JOIN document AS other ON other.id = CASE WHEN credit_id = :'payment_id'::bigint THEN debit_id ELSE credit_id END
    LEFT JOIN document_issue AS issue ON issue.document_id = other.id
    LEFT JOIN LATERAL (
        SELECT allocated_on FROM allocation AS later WHERE later.reverses_allocation_id = allocation.id) AS ending ON true
WHERE :'payment_id'::bigint IN (credit_id, debit_id) AND amount_minor > 0
ORDER BY allocation.id;

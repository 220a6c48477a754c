-- The lines of a journal by hand.
--
-- Parameters: document_id bigint.
-- Reads: manual_journal_line, partner, currency.
-- Rows expected: one a line, in their order; micros are of the currency, functional_micros of the entity's.

SELECT line_number, debit_type, credit_type, partner.code AS partner, currency, minor_digits, amount_micros,
    functional_micros, service_period::text AS service_period, text
FROM manual_journal_line
    JOIN currency ON currency.code = currency
    LEFT JOIN partner ON partner.id = partner_id
WHERE journal_id = :'document_id'::bigint
ORDER BY line_number;

-- The lines of a bank file, with what can be told of the open ones.
--
-- Parameters: file_id integer.
-- Result: one row per line, in their order. Minor units of the file's currency; certainty 0 and no partner where nothing can be told.

SELECT line.id AS line_id, line_number, value_on, amount_minor, fee_minor, file.currency, minor_digits, payer_name, payer_iban, reference,
    bank_reference, line.state, number_text AS payment, partner.code AS partner, proposal.partner_id, purpose,
    COALESCE(certainty, 0) AS certainty, array_to_string(reasons, '; ') AS reasons, parts::text AS parts,
    (SELECT string_agg(issued.number_text, ' ' ORDER BY place)
        FROM jsonb_array_elements(parts) WITH ORDINALITY AS listed (part, place)
            JOIN document_issue AS issued ON issued.document_id = (part ->> 'document_id')::bigint) AS invoices
FROM bank_line AS line
    JOIN bank_file AS file ON file.id = file_id
    JOIN currency ON currency.code = file.currency
    LEFT JOIN bank_proposals(:'file_id'::integer) AS proposal ON proposal.line_id = line.id
    LEFT JOIN partner ON partner.id = proposal.partner_id
    LEFT JOIN document_issue AS issue ON issue.document_id = payment_id
WHERE file_id = :'file_id'::integer
ORDER BY line_number;

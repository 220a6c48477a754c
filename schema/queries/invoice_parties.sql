-- Who issued an invoice and to whom, as it says; none where it is not issued.
--
-- Parameters: invoice_id bigint.
-- Result: one row per party: issuer, recipient; lines are what stands below its name, bank_lines where it is to be paid to.

SELECT role, code, name,
    array_to_string(array_remove(ARRAY[address, NULLIF(concat_ws(' ', postal_code, city), ''), region, country,
        'Registration number ' || registration_number] || tax_ids || ARRAY['Reference ' || reference], NULL), E'\n') AS lines,
    array_to_string(bank_account, E'\n') AS bank_lines, language
FROM document_party
WHERE document_id = :'invoice_id'::bigint
ORDER BY role;

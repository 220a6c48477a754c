-- Bank accounts of entities and partners, those of entities first.
--
-- Parameters: code text: only of the partner or entity of that code, with what held before and what is to come;
--     null = all, as they are today.
-- Reads: bank_account, partner, entity.
-- Rows expected: one for each currency and span of days.

SELECT entity.code AS entity, partner.code AS partner, listed.currency, holder, iban, account_number,
    bic, bank_name, correspondent_bic, NULLIF(lower(valid), '-infinity') AS "from", upper(valid) - 1 AS "to"
FROM bank_account AS listed
    LEFT JOIN entity ON entity.id = listed.entity_id
    LEFT JOIN partner ON partner.id = listed.partner_id
WHERE CASE WHEN :'code'::text IS NULL THEN valid @> (now() AT TIME ZONE 'UTC')::date
    ELSE :'code'::text IN (entity.code, partner.code) END
ORDER BY entity.code NULLS LAST, partner.code, listed.currency, lower(valid);

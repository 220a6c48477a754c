-- Stages a file of bank accounts of entities and partners and finds its faults; import_banks.sql then applies it in the same
-- transaction.
--
-- Parameters: rows jsonb: objects of line, entity, partner, currency, from_on, holder, iban, account_number, bic, bank_name,
--     correspondent_bic; absent = the file does not say, none = it is taken away. entity text: the entity of rows that name
--     neither a partner nor an entity, or null.
-- Reads: entity, partner, bank_account, party_detail. Writes: incoming_bank (temporary, until the end of the transaction).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_bank ON COMMIT DROP AS
SELECT row.*, entity.id AS entity_id, partner.id AS partner_id, COALESCE(row.partner, entity.code) AS key,
    CASE WHEN row.iban = 'none' THEN 'none' ELSE upper(regexp_replace(row.iban, '[ -]', '', 'g')) END AS plain_iban
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (
    line integer, entity text, partner text, currency text, from_on date, holder text, iban text, account_number text,
    bic text, bank_name text, correspondent_bic text)
LEFT JOIN partner ON partner.code = row.partner
LEFT JOIN entity ON row.partner IS NULL AND entity.code =
    coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1));

-- name: faults
SELECT line, 'partner' AS field, 'no partner of that code: import it first' AS reason
FROM incoming_bank
WHERE partner IS NOT NULL AND partner_id IS NULL
UNION ALL
SELECT line, 'entity', 'a row is of a partner or of an entity: leave one of them empty'
FROM incoming_bank
WHERE partner IS NOT NULL AND entity IS NOT NULL
UNION ALL
SELECT line, 'entity', CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
    WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with ‹entity›'
    ELSE 'a row without a partner is of an entity: add a column entity, or state ‹entity›' END
FROM incoming_bank
WHERE partner IS NULL AND entity_id IS NULL
UNION ALL
SELECT line, 'currency', 'the same as in line ' || first_line
FROM (SELECT line, min(line) OVER (PARTITION BY partner_id, entity_id, currency) AS first_line FROM incoming_bank) AS numbered
WHERE line > first_line
UNION ALL
SELECT line, 'iban', 'not an IBAN: its country, length or check digits are wrong'
FROM incoming_bank
WHERE plain_iban <> 'none' AND NOT iban_is_sound(plain_iban)
UNION ALL
SELECT line, field, 'not a BIC of eight or eleven characters, such as DEUTDEFF'
FROM incoming_bank CROSS JOIN LATERAL (VALUES ('bic', bic), ('correspondent_bic', correspondent_bic)) AS stated (field, value)
WHERE value <> 'none' AND value !~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'
UNION ALL
SELECT line, 'iban', 'an account has an IBAN or, where there is none, an account number: state one of them'
FROM incoming_bank AS row
WHERE NULLIF(plain_iban, 'none') IS NOT NULL AND NULLIF(account_number, 'none') IS NOT NULL
    OR NULLIF(plain_iban, 'none') IS NULL AND NULLIF(account_number, 'none') IS NULL
        AND (plain_iban IS NOT NULL OR account_number IS NOT NULL OR NOT EXISTS (SELECT FROM bank_account AS account
            WHERE account.currency = row.currency
                AND (account.entity_id = row.entity_id OR account.partner_id = row.partner_id)))
ORDER BY 1, 2;

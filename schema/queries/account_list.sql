-- Accounts, by side, then name, then entity.
--
-- Parameters: code text: only those of that name or of the partner of that code; null = all.
-- Reads: account, partner, product, entity.
-- Rows expected: one for each account.

SELECT account.value AS account, partner.code AS partner, account.side, product.code AS product, account.kind,
    parent.value AS parent, entity.code AS entity
FROM account
JOIN partner ON partner.id = account.partner_id
JOIN product ON product.id = account.product_id
JOIN entity ON entity.id = account.entity_id
LEFT JOIN account AS parent ON parent.id = account.parent_account_id
WHERE :'code'::text IS NULL OR account.value = :'code'::text OR partner.code = :'code'::text
ORDER BY account.side DESC, account.value, entity.code;

-- The accounts of an entity, as CDRs name them, with what the price of a call depends on beside its card.
--
-- Parameters: entity_id smallint.
-- Reads: account, agreement.
-- Rows expected: one for each account, by side and name.

SELECT account.side, account.value, account.partner_id, account.product_id, agreement.billing_zone, agreement.currency
FROM account
JOIN agreement ON agreement.entity_id = account.entity_id AND agreement.partner_id = account.partner_id
WHERE account.entity_id = :'entity_id'::smallint
ORDER BY account.side, account.value COLLATE "C";

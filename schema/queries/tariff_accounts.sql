-- The accounts of an entity, as CDRs name them, with what the price of a call depends on beside its card.
--
-- Parameters: entity_id smallint.
-- Reads: account, agreement, agreement_terms.
-- Rows expected: one for each account, by side and name.

SELECT account.side, account.value, account.partner_id, account.product_id, terms.billing_zone, agreement.currency
FROM account
    -- Row by row by their keys: of tables that nobody has analysed yet the planner expects one row of an entity, and compared each
    -- account with each agreement.
    CROSS JOIN LATERAL (
        SELECT currency
        FROM agreement
        WHERE agreement.entity_id = account.entity_id AND agreement.partner_id = account.partner_id
        OFFSET 0) AS agreement
    CROSS JOIN LATERAL (
        SELECT billing_zone
        FROM agreement_terms AS terms
        -- The zone of a side never changes.
        WHERE terms.entity_id = account.entity_id AND terms.partner_id = account.partner_id
            AND terms.side = account.side AND terms.first_on = '-infinity'
        OFFSET 0) AS terms
WHERE account.entity_id = :'entity_id'::smallint
ORDER BY account.side, account.value COLLATE "C";

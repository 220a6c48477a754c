-- Lists the changes of payment mode whose day has come and which nothing was made of yet, and lets nobody else make anything of them.
--
-- Parameters: entity_id smallint, partner_id integer (null = all).
-- Reads: due_billing_change, account_balance, usage that is not posted. Writes: nothing.
-- Lock: the agreements of these customers in the order of their ids, until commit. A second run finds what was made in between made.
-- Rows expected: one of due for each change, by partner and day.

-- name: lock_agreements
SELECT agreement.id
FROM agreement
WHERE agreement.entity_id = :'entity_id'::smallint
    AND (:'partner_id'::integer IS NULL OR agreement.partner_id = :'partner_id'::integer)
    AND EXISTS (SELECT FROM due_billing_change AS due
        WHERE due.entity_id = agreement.entity_id AND due.partner_id = agreement.partner_id)
ORDER BY agreement.id
FOR NO KEY UPDATE;

-- name: due
SELECT due.partner_id, partner.code AS partner, due.first_on, due.payment_mode, due.last_period_on, effect.currency,
    effect.minor_digits, effect.deposit_micros, effect.net_minor, effect.tax_minor, effect.rounding_micros,
    effect.unbilled_micros, effect.receivable_micros
FROM due_billing_change AS due
    JOIN partner ON partner.id = due.partner_id
    CROSS JOIN LATERAL billing_change_effect(due.entity_id, due.partner_id) AS effect
WHERE due.entity_id = :'entity_id'::smallint AND (:'partner_id'::integer IS NULL OR due.partner_id = :'partner_id'::integer)
ORDER BY partner.code, due.first_on;

-- The accrual identity: unbilled of a service period is its posted usage, and its charges of DIDs, on no issued invoice (so zero
-- when all of it is invoiced) with the adjustments of invoices that wait for a note; accrued cost is the posted usage of the buy
-- side; both with what journals by hand and opening balances moved there.
--
-- The ledger from the entries that are not sealed and the sums of what is, or from all entries. In the first case the usage sold is
-- looked for where no issued invoice has it, and cost is compared with what closings noted, entity by entity.
--
-- Parameters: is_full boolean: from all entries and all usage, partner by partner.
-- Result: is_offence, subject, unit, currency, expected (usage), found (ledger).

WITH summed AS MATERIALIZED (
    -- In the direction in which usage moves the account.
    SELECT account.entity_id, partner_id, currency, type, service_period,
        sum(CASE WHEN type = 'accrued_cost' THEN credit_micros - debit_micros ELSE debit_micros - credit_micros END) AS micros
    FROM account_sums(:'is_full'::boolean) AS summed JOIN ledger_account AS account ON account.id = account_id
    WHERE type IN ('unbilled', 'accrued_cost')
    GROUP BY account.entity_id, partner_id, currency, type, service_period
), ledger AS (
    SELECT * FROM summed WHERE type = 'unbilled' OR :'is_full'::boolean
), chosen_usage AS NOT MATERIALIZED (
    SELECT entity_id, partner_id, currency, side, service_period, close_number, prepaid, micros
    FROM service_usage
    WHERE :'is_full'::boolean
    UNION ALL
    SELECT usage.entity_id, usage.partner_id, usage.currency, side, usage.service_period, usage.close_number, prepaid, micros
    FROM unclaimed_period AS waiting
        JOIN service_usage AS usage USING (entity_id, partner_id, currency, service_period, close_number)
    WHERE side = 's' AND NOT :'is_full'::boolean
    UNION ALL
    SELECT usage.entity_id, usage.partner_id, usage.currency, usage.side, usage.service_period, usage.close_number, prepaid, micros
    FROM usage_claim AS claim
        JOIN service_usage AS usage USING (entity_id, partner_id, side, currency, service_period)
        LEFT JOIN invoice ON invoice.id = claim.invoice_id
    WHERE side = 's' AND usage.close_number BETWEEN from_close_number AND to_close_number
        AND invoice.state IS DISTINCT FROM 'issued' AND NOT :'is_full'::boolean
), issued_claim AS (
    SELECT usage_claim.*, cut_off
    FROM usage_claim JOIN invoice ON invoice.id = invoice_id JOIN invoice_run ON invoice_run.id = run_id
    WHERE invoice.state = 'issued'
), unissued AS (
    SELECT service_usage.entity_id, service_usage.partner_id, service_usage.currency, service_usage.side,
        service_usage.service_period, micros
    FROM chosen_usage AS service_usage
        JOIN closing_posting USING (entity_id, close_number)
        LEFT JOIN issued_claim ON issued_claim.entity_id = service_usage.entity_id
            AND issued_claim.partner_id = service_usage.partner_id AND issued_claim.side = service_usage.side
            AND issued_claim.currency = service_usage.currency
            AND issued_claim.service_period = service_usage.service_period
            AND close_number BETWEEN from_close_number AND to_close_number
    WHERE NOT prepaid AND issued_claim.invoice_id IS NULL
    UNION ALL
    -- An adjustment is on an issued invoice where that took the claim once the batch had closed.
    SELECT adjustment.entity_id, adjustment.partner_id, adjustment.currency, adjustment.side, adjustment.service_period,
        new_micros - old_micros
    FROM usage_adjustment AS adjustment
        JOIN closing_posting USING (entity_id, close_number)
        LEFT JOIN issued_claim ON issued_claim.entity_id = adjustment.entity_id
            AND issued_claim.partner_id = adjustment.partner_id AND issued_claim.side = adjustment.side
            AND issued_claim.currency = adjustment.currency
            AND issued_claim.service_period = adjustment.service_period AND from_close_number = claim_from
    WHERE (issued_claim.cut_off IS NULL OR close_number > issued_claim.cut_off)
        AND (adjustment.side = 's' OR :'is_full'::boolean)
    UNION ALL
    SELECT entity_id, partner_id, currency, 's', service_period, amount_micros
    FROM did_charge
    WHERE NOT prepaid AND NOT EXISTS (SELECT FROM did_charge_claim JOIN invoice ON invoice.id = invoice_id
        WHERE charge_id = did_charge.id AND state = 'issued')
    UNION ALL
    -- That these entries are what was stated, the check of journals tells.
    SELECT account.entity_id, account.partner_id, account.currency, CASE type WHEN 'unbilled' THEN 's' ELSE 'b' END::"char",
        entry.service_period, CASE type WHEN 'unbilled' THEN sign ELSE -sign END * amount_micros
    FROM journal
        JOIN entry ON entry.journal_id = journal.id
        CROSS JOIN LATERAL (VALUES (debit_account_id, 1), (credit_account_id, -1)) AS leg (account_id, sign)
        JOIN ledger_account AS account ON account.id = account_id
    WHERE kind IN ('manual_journal', 'opening') AND type IN ('unbilled', 'accrued_cost')
), open_usage AS (
    SELECT entity_id, partner_id, currency, CASE side WHEN 's' THEN 'unbilled' ELSE 'accrued_cost' END AS type,
        service_period, sum(micros) AS micros
    FROM unissued
    WHERE side = 's' OR :'is_full'::boolean
    GROUP BY entity_id, partner_id, currency, side, service_period
), cost AS (
    -- What closings noted, in place of the usage.
    SELECT entity_id, currency, sum(expected) AS expected, sum(found) AS found
    FROM (
        SELECT entity_id, currency, micros AS expected, 0 AS found
        FROM closing_total JOIN closing_posting USING (entity_id, close_number)
        WHERE side = 'b'
        UNION ALL
        SELECT entity_id, currency, micros, 0 FROM unissued WHERE side = 'b'
        UNION ALL
        SELECT entity_id, currency, 0, micros FROM summed WHERE type = 'accrued_cost') AS both_sides
    WHERE NOT :'is_full'::boolean
    GROUP BY entity_id, currency
), accrual AS (
    SELECT entity_id, partner_id, currency, type, service_period, COALESCE(open_usage.micros, 0) AS expected,
        COALESCE(ledger.micros, 0) AS found
    FROM open_usage FULL JOIN ledger USING (entity_id, partner_id, currency, type, service_period)
), waiting AS (
    SELECT count(*) FILTER (WHERE journal_id IS NOT NULL) AS posted, count(*) FILTER (WHERE journal_id IS NULL) AS unposted
    FROM closing LEFT JOIN closing_posting ON closing_posting.entity_id = closing.entity_id
        AND closing_posting.close_number = closing.number
)
SELECT false AS is_offence, 'closings posted' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    posted::numeric AS found, 1 AS position
FROM waiting
UNION ALL
SELECT false, 'closings not posted yet', 'rows', NULL, NULL, unposted, 2 FROM waiting WHERE unposted > 0
UNION ALL
SELECT false, type, 'micros', currency, sum(expected), sum(found), 4 FROM accrual GROUP BY type, currency
UNION ALL
SELECT false, 'accrued_cost, as closings noted', 'micros', currency, sum(expected), sum(found), 4 FROM cost GROUP BY currency
UNION ALL
SELECT true, format('accrued_cost of entity %s', entity_id), 'micros', currency, expected, found, 5
FROM cost
WHERE expected <> found
UNION ALL
SELECT true, format('%s of partner %s, period %s', type, COALESCE(partner.code, partner_id::text), service_period),
    'micros', currency, expected, found, 5
FROM accrual LEFT JOIN partner ON partner.id = partner_id
WHERE expected <> found
ORDER BY position, subject, currency;

-- One page of the partners of an entity by code, with what the ledger has of each: usage that is not posted yet is not in it.
-- Owner: Receivables.
--
-- Parameters: entity_id smallint; sought text: a code, or part of a name (null = any); payment_mode text: of the sell side (null = any);
-- role text: customer, supplier, bilateral (null = any); after_code text: the last row of the page before;
-- before_code text: the first row of the page behind (both null = from the first); row_limit integer; count_max integer: where counting stops.
-- Result: at most row_limit rows. Micros (10^-6) of the currency, above zero what is usual; matching counts all that fit, up to one more
-- than count_max.

WITH listed AS NOT MATERIALIZED (
    SELECT partner.id AS partner_id, partner.code, partner.name, agreement.role, agreement.currency, terms.payment_mode,
        terms.credit_limit_micros, terms.payment_terms_days, terms.payment_terms_kind
    FROM agreement
        JOIN partner ON partner.id = agreement.partner_id
        LEFT JOIN current_terms AS terms ON terms.entity_id = agreement.entity_id AND terms.partner_id = agreement.partner_id
            AND terms.side = 'sell' AND role <> 'supplier'
    WHERE agreement.entity_id = :'entity_id'::smallint
        AND (:'sought'::text IS NULL OR partner.code = :'sought'::text OR strpos(lower(partner.name), lower(:'sought'::text)) > 0)
        AND (:'payment_mode'::text IS NULL OR terms.payment_mode = :'payment_mode'::text)
        AND (:'role'::text IS NULL OR role = :'role'::text)
), page AS MATERIALIZED (
    -- One of the two has rows, the other is told from the parameters and not run.
    (SELECT *
    FROM listed
    WHERE :'before_code'::text IS NULL AND (:'after_code'::text IS NULL OR code > :'after_code'::text)
    ORDER BY code LIMIT :'row_limit'::integer)
    UNION ALL
    (SELECT * FROM listed WHERE code < :'before_code'::text ORDER BY code DESC LIMIT :'row_limit'::integer)
), balance AS (
    SELECT account.partner_id, account.currency, sum(balance_micros) FILTER (WHERE type = 'receivable') AS receivable_micros,
        sum(balance_micros) FILTER (WHERE type = 'unbilled') AS unbilled_micros,
        -sum(balance_micros) FILTER (WHERE type = 'prepaid') AS deposit_micros,
        -sum(balance_micros) FILTER (WHERE type IN ('payable', 'accrued_cost')) AS owed_micros
    FROM page
        JOIN ledger_account AS account ON account.entity_id = :'entity_id'::smallint AND account.partner_id = page.partner_id
        JOIN account_balance ON account_id = account.id
    GROUP BY account.partner_id, account.currency
)
SELECT page.*, minor_digits, COALESCE(receivable_micros, 0) AS receivable_micros, COALESCE(unbilled_micros, 0) AS unbilled_micros,
    COALESCE(deposit_micros, 0) AS deposit_micros, COALESCE(owed_micros, 0) AS owed_micros,
    (SELECT count(*) FROM (SELECT FROM listed LIMIT :'count_max'::integer + 1) AS counted) AS matching,
    to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS as_of
FROM page
    JOIN currency ON currency.code = page.currency
    LEFT JOIN balance ON balance.partner_id = page.partner_id AND balance.currency = page.currency
ORDER BY page.code;

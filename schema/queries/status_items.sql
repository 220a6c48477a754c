-- Lists what waits for somebody: calls without a price, records that are no calls, drafts of cards and invoices, usage that is on no
-- invoice though its period has ended, entries without an amount in the functional currency, names of cards that no list of
-- destinations knows, parked jobs, and acts that were refused lately and not done since. Files that are not loaded to their end, what is
-- not closed or posted, and invoices with old prices are queries of their own.
--
-- Parameters: entity_id smallint (null = all).
-- Result: one row per kind and subject: detail is what distinguishes it, count of what is counted, seconds where they are calls; act_id,
-- job_id and version name the last one. Nothing is returned of what does not wait.

WITH waiting AS (
    SELECT suspense.side, suspense.reason, count(*) AS count, sum(suspense.duration_ns) AS duration_ns
    FROM suspense
    WHERE (:'entity_id'::smallint IS NULL OR entity_id = :'entity_id'::smallint)
        AND NOT EXISTS (SELECT FROM suspense_resolution AS resolution
            WHERE resolution.chunk_id = suspense.chunk_id AND resolution.ordinal = suspense.ordinal
                AND resolution.side = suspense.side)
    GROUP BY side, reason
), unclaimed AS (
    SELECT usage.entity_id, usage.partner_id, usage.currency, usage.service_period, sum(micros) AS micros
    FROM unclaimed_period AS waiting
        JOIN service_usage AS usage USING (entity_id, partner_id, currency, service_period, close_number)
    WHERE usage.side = 's' AND NOT prepaid AND (:'entity_id'::smallint IS NULL OR usage.entity_id = :'entity_id'::smallint)
    GROUP BY usage.entity_id, usage.partner_id, usage.currency, usage.service_period
    HAVING sum(micros) > 0
), unbilled AS (
    SELECT to_char(service_period, 'YYYY-MM') AS month, count(DISTINCT (unclaimed.entity_id, unclaimed.partner_id)) AS customers
    FROM unclaimed
        CROSS JOIN LATERAL terms_on(unclaimed.entity_id, unclaimed.partner_id, 'sell', service_period) AS terms
    WHERE billing_period_end(billing_cycle, service_period) <= (clock_timestamp() AT TIME ZONE billing_zone)::date
    GROUP BY 1
), refused AS (
    SELECT act.name, count(*) AS count, max(act.id) AS act_id
    FROM act
    WHERE outcome = 'refused' AND begun_at > clock_timestamp() - INTERVAL '7 days'
        AND (:'entity_id'::smallint IS NULL OR act.entity_id IS NULL OR act.entity_id = :'entity_id'::smallint)
        AND NOT EXISTS (SELECT FROM act AS later WHERE later.name = act.name AND later.outcome = 'done' AND later.id > act.id)
    GROUP BY act.name
), item AS (
    SELECT 1 AS position, 'suspense' AS kind, side AS subject, reason AS detail, count,
        trim_scale(round(duration_ns / 1000000000.0))::text AS seconds, NULL::bigint AS last_id
    FROM waiting
    UNION ALL
    SELECT 2, 'card_draft', card.name, version.number::text, version.rates, NULL, version.id
    FROM card_version AS version JOIN rate_card AS card ON card.id = version.card_id
    WHERE version.state = 'draft' AND (:'entity_id'::smallint IS NULL OR card.entity_id = :'entity_id'::smallint)
        -- An older draft than the last one is what an import has left behind.
        AND NOT EXISTS (SELECT FROM card_version AS later WHERE later.card_id = version.card_id AND later.id > version.id)
    UNION ALL
    SELECT 3, 'destination', card.name, min(named.name), count(*), NULL, NULL
    FROM destination_mapping AS mapping
        JOIN card_destination AS named ON named.id = mapping.card_destination_id
        JOIN rate_card AS card ON card.id = named.card_id
    WHERE mapping.method = 'own' AND mapping.reviewed_at IS NULL
        AND (:'entity_id'::smallint IS NULL OR card.entity_id = :'entity_id'::smallint)
        -- Without a list of destinations every name is one of its own.
        AND EXISTS (SELECT FROM destination_prefix)
    GROUP BY card.name
    UNION ALL
    SELECT 4, 'unbilled', NULL, month, customers, NULL, NULL FROM unbilled
    UNION ALL
    SELECT 5, 'invoice', state, to_char(period_start_on, 'YYYY-MM'), count(*), NULL, min(invoice.id)
    FROM invoice
    WHERE state IN ('draft', 'approved') AND (:'entity_id'::smallint IS NULL OR entity_id = :'entity_id'::smallint)
    GROUP BY state, to_char(period_start_on, 'YYYY-MM')
    UNION ALL
    SELECT 6, 'unconverted', account.currency, entity.functional_currency, sum(unconverted), NULL, NULL
    FROM account_balance
        JOIN ledger_account AS account ON account.id = account_id
        JOIN entity ON entity.id = account.entity_id
    WHERE unconverted > 0 AND (:'entity_id'::smallint IS NULL OR account.entity_id = :'entity_id'::smallint)
    GROUP BY account.currency, entity.functional_currency
    UNION ALL
    SELECT 7, 'billing_change', min(partner.code), min(due.first_on)::text, count(*), NULL, NULL
    FROM due_billing_change AS due JOIN partner ON partner.id = due.partner_id
    WHERE :'entity_id'::smallint IS NULL OR due.entity_id = :'entity_id'::smallint
    HAVING count(*) > 0
    UNION ALL
    SELECT 7, 'advance', partner.code, outlook.runs_out_on::text, 1, NULL, NULL
    FROM entity
        CROSS JOIN LATERAL advance_outlook(entity.id, NULL) AS outlook
        JOIN partner ON partner.id = outlook.partner_id
    WHERE (:'entity_id'::smallint IS NULL OR entity.id = :'entity_id'::smallint)
        AND outlook.runs_out_on <= (now() AT TIME ZONE entity.zone)::date
            + COALESCE((SELECT value::integer FROM setting WHERE name = 'advance.alarm_days'), 7)
    UNION ALL
    SELECT 8, 'job', job.kind, min(job.cause), count(*), NULL, max(job.id)
    FROM job WHERE state = 'parked'
    GROUP BY job.kind
    UNION ALL
    SELECT 9, 'refused', refused.name, refusal ->> 'message', refused.count, NULL, act_id
    FROM refused JOIN act ON act.id = act_id
)
SELECT kind, subject, detail, count::bigint AS count, seconds, last_id
FROM item
ORDER BY position, count DESC, subject, detail;

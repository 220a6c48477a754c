-- Agreements with the partners they are with, and the terms of each side, by partner, then entity, side and day.
--
-- Parameters: code text: only that partner, with the terms that held before and those that are to come; null = all, as they
--     are today.
-- Reads: agreement, agreement_terms, partner, entity, currency.
-- Rows expected: one for each agreement and side, of one partner for each change of terms; both sides are one row where their
--     terms are the same on the same days; "from" and "to" null = no such day.

WITH terms AS (
    SELECT partner.code AS partner, partner.name, agreement.role, terms.side, terms.payment_mode, agreement.currency,
        terms.billing_zone AS zone, terms.billing_cycle AS cycle, terms.payment_terms_days AS terms_days,
        terms.payment_terms_kind AS terms_kind, trim_scale(terms.credit_limit_micros::numeric / 1000000) AS credit_limit,
        COALESCE(terms.invoice_rounding, default_invoice_rounding(currency.minor_digits)) AS rounding,
        tax_profile.code AS tax, terms.notice_increase_days, terms.notice_decrease_days, terms.notice_new_days, terms.notice_closed_days,
        terms.notice_blocked_days, NULLIF(terms.first_on, '-infinity') AS "from", upper(in_effect) - 1 AS "to",
        entity.code AS entity
    FROM agreement
        JOIN partner ON partner.id = agreement.partner_id
        JOIN entity ON entity.id = agreement.entity_id
        JOIN currency ON currency.code = agreement.currency
        JOIN terms_span AS terms ON terms.entity_id = agreement.entity_id AND terms.partner_id = agreement.partner_id
            AND terms.side = ANY (CASE role WHEN 'customer' THEN ARRAY['sell'] WHEN 'supplier' THEN ARRAY['buy']
                ELSE ARRAY['sell', 'buy'] END)
        LEFT JOIN tax_profile ON tax_profile.id = terms.tax_profile_id
    WHERE CASE WHEN :'code'::text IS NULL THEN in_effect @> (now() AT TIME ZONE billing_zone)::date
        ELSE partner.code = :'code'::text END
)
SELECT partner, name, role, CASE count(*) WHEN 2 THEN 'both' ELSE min(side) END AS side, payment_mode, currency, zone, cycle,
    terms_days, terms_kind, credit_limit, rounding, tax, notice_increase_days, notice_decrease_days, notice_new_days,
    notice_closed_days, notice_blocked_days, "from", "to", entity
FROM terms
GROUP BY partner, name, role, payment_mode, currency, zone, cycle, terms_days, terms_kind, credit_limit, rounding, tax,
    notice_increase_days, notice_decrease_days, notice_new_days, notice_closed_days, notice_blocked_days, "from", "to", entity
ORDER BY partner, entity, side DESC, "from" NULLS FIRST;

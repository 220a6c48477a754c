-- Agreements with the partners they are with, by partner, then entity.
--
-- Parameters: code text: only that partner; null = all.
-- Reads: agreement, partner, entity, currency.
-- Rows expected: one for each agreement.

SELECT partner.code AS partner, partner.name, agreement.role, agreement.payment_mode, agreement.currency,
    agreement.billing_zone AS zone, agreement.billing_cycle AS cycle, agreement.payment_terms_days AS terms_days,
    trim_scale(agreement.credit_limit_micros::numeric / 1000000) AS credit_limit,
    COALESCE(agreement.invoice_rounding, default_invoice_rounding(currency.minor_digits)) AS rounding,
    agreement.notice_increase_days, agreement.notice_decrease_days, agreement.notice_new_days,
    agreement.notice_closed_days, agreement.notice_blocked_days, entity.code AS entity
FROM agreement
JOIN partner ON partner.id = agreement.partner_id
JOIN entity ON entity.id = agreement.entity_id
JOIN currency ON currency.code = agreement.currency
WHERE :'code'::text IS NULL OR partner.code = :'code'::text
ORDER BY partner.code, entity.code;

-- Adds the partners and agreements staged by check_partners.sql and changes those that are there already.
--
-- Parameters: none.
-- Reads: incoming_partner. Writes: partner, agreement.
-- Lock: that of check_partners.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each agreement added (field null) and each field changed.

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT row.line, row.partner AS key, NULL::text AS field, NULL::text AS old_value, NULL::text AS new_value
FROM incoming_partner AS row
WHERE row.agreement_id IS NULL
UNION ALL
SELECT row.line, row.partner, term.field, term.old_value, term.new_value
FROM incoming_partner AS row
JOIN partner ON partner.id = row.partner_id
JOIN agreement ON agreement.id = row.agreement_id
JOIN currency ON currency.code = agreement.currency
CROSS JOIN LATERAL (VALUES
    ('name', partner.name, row.name),
    ('role', agreement.role, row.role),
    ('payment_mode', agreement.payment_mode, row.payment_mode),
    ('zone', agreement.billing_zone, row.zone),
    ('cycle', agreement.billing_cycle, row.cycle),
    ('terms_days', agreement.payment_terms_days::text, row.terms_days::text),
    ('credit_limit', trim_scale(agreement.credit_limit_micros::numeric / 1000000)::text,
        trim_scale(row.credit_limit_micros::numeric / 1000000)::text),
    ('rounding', COALESCE(agreement.invoice_rounding, default_invoice_rounding(minor_digits)), row.rounding),
    ('notice_increase_days', agreement.notice_increase_days::text, row.notice_increase_days::text),
    ('notice_decrease_days', agreement.notice_decrease_days::text, row.notice_decrease_days::text),
    ('notice_new_days', agreement.notice_new_days::text, row.notice_new_days::text),
    ('notice_closed_days', agreement.notice_closed_days::text, row.notice_closed_days::text),
    ('notice_blocked_days', agreement.notice_blocked_days::text, row.notice_blocked_days::text)
) AS term (field, old_value, new_value)
WHERE term.new_value IS DISTINCT FROM term.old_value AND term.new_value IS NOT NULL;

-- name: add_partners
INSERT INTO partner (code, name)
SELECT DISTINCT ON (partner) partner, coalesce(name, partner)
FROM incoming_partner
WHERE partner_id IS NULL
ORDER BY partner, line;

-- name: change_partners
UPDATE partner
SET name = row.name
FROM incoming_partner AS row
WHERE partner.id = row.partner_id AND partner.name <> row.name;

-- name: add_agreements
INSERT INTO agreement (entity_id, partner_id, role, payment_mode, currency, billing_zone, billing_cycle,
    payment_terms_days, credit_limit_micros, invoice_rounding, notice_increase_days, notice_decrease_days, notice_new_days,
    notice_closed_days, notice_blocked_days)
SELECT row.entity_id, partner.id, coalesce(row.role, 'customer'), coalesce(row.payment_mode, 'postpaid'), row.currency,
    coalesce(row.zone, 'UTC'), coalesce(row.cycle, 'monthly'), coalesce(row.terms_days, 30),
    coalesce(row.credit_limit_micros, 0), row.rounding, row.notice_increase_days, row.notice_decrease_days, row.notice_new_days,
    row.notice_closed_days, row.notice_blocked_days
FROM incoming_partner AS row
JOIN partner ON partner.code = row.partner
WHERE row.agreement_id IS NULL
ORDER BY row.line;

-- name: change_agreements
UPDATE agreement
SET role = coalesce(row.role, agreement.role),
    payment_mode = coalesce(row.payment_mode, agreement.payment_mode),
    billing_zone = coalesce(row.zone, agreement.billing_zone),
    billing_cycle = coalesce(row.cycle, agreement.billing_cycle),
    payment_terms_days = coalesce(row.terms_days, agreement.payment_terms_days),
    credit_limit_micros = coalesce(row.credit_limit_micros, agreement.credit_limit_micros),
    invoice_rounding = coalesce(row.rounding, agreement.invoice_rounding),
    notice_increase_days = coalesce(row.notice_increase_days, agreement.notice_increase_days),
    notice_decrease_days = coalesce(row.notice_decrease_days, agreement.notice_decrease_days),
    notice_new_days = coalesce(row.notice_new_days, agreement.notice_new_days),
    notice_closed_days = coalesce(row.notice_closed_days, agreement.notice_closed_days),
    notice_blocked_days = coalesce(row.notice_blocked_days, agreement.notice_blocked_days)
FROM incoming_partner AS row
WHERE agreement.id = row.agreement_id
    AND EXISTS (SELECT FROM catalog_change AS change WHERE change.line = row.line AND change.field IS NOT NULL);

-- name: report
SELECT line, key, field, old_value, new_value
FROM catalog_change
ORDER BY line, field;

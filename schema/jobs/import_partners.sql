-- Adds the partners and agreements staged by check_partners.sql and changes those that are there already. Terms change as
-- set_agreement_terms says: with what nothing was billed on at once, else from a day on, and a row that says what holds changes
-- nothing.
--
-- Parameters: none.
-- Reads: incoming_partner. Writes: partner, agreement, agreement_terms.
-- Lock: that of check_partners.sql. A second run finds nothing to add or change.
-- Runs inside an act.
-- Rows expected: one of report for each agreement added (field null) and each field changed.

-- name: note
CREATE TEMPORARY TABLE catalog_change ON COMMIT DROP AS
SELECT min(row.line) AS line, row.partner AS key, NULL::text AS field, NULL::text AS old_value, NULL::text AS new_value,
    NULL::date AS first_on
FROM incoming_partner AS row
WHERE row.agreement_id IS NULL
GROUP BY row.entity_id, row.partner
UNION ALL
SELECT row.line, row.partner, term.field, term.old_value, term.new_value, NULL
FROM incoming_partner AS row
JOIN partner ON partner.id = row.partner_id
JOIN agreement ON agreement.id = row.agreement_id
CROSS JOIN LATERAL (VALUES ('name', partner.name, row.name), ('role', agreement.role, row.role))
    AS term (field, old_value, new_value)
WHERE term.new_value <> term.old_value;

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

-- name: first_line
-- A new partner's terms begin as its first line says.
CREATE TEMPORARY TABLE first_line ON COMMIT DROP AS
SELECT DISTINCT ON (row.entity_id, partner.id) row.*, partner.id AS new_partner_id, minor_digits
FROM incoming_partner AS row
JOIN partner ON partner.code = row.partner
JOIN currency ON currency.code = row.currency
WHERE row.agreement_id IS NULL
ORDER BY row.entity_id, partner.id, row.line;

-- name: add_agreements
INSERT INTO agreement (entity_id, partner_id, role, currency)
SELECT entity_id, new_partner_id, coalesce(role, 'customer'), currency
FROM first_line
ORDER BY line;

-- name: add_terms
INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode, billing_zone, billing_cycle, payment_terms_days,
    payment_terms_kind, credit_limit_micros, invoice_rounding, tax_profile_id, notice_increase_days, notice_decrease_days,
    notice_new_days, notice_closed_days, notice_blocked_days)
SELECT entity_id, new_partner_id, wanted.side, coalesce(payment_mode, 'postpaid'), coalesce(zone, 'UTC'),
    coalesce(cycle, 'monthly'), coalesce(terms_days, 30), coalesce(terms_kind, 'net'), coalesce(credit_limit_micros, 0),
    coalesce(rounding, default_invoice_rounding(minor_digits)), tax_profile_id, notice_increase_days, notice_decrease_days, notice_new_days,
    notice_closed_days, notice_blocked_days
FROM first_line
CROSS JOIN (VALUES ('sell', 'supplier'), ('buy', 'customer')) AS wanted (side, other_role)
WHERE coalesce(role, 'customer') <> other_role
ORDER BY line, wanted.side DESC;

-- name: change_roles
UPDATE agreement
SET role = row.role
FROM incoming_partner AS row
WHERE agreement.id = row.agreement_id AND agreement.role <> row.role;

-- name: add_terms_of_new_side
-- A partner who becomes bilateral begins on the terms that it has on its other side.
INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode, billing_zone, billing_cycle, payment_terms_days,
    payment_terms_kind, credit_limit_micros, invoice_rounding, notice_increase_days, notice_decrease_days, notice_new_days,
    notice_closed_days, notice_blocked_days)
SELECT DISTINCT terms.entity_id, terms.partner_id, wanted.side, terms.payment_mode, terms.billing_zone,
    terms.billing_cycle, terms.payment_terms_days, terms.payment_terms_kind, terms.credit_limit_micros,
    terms.invoice_rounding, terms.notice_increase_days,
    terms.notice_decrease_days, terms.notice_new_days, terms.notice_closed_days, terms.notice_blocked_days
FROM incoming_partner AS row
JOIN agreement ON agreement.id = row.agreement_id
JOIN (VALUES ('sell', 'supplier'), ('buy', 'customer')) AS wanted (side, other_role) ON agreement.role <> other_role
JOIN current_terms AS terms ON terms.entity_id = agreement.entity_id AND terms.partner_id = agreement.partner_id
    AND terms.side <> wanted.side
WHERE NOT EXISTS (SELECT FROM agreement_terms AS own
    WHERE own.entity_id = agreement.entity_id AND own.partner_id = agreement.partner_id AND own.side = wanted.side);

-- name: stated_terms
-- What each line says of each side that the partner has.
CREATE TEMPORARY TABLE stated_terms ON COMMIT DROP AS
SELECT row.line, row.partner, row.entity_id, partner.id AS partner_id, wanted.side, row.from_on,
    jsonb_strip_nulls(jsonb_build_object('payment_mode', row.payment_mode, 'billing_zone', row.zone,
        'billing_cycle', row.cycle, 'payment_terms_days', row.terms_days, 'payment_terms_kind', row.terms_kind,
        'credit_limit_micros', row.credit_limit_micros, 'invoice_rounding', row.rounding,
        'notice_increase_days', row.notice_increase_days, 'notice_decrease_days', row.notice_decrease_days,
        'notice_new_days', row.notice_new_days, 'notice_closed_days', row.notice_closed_days,
        'notice_blocked_days', row.notice_blocked_days))
        || CASE WHEN row.tax IS NULL THEN '{}' ELSE jsonb_build_object('tax_profile_id', row.tax_profile_id) END AS stated
FROM incoming_partner AS row
JOIN partner ON partner.code = row.partner
JOIN agreement ON agreement.entity_id = row.entity_id AND agreement.partner_id = partner.id
JOIN (VALUES ('sell', 'supplier'), ('buy', 'customer')) AS wanted (side, other_role)
    ON agreement.role <> other_role AND wanted.side = coalesce(row.side, wanted.side)
WHERE NOT EXISTS (SELECT FROM first_line WHERE first_line.line = row.line);

-- name: change_terms
-- Line by line: a later one may change what an earlier one said.
CREATE TEMPORARY TABLE changed_term ON COMMIT DROP AS
SELECT line, partner, side, change.*
FROM (
    SELECT stated_terms.*
    FROM (SELECT *, count(*) OVER (PARTITION BY entity_id, partner_id, side) AS lines FROM stated_terms) AS stated_terms
        JOIN current_terms AS terms USING (entity_id, partner_id, side)
    -- What nearly all lines of a file that is imported again say.
    WHERE from_on IS NOT NULL OR lines > 1 OR NOT to_jsonb(terms) @> stated
    ORDER BY line, side DESC
    OFFSET 0) AS ordered
    CROSS JOIN LATERAL set_agreement_terms(entity_id, partner_id, side, from_on, stated) AS change;

-- name: note_terms
-- What changed on both sides alike is said once.
INSERT INTO catalog_change (line, key, field, old_value, new_value, first_on)
SELECT line, changed_term.partner,
    CASE WHEN count(*) = 1 AND agreement.role = 'bilateral' THEN format('%s (%s)', column_name, min(changed_term.side))
        ELSE column_name END,
    old_text, new_text, changed_term.first_on
FROM changed_term
JOIN (VALUES ('payment_mode', 'payment_mode'), ('billing_zone', 'zone'), ('billing_cycle', 'cycle'),
    ('payment_terms_days', 'terms_days'), ('payment_terms_kind', 'terms_kind'), ('credit_limit_micros', 'credit_limit'),
    ('invoice_rounding', 'rounding'), ('tax_profile_id', 'tax'), ('notice_increase_days', 'notice_increase_days'),
    ('notice_decrease_days', 'notice_decrease_days'), ('notice_new_days', 'notice_new_days'),
    ('notice_closed_days', 'notice_closed_days'), ('notice_blocked_days', 'notice_blocked_days'))
    AS named (field, column_name) USING (field)
JOIN incoming_partner AS row USING (line)
JOIN partner ON partner.code = row.partner
JOIN agreement ON agreement.entity_id = row.entity_id AND agreement.partner_id = partner.id
CROSS JOIN LATERAL (
    SELECT CASE column_name WHEN 'credit_limit' THEN trim_scale(old_value::numeric / 1000000)::text
            WHEN 'tax' THEN COALESCE((SELECT code FROM tax_profile WHERE id = old_value::integer), 'none')
            ELSE old_value END AS old_text,
        CASE column_name WHEN 'credit_limit' THEN trim_scale(new_value::numeric / 1000000)::text
            WHEN 'tax' THEN COALESCE((SELECT code FROM tax_profile WHERE id = new_value::integer), 'none')
            ELSE new_value END AS new_text
) AS shown
GROUP BY line, changed_term.partner, column_name, old_text, new_text, changed_term.first_on, agreement.role;

-- name: report
SELECT line, key, field, old_value, new_value, first_on
FROM catalog_change
ORDER BY line, field, first_on;

-- Stages a file of partners and their agreements and finds its faults; import_partners.sql then applies it in the same
-- transaction.
--
-- Parameters: rows jsonb: objects of line, entity, partner, name, role, side, from_on, payment_mode, currency, zone, cycle,
--     terms_days, terms_kind, credit_limit_micros, rounding, tax (code of a tax profile, or none), notice_increase_days and its like for decrease, new, closed,
--     blocked; absent = the file does not say (side: both; from_on: the next period). entity text: the entity of rows that
--     name none, or null.
-- Reads: entity, partner, agreement, agreement_terms, account, iana_zone, and what terms_used_until reads.
-- Writes: incoming_partner (temporary, until the end of the transaction).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_partner ON COMMIT DROP AS
SELECT row.*, entity.id AS entity_id, partner.id AS partner_id, agreement.id AS agreement_id, profile.id AS tax_profile_id
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (
    line integer, entity text, partner text, name text, role text, side text, from_on date, payment_mode text,
    currency text, zone text, cycle text, terms_days smallint, terms_kind text, credit_limit_micros bigint, rounding text, tax text,
    notice_increase_days smallint, notice_decrease_days smallint,
    notice_new_days smallint, notice_closed_days smallint, notice_blocked_days smallint)
LEFT JOIN entity ON entity.code =
    coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1))
LEFT JOIN partner ON partner.code = row.partner
LEFT JOIN agreement ON agreement.entity_id = entity.id AND agreement.partner_id = partner.id
LEFT JOIN tax_profile AS profile ON profile.entity_id = entity.id AND profile.code = row.tax;

-- name: faults
WITH unknown_entity AS (
    SELECT line, 'entity' AS field,
        CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
            WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with ‹entity›'
            WHEN EXISTS (SELECT FROM entity) THEN 'there are several entities: add a column entity, or state ‹entity›'
            ELSE 'there is no entity yet: import partners first' END AS reason
    FROM incoming_partner
    WHERE entity_id IS NULL
), unknown_zone AS (
    SELECT line, 'zone' AS field, 'not a time zone of the IANA list, such as Europe/Berlin' AS reason
    FROM incoming_partner
    WHERE zone IS NOT NULL AND zone NOT IN (SELECT name FROM iana_zone)
), missing_currency AS (
    SELECT line, 'currency' AS field, 'empty: a new partner needs the currency of its agreement' AS reason
    FROM incoming_partner
    WHERE agreement_id IS NULL AND currency IS NULL AND NOT EXISTS (SELECT FROM incoming_partner AS earlier
        WHERE earlier.entity_id = incoming_partner.entity_id AND earlier.partner = incoming_partner.partner
            AND earlier.line < incoming_partner.line)
), changed_currency AS (
    SELECT row.line, 'currency' AS field,
        'the currency of an agreement never changes, and it is ' || agreement.currency AS reason
    FROM incoming_partner AS row
    JOIN agreement ON agreement.id = row.agreement_id
    WHERE row.currency <> agreement.currency
), stated_side AS (
    SELECT row.line, row.side AS of_side, row.from_on, row.zone, row.cycle, terms.side, terms.entity_id, terms.partner_id,
        terms.billing_zone, terms.billing_cycle,
        terms_used_until(terms.entity_id, terms.partner_id, terms.side) AS used_until,
        row.payment_mode <> terms.payment_mode OR row.cycle <> terms.billing_cycle
            OR row.terms_days <> terms.payment_terms_days OR row.terms_kind <> terms.payment_terms_kind
            OR row.rounding <> terms.invoice_rounding
            OR row.tax IS NOT NULL AND row.tax_profile_id IS DISTINCT FROM terms.tax_profile_id AS changes_billing
    FROM incoming_partner AS row
    JOIN agreement ON agreement.id = row.agreement_id
    CROSS JOIN unnest(ARRAY['sell', 'buy']) AS wanted (side)
    CROSS JOIN LATERAL terms_on(agreement.entity_id, agreement.partner_id, wanted.side,
        COALESCE(row.from_on, (now() AT TIME ZONE 'UTC')::date)) AS terms
    WHERE COALESCE(row.side = wanted.side, true) AND (row.zone <> terms.billing_zone OR row.from_on IS NOT NULL)
), changed_zone AS (
    SELECT DISTINCT line, 'zone' AS field,
        'the billing zone cannot change once there are calls, nor from a day on, and it is ' || billing_zone AS reason
    FROM stated_side
    WHERE zone <> billing_zone AND (used_until IS NOT NULL OR from_on IS NOT NULL)
), changed_within_period AS (
    SELECT DISTINCT ON (line) line, 'from' AS field,
        format('not the first day of a billing period, which is %s until then%s', billing_cycle,
            CASE WHEN cycle <> billing_cycle THEN ' and ' || cycle || ' from then on' END) AS reason
    FROM stated_side
    WHERE changes_billing AND (billing_period_start(billing_cycle, from_on) <> from_on
        OR billing_period_start(cycle, from_on) <> from_on)
    ORDER BY line, side
), changed_after_use AS (
    SELECT line, 'from' AS field,
        format('terms of days that were loaded, charged or billed stay: the last one is %s', max(used_until)) AS reason
    FROM stated_side
    WHERE changes_billing AND used_until >= from_on
    GROUP BY line
), other_side AS (
    SELECT line, 'side' AS field, format('the partner is a %s: the other side needs the role bilateral',
        COALESCE(row.role, agreement.role, 'customer')) AS reason
    FROM incoming_partner AS row LEFT JOIN agreement ON agreement.id = row.agreement_id
    WHERE (COALESCE(row.role, agreement.role, (SELECT earlier.role FROM incoming_partner AS earlier
            WHERE earlier.entity_id = row.entity_id AND earlier.partner = row.partner AND earlier.line < row.line
            ORDER BY earlier.line LIMIT 1), 'customer'), side) IN (('customer', 'buy'), ('supplier', 'sell'))
), future_beginning AS (
    SELECT line, 'from' AS field, 'the terms of a new partner begin with the agreement: leave this empty in its first line'
        AS reason
    FROM (
        SELECT line, from_on, row_number() OVER (PARTITION BY entity_id, partner ORDER BY line) AS number
        FROM incoming_partner
        WHERE agreement_id IS NULL) AS new_partner
    WHERE number = 1 AND from_on IS NOT NULL
), lost_side AS (
    SELECT DISTINCT row.line, 'role' AS field,
        'the partner has accounts of the ' || account.side || ' side, which this role excludes' AS reason
    FROM incoming_partner AS row
    JOIN account ON account.entity_id = row.entity_id AND account.partner_id = row.partner_id
    WHERE (row.role, account.side) IN (('customer', 'buy'), ('supplier', 'sell'))
)
SELECT * FROM unknown_entity
UNION ALL SELECT * FROM unknown_zone
UNION ALL SELECT * FROM missing_currency
UNION ALL SELECT * FROM changed_currency
UNION ALL SELECT * FROM changed_zone
UNION ALL SELECT * FROM changed_within_period
UNION ALL SELECT * FROM changed_after_use
UNION ALL SELECT * FROM other_side
UNION ALL SELECT * FROM future_beginning
UNION ALL SELECT * FROM lost_side
UNION ALL
SELECT line, 'tax', 'no tax profile of that code: import it first'
FROM incoming_partner
WHERE tax IS NOT NULL AND tax <> 'none' AND tax_profile_id IS NULL
UNION ALL
SELECT line, 'partner', 'the same partner as in line ' || first_line
FROM (
    SELECT line, min(line) OVER (PARTITION BY entity_id, partner, side, from_on) AS first_line
    FROM incoming_partner) AS numbered
WHERE line > first_line
ORDER BY line, field;

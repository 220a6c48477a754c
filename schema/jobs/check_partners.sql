-- Stages a file of partners and their agreements and finds its faults; import_partners.sql then applies it in the same
-- transaction.
--
-- Parameters: rows jsonb: objects of line, entity, partner, name, role, payment_mode, currency, zone, cycle, terms_days,
--     credit_limit_micros, rounding, notice_increase_days and its like for decrease, new, closed, blocked; absent = the file
--     does not say. entity text: the entity of rows that name none, or null.
-- Reads: entity, partner, agreement, account, usage, usage_delta, iana_zone.
-- Writes: incoming_partner (temporary, until the end of the transaction).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for a good file.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_partner ON COMMIT DROP AS
SELECT row.*, entity.id AS entity_id, partner.id AS partner_id, agreement.id AS agreement_id
FROM jsonb_to_recordset(:'rows'::jsonb) AS row (
    line integer, entity text, partner text, name text, role text, payment_mode text, currency text, zone text,
    cycle text, terms_days smallint, credit_limit_micros bigint, rounding text, notice_increase_days smallint, notice_decrease_days smallint,
    notice_new_days smallint, notice_closed_days smallint, notice_blocked_days smallint)
LEFT JOIN entity ON entity.code =
    coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1))
LEFT JOIN partner ON partner.code = row.partner
LEFT JOIN agreement ON agreement.entity_id = entity.id AND agreement.partner_id = partner.id;

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
    WHERE agreement_id IS NULL AND currency IS NULL
), changed_currency AS (
    SELECT row.line, 'currency' AS field,
        'the currency of an agreement never changes, and it is ' || agreement.currency AS reason
    FROM incoming_partner AS row
    JOIN agreement ON agreement.id = row.agreement_id
    WHERE row.currency <> agreement.currency
), used AS (
    SELECT row.line, row.agreement_id, row.zone, row.cycle, row.role
    FROM incoming_partner AS row
    WHERE EXISTS (SELECT FROM usage WHERE usage.partner_id = row.partner_id AND usage.entity_id = row.entity_id)
        OR EXISTS (SELECT FROM usage_delta AS delta
            WHERE delta.partner_id = row.partner_id AND delta.entity_id = row.entity_id)
), changed_zone AS (
    SELECT used.line, 'zone' AS field,
        'the billing zone cannot change within a period, and it is ' || agreement.billing_zone AS reason
    FROM used
    JOIN agreement ON agreement.id = used.agreement_id
    WHERE used.zone <> agreement.billing_zone
), changed_cycle AS (
    SELECT used.line, 'cycle' AS field,
        'the billing cycle cannot change within a period, and it is ' || agreement.billing_cycle AS reason
    FROM used
    JOIN agreement ON agreement.id = used.agreement_id
    WHERE used.cycle <> agreement.billing_cycle
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
UNION ALL SELECT * FROM changed_cycle
UNION ALL SELECT * FROM lost_side
UNION ALL
SELECT line, 'partner', 'the same partner as in line ' || first_line
FROM (SELECT line, min(line) OVER (PARTITION BY entity_id, partner) AS first_line FROM incoming_partner) AS numbered
WHERE line > first_line
ORDER BY line, field;

-- Stages assignments of rate cards to partners and finds their faults; import_assignments.sql then applies them in the same
-- transaction.
--
-- Parameters: rows jsonb: objects of line, entity, partner, side, product, card, and the beginning and end as from_at and
--     to_at (with an offset) or from_local and to_local (on the clock of the card's zone); absent = open. entity text: the
--     entity of rows that name none, or null. replaces boolean: whether an earlier assignment ends where a new one begins.
-- Reads: entity, partner, agreement, product, rate_card, card_version, rate, currency, card_assignment, exchange_rate. Writes: incoming_assignment (temporary).
-- Lock: one import of catalog data at a time; a second run stages the same rows.
-- Rows expected: one of faults for each fault, none for good rows.

-- name: lock
SELECT pg_advisory_xact_lock(hashtext('didtron.catalog'));

-- name: stage
CREATE TEMPORARY TABLE incoming_assignment ON COMMIT DROP AS
WITH resolved AS (
    SELECT row.*, entity.id AS entity_id, partner.id AS partner_id, agreement.role, agreement.currency AS agreement_currency,
        rate_card.id AS card_id, rate_card.side AS card_side, rate_card.currency AS card_currency,
        coalesce(row.from_at, row.from_local AT TIME ZONE rate_card.zone, '-infinity') AS begins_at,
        coalesce(row.to_at, row.to_local AT TIME ZONE rate_card.zone, 'infinity') AS ends_at
    FROM jsonb_to_recordset(:'rows'::jsonb) AS row (
        line integer, entity text, partner text, side text, product text, card text, from_at timestamptz,
        from_local timestamp, to_at timestamptz, to_local timestamp)
    LEFT JOIN entity ON entity.code =
        coalesce(row.entity, :'entity'::text, (SELECT max(code) FROM entity HAVING count(*) = 1))
    LEFT JOIN partner ON partner.code = row.partner
    LEFT JOIN agreement ON agreement.entity_id = entity.id AND agreement.partner_id = partner.id
    LEFT JOIN rate_card ON rate_card.entity_id = entity.id AND rate_card.name = row.card
), only_product AS (
    SELECT entity_id, max(id) AS product_id
    FROM product
    GROUP BY entity_id
    HAVING count(*) = 1
)
SELECT resolved.*, coalesce(product.id, CASE WHEN resolved.product IS NULL THEN only_product.product_id END) AS product_id,
    CASE WHEN begins_at < ends_at THEN tstzrange(
        CASE WHEN begins_at > '-infinity' THEN begins_at END, CASE WHEN ends_at < 'infinity' THEN ends_at END, '[)') END
        AS effective
FROM resolved
LEFT JOIN product ON product.entity_id = resolved.entity_id AND product.code = resolved.product
LEFT JOIN only_product ON only_product.entity_id = resolved.entity_id;

-- name: converted_version
-- Versions of cards in another currency than the agreement: until when each is in effect, and its coarsest rounding.
CREATE TEMPORARY TABLE converted_version ON COMMIT DROP AS
SELECT version.card_id, version.effective_from,
    COALESCE(lead(version.effective_from) OVER (PARTITION BY version.card_id ORDER BY version.effective_from), 'infinity')
        AS effective_to,
    (SELECT min(rounding_decimals) FROM rate WHERE version_id = version.id AND NOT blocked) AS decimals
FROM card_version AS version
WHERE state = 'approved'
    AND card_id IN (SELECT card_id FROM incoming_assignment WHERE card_currency <> agreement_currency);

-- name: faults
WITH too_coarse AS (
    -- Rounding is behind the conversion, so fewer decimals than the minor unit has would turn small charges into nothing.
    SELECT row.line, row.card_currency, row.agreement_currency, minor_digits, min(version.decimals) AS decimals
    FROM incoming_assignment AS row
    JOIN currency ON currency.code = row.agreement_currency
    JOIN converted_version AS version ON version.card_id = row.card_id AND version.effective_from < row.ends_at
        AND version.effective_to > row.begins_at
    WHERE row.card_currency <> row.agreement_currency AND version.decimals < minor_digits
    GROUP BY row.line, row.card_currency, row.agreement_currency, minor_digits
), overlapping AS (
    SELECT row.line, card.name, assignment.effective
    FROM incoming_assignment AS row
    JOIN card_assignment AS assignment ON assignment.entity_id = row.entity_id AND assignment.partner_id = row.partner_id
        AND assignment.side = row.card_side AND assignment.product_id = row.product_id
        AND assignment.effective && row.effective
    JOIN rate_card AS card ON card.id = assignment.card_id
    WHERE NOT (assignment.card_id = row.card_id AND assignment.effective = row.effective)
        AND NOT (:'replaces'::boolean AND row.begins_at > coalesce(lower(assignment.effective), '-infinity'))
)
SELECT line, 'entity' AS field,
    CASE WHEN entity IS NOT NULL THEN 'no entity of that code'
        WHEN :'entity'::text IS NOT NULL THEN 'no entity of the code stated with ‹entity›'
        WHEN EXISTS (SELECT FROM entity) THEN 'there are several entities: add a column entity, or state ‹entity›'
        ELSE 'there is no entity yet: import partners first' END AS reason
FROM incoming_assignment
WHERE entity_id IS NULL
UNION ALL
SELECT line, 'partner',
    CASE WHEN partner_id IS NULL THEN 'no partner of that code: import it first'
        ELSE 'the partner has no agreement with this entity: import it first' END
FROM incoming_assignment
WHERE entity_id IS NOT NULL AND role IS NULL
UNION ALL
SELECT line, 'card', 'no rate card of that name: import it first'
FROM incoming_assignment
WHERE entity_id IS NOT NULL AND card_id IS NULL
UNION ALL
SELECT line, 'card', 'the card is in ' || card_currency || ' and the partner''s agreement in ' || agreement_currency ||
    ', and there is no exchange rate between them: import one first'
FROM incoming_assignment
WHERE card_currency <> agreement_currency
    AND NOT EXISTS (SELECT FROM exchange_rate
        WHERE (from_currency, to_currency) IN ((card_currency, agreement_currency), (agreement_currency, card_currency)))
UNION ALL
SELECT line, 'card', 'the card is in ' || card_currency || ' and rounds calls to ' || decimals ||
    CASE decimals WHEN 1 THEN ' decimal' ELSE ' decimals' END || ', too coarse for the ' || minor_digits || ' of ' ||
    agreement_currency || ', the currency of the partner''s agreement: import it with rounding_decimals of at least ' ||
    minor_digits
FROM too_coarse
UNION ALL
SELECT line, 'side', 'the card is one of the ' || card_side || ' side'
FROM incoming_assignment
WHERE side <> card_side
UNION ALL
SELECT line, 'card', 'the card is one of the ' || card_side || ' side and the partner is a ' || role
FROM incoming_assignment
WHERE (role, card_side) IN (('customer', 'buy'), ('supplier', 'sell'))
UNION ALL
SELECT line, 'product',
    CASE WHEN product IS NULL THEN 'there are several products: state one'
        ELSE 'no product of that code: import it first' END
FROM incoming_assignment
WHERE entity_id IS NOT NULL AND product_id IS NULL
UNION ALL
SELECT line, 'to', 'not after the beginning'
FROM incoming_assignment
WHERE card_id IS NOT NULL AND effective IS NULL
UNION ALL
SELECT line, 'card', 'overlaps the assignment of card ' || name || ', ' ||
    coalesce('from ' || to_char(lower(effective), 'YYYY-MM-DD HH24:MI') || ' UTC', 'from the beginning') ||
    coalesce(' to ' || to_char(upper(effective), 'YYYY-MM-DD HH24:MI') || ' UTC', '') ||
    '; state ‹replace› to end that one where this one begins'
FROM overlapping
UNION ALL
SELECT DISTINCT ON (later.line) later.line, 'card', 'overlaps the assignment in line ' || earlier.line
FROM incoming_assignment AS later
JOIN incoming_assignment AS earlier ON earlier.entity_id = later.entity_id AND earlier.partner_id = later.partner_id
    AND earlier.card_side = later.card_side AND earlier.product_id = later.product_id
    AND earlier.effective && later.effective
WHERE earlier.line < later.line
ORDER BY line, field;

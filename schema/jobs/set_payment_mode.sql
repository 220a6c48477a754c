-- Lets a customer pay otherwise from the beginning of a billing period on, and says from which and what that will do.
--
-- Parameters: entity_id smallint, partner_id integer, payment_mode text, from_on date (null = the next period that begins behind today and
-- behind what was billed; where nothing was, but something is in the deposit, the present one).
-- Reads: what set_agreement_terms and billing_change_effect read. Writes: agreement_terms.
-- Lock: the agreement until commit. A second run finds the terms as they should be and changes nothing.
-- What it calls is done inside an act.
-- Rows expected: one of effect.

-- name: lock_agreement
SELECT id
FROM agreement
WHERE entity_id = :'entity_id'::smallint AND partner_id = :'partner_id'::integer
FOR NO KEY UPDATE;

-- name: set_terms
CREATE TEMPORARY TABLE changed_term ON COMMIT DROP AS
SELECT change.first_on
FROM current_terms AS terms
    CROSS JOIN LATERAL set_agreement_terms(entity_id, partner_id, side, COALESCE(:'from_on'::date, (
        SELECT billing_period_start(billing_cycle, (now() AT TIME ZONE billing_zone)::date)
        FROM billing_change_effect(entity_id, partner_id) AS effect
        WHERE deposit_micros <> 0 AND terms_used_until(entity_id, partner_id, side) IS NULL)),
        jsonb_build_object('payment_mode', :'payment_mode'::text)) AS change
WHERE terms.entity_id = :'entity_id'::smallint AND terms.partner_id = :'partner_id'::integer AND terms.side = 'sell' AND field = 'payment_mode';

-- name: effect
SELECT partner.id AS partner_id, partner.code AS partner, :'payment_mode'::text AS payment_mode,
    COALESCE((SELECT first_on FROM changed_term), (
        -- Stated before: from when on it holds.
        SELECT max(terms.first_on)
        FROM agreement_terms AS terms
            CROSS JOIN LATERAL terms_on(terms.entity_id, terms.partner_id, 'sell', terms.first_on - 1) AS before
        WHERE terms.entity_id = :'entity_id'::smallint AND terms.partner_id = partner.id AND terms.side = 'sell'
            AND terms.first_on > '-infinity' AND terms.payment_mode = :'payment_mode'::text
            AND before.payment_mode <> terms.payment_mode)) AS first_on,
    EXISTS (SELECT FROM changed_term) AS is_new, (
        SELECT bool_or(due.partner_id IS NOT NULL)
        FROM due_billing_change AS due
        WHERE due.entity_id = :'entity_id'::smallint AND due.partner_id = partner.id) IS TRUE AS is_due,
    effect.*
FROM partner CROSS JOIN LATERAL billing_change_effect(:'entity_id'::smallint, partner.id) AS effect
WHERE partner.id = :'partner_id'::integer;

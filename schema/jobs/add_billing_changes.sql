-- Records that changes of payment mode were made.
--
-- Parameters: entity_id smallint, changes jsonb: an array of objects with partner_id, first_on, payment_mode, currency, transfer_id
-- (null = no deposit was transferred), deposit_micros, unbilled_micros.
-- Reads: nothing. Writes: billing_change, deposit_mark (who is invoiced has no deposit that could run low).
-- Lock: that of lock_billing_changes.sql, in the same transaction. A second run is refused by the primary key.
-- Runs inside an act.
-- Rows expected: none.

-- name: add
INSERT INTO billing_change (entity_id, partner_id, first_on, payment_mode, currency, transfer_id, deposit_micros, unbilled_micros)
SELECT :'entity_id'::smallint, partner_id, first_on, payment_mode, currency, transfer_id, deposit_micros, unbilled_micros
FROM jsonb_to_recordset(:'changes'::jsonb) AS change (partner_id integer, first_on date, payment_mode text, currency text,
    transfer_id bigint, deposit_micros numeric, unbilled_micros numeric)
ORDER BY partner_id, first_on;

-- name: clear_marks
UPDATE deposit_mark
SET cleared_at = clock_timestamp(), cleared_micros = 0
FROM jsonb_to_recordset(:'changes'::jsonb) AS change (partner_id integer, payment_mode text)
WHERE deposit_mark.entity_id = :'entity_id'::smallint AND deposit_mark.partner_id = change.partner_id
    AND change.payment_mode = 'postpaid' AND cleared_at IS NULL;

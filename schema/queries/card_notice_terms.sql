-- What notice of changes the agreements of the partners whom a card prices ask for.
--
-- Parameters: card_id integer; received_at timestamptz: when the deck was received.
-- Reads: rate_card, card_assignment, partner, agreement.
-- Result: one row for each partner and kind of change for which days are agreed on, by partner, then kind; the earliest
--     start, in UTC microseconds and as text, is the beginning of the day so many days after that of the receipt, in the
--     card's zone.

SELECT partner.code AS partner, term.kind, term.days, (extract(epoch FROM earliest.at) * 1000000)::bigint AS earliest_micros,
    to_char(earliest.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS earliest
FROM rate_card AS card
JOIN (
    SELECT DISTINCT card_id, entity_id, partner_id
    FROM card_assignment
    WHERE coalesce(upper(effective), 'infinity') > :'received_at'::timestamptz
) AS assigned ON assigned.card_id = card.id
JOIN partner ON partner.id = assigned.partner_id
JOIN agreement ON agreement.entity_id = assigned.entity_id AND agreement.partner_id = assigned.partner_id
CROSS JOIN LATERAL (VALUES
    ('new', agreement.notice_new_days), ('increase', agreement.notice_increase_days),
    ('decrease', agreement.notice_decrease_days), ('blocked', agreement.notice_blocked_days),
    ('closed', agreement.notice_closed_days)) AS term (kind, days)
CROSS JOIN LATERAL (SELECT
    ((:'received_at'::timestamptz AT TIME ZONE card.zone)::date + term.days)::timestamp AT TIME ZONE card.zone AS at) AS earliest
WHERE card.id = :'card_id'::integer AND term.days IS NOT NULL
ORDER BY partner.code, term.kind;

-- The holidays of a card.
--
-- Parameters: card_id integer.
-- Reads: card_holiday.
-- Rows expected: one for each, in their order.

SELECT holiday_on, name, holiday_on - DATE '1970-01-01' AS day
FROM card_holiday
WHERE card_id = :'card_id'::integer
ORDER BY holiday_on;

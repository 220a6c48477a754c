-- The prefixes by which a card priced calls within some billing days.
--
-- Parameters: card_id integer; first_on date; end_on date: the day after the last.
-- Reads: rate_card, card_version, rate, usage.
-- Rows expected: one for each prefix.

WITH used AS (
    SELECT DISTINCT rate_id
    FROM usage
    WHERE side = (SELECT left(card.side, 1)::"char" FROM rate_card AS card WHERE card.id = :'card_id'::integer)
        AND billing_on >= :'first_on'::date AND billing_on < :'end_on'::date AND rate_id IS NOT NULL
)
SELECT DISTINCT rate.prefix
FROM used
JOIN rate ON rate.id = used.rate_id
JOIN card_version AS version ON version.id = rate.version_id
WHERE version.card_id = :'card_id'::integer
ORDER BY rate.prefix;

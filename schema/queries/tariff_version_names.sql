-- What the card versions that price anything are called, for a tariff that is saved.
--
-- Parameters: entity_id smallint.
-- Reads: card_version, rate_card.
-- Rows expected: one for each approved version of the entity's cards, by id.

SELECT version.id, card.name AS card, version.number, version.rates
FROM card_version AS version
JOIN rate_card AS card ON card.id = version.card_id
WHERE card.entity_id = :'entity_id'::smallint AND version.state = 'approved'
ORDER BY version.id;

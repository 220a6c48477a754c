-- Entities with closings whose usage is in no journal yet.
--
-- Parameters: entity_id smallint: only this one; null = all.
-- Result: one row per entity.

SELECT DISTINCT entity_id
FROM closing
WHERE NOT EXISTS (SELECT FROM closing_posting AS posting
        WHERE posting.entity_id = closing.entity_id AND posting.close_number = closing.number)
    AND (:'entity_id'::smallint IS NULL OR entity_id = :'entity_id'::smallint)
ORDER BY entity_id;

-- Entities with closed files whose usage is in no journal yet.
--
-- Parameters: entity_id smallint: only this one; null = all.
-- Result: one row per entity.

SELECT DISTINCT entity_id
FROM cdr_file
WHERE state = 'closed' AND NOT EXISTS (SELECT FROM file_posting WHERE file_id = cdr_file.id)
    AND (:'entity_id'::smallint IS NULL OR entity_id = :'entity_id'::smallint)
ORDER BY entity_id;

-- When the calls start of which a check of part of the books looks at the rows, for the choice of partitions: as parameters the
-- bounds leave them out before anything is planned.
--
-- Parameters: entity_ids integer[], from_close_numbers integer[]: of each entity the first closing to look at, with files not closed.
-- Reads: cdr_file, chunk.
-- Rows expected: one: the first and the last start, as PostgreSQL writes an instant; infinity and -infinity where there is none.

SELECT COALESCE(min(min_start_at), 'infinity')::text AS starts_from,
    COALESCE(max(max_start_at), '-infinity')::text AS starts_until
FROM chunk
    JOIN cdr_file ON cdr_file.id = file_id
    LEFT JOIN unnest(:'entity_ids'::integer[], :'from_close_numbers'::integer[]) AS first_closing (entity_id, number)
        ON first_closing.entity_id = cdr_file.entity_id
WHERE close_number IS NULL OR close_number >= first_closing.number;

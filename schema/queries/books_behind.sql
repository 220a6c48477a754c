-- What is loaded and in none of the figures of the books yet: files whose chunks are all in and that are not closed, and
-- closed ones that are in no journal.
--
-- Parameters: entity_id smallint: null = all.
-- Reads: cdr_file, chunk, closing_posting.
-- Rows expected: one for each step that waits (close, post), with the number of files and of their calls.

WITH waiting AS (
    SELECT id AS file_id, state, chunks
    FROM cdr_file
    WHERE (:'entity_id'::smallint IS NULL OR entity_id = :'entity_id'::smallint)
        AND (state = 'loading' AND chunks IS NOT NULL
            OR state = 'closed' AND NOT EXISTS (SELECT FROM closing_posting AS posting
                WHERE posting.entity_id = cdr_file.entity_id AND posting.close_number = cdr_file.close_number))
), counted AS (
    SELECT waiting.file_id, CASE WHEN state = 'closed' THEN 'post' ELSE 'close' END AS step, COALESCE(sum(calls), 0) AS calls
    FROM waiting
    LEFT JOIN chunk ON chunk.file_id = waiting.file_id
    GROUP BY waiting.file_id, step
)
SELECT step, count(*) AS files, sum(calls)::bigint AS calls
FROM counted
GROUP BY step
ORDER BY step;

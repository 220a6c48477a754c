-- Finds the batch that took a file back.
--
-- Parameters: file_id integer: the file that was asked for.
-- Result: at most one row; from first_chunk_id to last_chunk_id are the chunks with calls that were rated again after the
-- statement that holds again was superseded, null without any.

SELECT id AS file_id, (layout_definition -> 'rated_again_in' ->> 0)::integer AS first_chunk_id,
    (layout_definition -> 'rated_again_in' ->> 1)::integer AS last_chunk_id
FROM cdr_file
WHERE kind = 'undo' AND source_file_id = :'file_id'::integer;

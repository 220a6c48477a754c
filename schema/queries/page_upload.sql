-- A file of calls that was sent to a page, and as which file it was loaded.
-- Owner: CallStore.
--
-- Parameters: entity_id smallint; job_id bigint.
-- Result: one row, or none where the job is no such one of the entity; file_id is null until it is known.

SELECT job.arguments ->> 'name' AS name, (job.arguments ->> 'bytes')::bigint AS bytes, job.arguments ->> 'switch' AS switch,
    (
        SELECT cdr_file.id
        FROM cdr_file
        WHERE cdr_file.entity_id = job.entity_id AND cdr_file.kind = 'received'
            AND cdr_file.sha256 = decode(job.arguments ->> 'sha256', 'hex')
        ORDER BY cdr_file.id DESC
        LIMIT 1
    ) AS file_id
FROM job
WHERE job.id = :'job_id'::bigint AND job.entity_id = :'entity_id'::smallint AND job.kind = 'cdr.upload';

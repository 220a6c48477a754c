-- The entities side by side: what runs, what waits, what failed.
-- Owner: Receivables.
--
-- Parameters: none.
-- Result: one row an entity, by code; instants in ISO 8601, UTC.

SELECT entity.code, entity.name, entity.functional_currency AS currency, entity.zone,
    (SELECT count(*) FROM agreement WHERE agreement.entity_id = entity.id) AS partners,
    (SELECT count(*) FROM cdr_file AS file WHERE file.entity_id = entity.id AND file.state = 'loading') AS files_loading,
    (SELECT count(*) FROM cdr_file AS file WHERE file.entity_id = entity.id AND file.state = 'stopped') AS files_stopped,
    (SELECT to_char(max(file.received_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
        FROM cdr_file AS file WHERE file.entity_id = entity.id) AS last_file_at,
    (SELECT count(*) FROM invoice WHERE invoice.entity_id = entity.id AND invoice.state IN ('draft', 'approved')) AS invoices_waiting,
    (SELECT count(*) FROM job WHERE job.entity_id = entity.id AND job.state = 'parked') AS jobs_failed,
    (SELECT locked_through::text FROM period_lock WHERE period_lock.entity_id = entity.id ORDER BY id DESC LIMIT 1) AS locked_through
FROM entity
ORDER BY entity.code;

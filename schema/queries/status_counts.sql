-- Counts what an installation has, for the head of its status.
--
-- Parameters: none.
-- Result: one row.

SELECT (SELECT count(*) FROM entity) AS entities, (SELECT count(*) FROM partner) AS partners,
    (SELECT count(DISTINCT card_id) FROM card_version WHERE state = 'approved') AS cards,
    (SELECT count(*) FROM account) AS accounts,
    (SELECT count(*) FROM cdr_file WHERE kind = 'received') AS files,
    (SELECT COALESCE(sum(calls), 0)::bigint FROM chunk JOIN cdr_file ON cdr_file.id = file_id WHERE kind = 'received') AS calls,
    (SELECT count(*) FROM invoice WHERE state = 'issued') AS invoices,
    (SELECT count(DISTINCT (entity_id, side)) FROM (
        SELECT entity_id, side FROM account EXCEPT SELECT entity_id, side FROM card_assignment) AS unpriced) AS sides_without_card;

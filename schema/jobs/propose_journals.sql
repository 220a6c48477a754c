-- Proposes journals by hand, or the balances with which books are opened, from the lines that state_journals left: documents
-- with their lines, which move nothing until they are posted.
--
-- Parameters: entity_id smallint; kind text: manual_journal or opening; needs_second boolean: somebody else has to post them.
-- Reads: entity, the temporary table stated_line. Writes: document, manual_journal, manual_journal_line.
-- Lock: what state_journals took. A second run makes other documents; the request key of the act keeps it from happening.
-- Runs inside an act.
-- Rows expected: one a journal.

-- name: stated_journal
CREATE TEMPORARY TABLE stated_journal ON COMMIT DROP AS
SELECT nextval(pg_get_serial_sequence('document', 'id')) AS id, listed.*
FROM (
    SELECT journal, min(place) AS place, (array_agg(effective_on ORDER BY place))[1] AS effective_on,
        (array_agg(btrim(description) ORDER BY place))[1] AS description
    FROM stated_line
    GROUP BY journal
    ORDER BY min(place)
    OFFSET 0) AS listed;

-- name: add_documents
-- A journal by hand may hold several currencies: its document is in that of the books.
INSERT INTO document (id, entity_id, kind, currency)
SELECT stated_journal.id, entity.id, :'kind'::text, functional_currency
FROM stated_journal JOIN entity ON entity.id = :'entity_id'::smallint
ORDER BY place;

-- name: add_journals
INSERT INTO manual_journal (id, entity_id, document_kind, effective_on, description, needs_second)
SELECT id, :'entity_id'::smallint, :'kind'::text, effective_on, description, :'needs_second'::boolean
FROM stated_journal
ORDER BY place;

-- name: add_lines
INSERT INTO manual_journal_line (journal_id, entity_id, line_number, debit_type, credit_type, partner_id, currency,
    amount_micros, functional_micros, service_period, text)
SELECT id, :'entity_id'::smallint, row_number() OVER (PARTITION BY id ORDER BY stated_line.place), debit_type, credit_type,
    partner_id, currency, amount_micros, functional_micros, service_period, text
FROM stated_line JOIN stated_journal USING (journal)
ORDER BY id, stated_line.place;

-- name: proposed
SELECT id AS document_id, effective_on::text AS effective_on, description,
    (SELECT count(*) FROM manual_journal_line WHERE journal_id = stated_journal.id) AS lines
FROM stated_journal
ORDER BY place;

-- Posts journals by hand that are proposed: takes their numbers, fixes what they say, and records them in the ledger, an entry a
-- line. Entries of a locked day are on the first open one; the service period stays.
--
-- Parameters: entity_id smallint, document_ids bigint[].
-- Reads: manual_journal_line, entity, partner, party_detail. Writes: manual_journal, document_series, document_issue,
-- document_party, journal, ledger_account, entry, account_balance.
-- Lock: the journals in the order of their ids, then the series of the entity until commit, then its periods. A second run
-- finds them posted and is refused; so is one that somebody refused meanwhile.
-- Runs inside an act.
-- Rows expected: one a journal.

-- name: lock_journals
SELECT id
FROM manual_journal
WHERE id = ANY (:'document_ids'::bigint[]) AND entity_id = :'entity_id'::smallint
ORDER BY id
FOR UPDATE;

-- name: post
UPDATE manual_journal SET state = 'posted', decided_act_id = current_act()
WHERE id = ANY (:'document_ids'::bigint[]) AND entity_id = :'entity_id'::smallint;

-- name: taken_series
CREATE TEMPORARY TABLE taken_series ON COMMIT DROP AS
SELECT document_kind, taken.*
FROM (SELECT document_kind, count(*) AS journals FROM manual_journal
    WHERE id = ANY (:'document_ids'::bigint[]) AND entity_id = :'entity_id'::smallint
    GROUP BY document_kind ORDER BY document_kind OFFSET 0) AS wanted
    CROSS JOIN LATERAL take_document_numbers(:'entity_id'::smallint, document_kind, journals) AS taken;

-- name: numbered
CREATE TEMPORARY TABLE numbered ON COMMIT DROP AS
SELECT id, document_kind, series_id, issued_at, issued_on, number,
    document_number_text(prefix, digits, number) AS number_text
FROM (
    SELECT id, taken_series.*, first_number - 1 + row_number() OVER (PARTITION BY document_kind ORDER BY id) AS number
    FROM manual_journal JOIN taken_series USING (document_kind)
    WHERE id = ANY (:'document_ids'::bigint[]) AND entity_id = :'entity_id'::smallint) AS counted;

-- name: fix_issuer
-- As it is on the day of issue; there is no recipient.
INSERT INTO document_party (document_id, entity_id, role, code, name, address, city, region, postal_code, country,
    registration_number, tax_ids, language, reference)
SELECT numbered.id, entity.id, 'issuer', code, COALESCE(legal_name, name), address, city, region, postal_code, country,
    registration_number, COALESCE(tax_ids, '{}'), language, reference
FROM numbered
    JOIN entity ON entity.id = :'entity_id'::smallint
    LEFT JOIN party_detail AS detail ON detail.entity_id = entity.id AND detail.valid @> issued_on
ORDER BY numbered.id;

-- name: fix_documents
INSERT INTO document_issue (document_id, entity_id, kind, series_id, number, number_text, issued_at, issued_on,
    content_format, content_hash)
SELECT id, :'entity_id'::smallint, document_kind, series_id, number, number_text, issued_at, issued_on, 1,
    sha256(convert_to(manual_journal_content(id, number_text, issued_on), 'UTF8'))
FROM numbered
ORDER BY number;

-- name: record
SELECT kind, post_movements(:'entity_id'::smallint, kind, movements)
FROM (
    SELECT document_kind AS kind, array_agg(ROW(journal_id, partner_id, debit_type, credit_type, currency, amount_micros,
        effective_on, service_period, functional_micros)::movement ORDER BY journal_id, line_number) AS movements
    FROM manual_journal_line AS line JOIN manual_journal ON manual_journal.id = journal_id
    WHERE journal_id IN (SELECT id FROM numbered)
    GROUP BY document_kind
    ORDER BY document_kind
    OFFSET 0) AS stated;

-- name: posted
SELECT numbered.id AS document_id, number_text AS number, journal.id AS journal_id,
    (SELECT count(*) FROM entry WHERE entry.journal_id = journal.id) AS entries,
    (SELECT min(effective_on)::text FROM entry WHERE entry.journal_id = journal.id) AS effective_on,
    manual_journal.effective_on::text AS stated_on, description,
    (SELECT count(*) FROM entry WHERE entry.journal_id = journal.id AND functional_micros IS NULL) AS unconverted
FROM numbered
    JOIN manual_journal ON manual_journal.id = numbered.id
    JOIN journal ON journal.document_id = numbered.id
ORDER BY numbered.id;

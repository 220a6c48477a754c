-- V13: every issued document still says what it said when it was issued: its content, made anew from the rows, has the hash that
-- was taken then; it names who issued it and to whom, where it has a partner, and the document that it is of has its kind.
--
-- Parameters: none.
-- Result: is_offence, subject, unit, currency, expected, found.

WITH recomputed AS (
    SELECT document_id, issue.entity_id, issue.kind, number_text, content_hash, 1 + has_partner::integer AS wanted_parties,
        sha256(convert_to(document_content(issue), 'UTF8')) AS found_hash,
        (SELECT count(*) FROM document_party AS party WHERE party.document_id = issue.document_id) AS parties
    FROM document_issue AS issue JOIN document_kind ON code = issue.kind
), offence AS (
    SELECT format('%s does not say what it said when it was issued', number_text) AS subject, 0 AS expected, 1 AS found
    FROM recomputed
    WHERE found_hash IS DISTINCT FROM content_hash
    UNION ALL
    SELECT format('%s: parties', number_text), wanted_parties, parties FROM recomputed WHERE parties <> wanted_parties
    UNION ALL
    SELECT format('%s is of no document of its kind', number_text), 1, 0
    FROM recomputed
        LEFT JOIN document ON document.id = document_id AND document.entity_id = recomputed.entity_id
            AND document.kind = recomputed.kind
    WHERE document.id IS NULL
    UNION ALL
    SELECT format('invoice %s is no document', invoice.id), 1, 0
    FROM invoice
        LEFT JOIN document ON document.id = invoice.id
    WHERE (invoice.entity_id, invoice.partner_id, invoice.currency, 'invoice')
        IS DISTINCT FROM (document.entity_id, document.partner_id, document.currency, document.kind)
    UNION ALL
    SELECT format('payment %s is no document', payment.id), 1, 0
    FROM payment
        LEFT JOIN document ON document.id = payment.id
        LEFT JOIN payment_purpose ON payment_purpose.code = purpose
    WHERE (payment.entity_id, payment.partner_id, payment.currency, document_kind, payment_purpose.kind)
        IS DISTINCT FROM (document.entity_id, document.partner_id, document.currency, document.kind, document.kind)
    UNION ALL
    SELECT format('journal by hand %s is no document', manual_journal.id), 1, 0
    FROM manual_journal
        LEFT JOIN document ON document.id = manual_journal.id
    WHERE (manual_journal.entity_id, manual_journal.document_kind) IS DISTINCT FROM (document.entity_id, document.kind)
)
SELECT false AS is_offence, 'issued documents' AS subject, 'rows' AS unit, NULL AS currency, NULL::numeric AS expected,
    count(*)::numeric AS found, 1 AS position
FROM recomputed
UNION ALL
SELECT true, subject, 'rows', NULL, expected, found, 2 FROM offence
ORDER BY position, subject;

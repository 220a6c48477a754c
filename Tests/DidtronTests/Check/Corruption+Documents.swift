import Checks

// Documents, acts, cards and exchange rates.

extension Corruption {
    static let ofDocuments: [Corruption] = [
        Corruption(
            "Documents and numbers", "a number left out", [.numbers],
            row: "-000007 is another number than its series gives",
            """
            UPDATE document_issue SET number = number + 1
            WHERE document_id = (SELECT max(document_id) FROM document_issue WHERE kind = 'invoice')
            """),
        Corruption(
            "Documents and numbers", "the counter ahead of the numbers", [.numbers], row: "series INV-main-",
            """
            UPDATE document_series SET last_number = last_number + 1 WHERE entity_id = 1
            """),
        Corruption(
            "Documents and numbers", "numbers against the order of issue", [.numbers],
            row: "-000002 was issued before the number preceding it",
            """
            UPDATE document_issue SET issued_at = issued_at - interval '1 hour' WHERE number = 2
            """),
        Corruption(
            "Documents and numbers", "an issued document lost", [.numbers], row: "invoice 7 is issued",
            """
            DELETE FROM document_issue WHERE number = 3
            """),
        Corruption(
            "Documents and numbers", "a series of another year", [.numbers],
            row: "-000001 is of another year than its series",
            """
            UPDATE document_series SET year = year + 1 WHERE entity_id = 1
            """),
        Corruption(
            "Documents and numbers", "the text of a number changed", [.numbers, .documents],
            row: "-0000030 is another number than its series gives",
            """
            UPDATE document_issue SET number_text = number_text || '0' WHERE document_id = 7
            """),
        Corruption(
            "Documents and numbers", "a series with another prefix", [.numbers],
            row: "-000001 is another number than its series gives",
            """
            UPDATE document_series SET prefix = 'X' WHERE entity_id = 1 AND kind = 'invoice'
            """),
        Corruption(
            "Documents and numbers", "another day of issue", [.numbers, .documents, .journals],
            row: "-000003 was issued before the number preceding it",
            """
            UPDATE document_issue SET issued_on = issued_on - 1 WHERE document_id = 7
            """),
        Corruption(
            "Documents and numbers", "another due day", [.numbers, .documents], row: "-000003",
            """
            UPDATE document_issue SET due_on = due_on + 1 WHERE document_id = 7
            """),
        Corruption(
            "Documents and numbers", "a destination on an issued invoice forged", [.claims, .documents],
            row: "-000003 does not say what it said when it was issued",
            """
            UPDATE invoice_line SET destination = destination || ' ' WHERE invoice_id = 7 AND line_number = 1
            """),
        Corruption(
            "Documents and numbers", "the recipient changed", [.documents],
            row: "-000003 does not say what it said when it was issued",
            """
            UPDATE document_party SET name = name || ' ' WHERE document_id = 7 AND role = 'recipient'
            """),
        Corruption(
            "Documents and numbers", "where to pay changed", [.documents],
            row: "-000003 does not say what it said when it was issued",
            """
            UPDATE document_party SET bank_account = '{IBAN X}' WHERE document_id = 7 AND role = 'issuer'
            """),
        Corruption(
            "Documents and numbers", "a party lost", [.documents],
            row: "-000003 does not say what it said when it was issued",
            """
            DELETE FROM document_party WHERE document_id = 7 AND role = 'issuer'
            """),
        Corruption(
            "Documents and numbers", "a hash forged", [.documents],
            row: "-000003 does not say what it said when it was issued",
            """
            UPDATE document_issue SET content_hash = sha256('') WHERE document_id = 7
            """),
        Corruption(
            "Documents and numbers", "an invoice that is no document", [.documents], row: "invoice 8 is no document",
            """
            DELETE FROM document WHERE id = 8
            """),
        Corruption(
            "Documents and numbers", "a document of another partner", [.documents], row: "invoice 8 is no document",
            """
            UPDATE document SET partner_id = 3 WHERE id = 8
            """),
        Corruption(
            "Documents and numbers", "a document of another kind", [.documents, .journals],
            row: "-000003 is of no document of its kind",
            """
            UPDATE document SET kind = 'credit_note' WHERE id = 7
            """),
        Corruption(
            "Acts and audit", "a journal of an act that is not there", [.acts],
            row: "journal 1 is of act 1000, and what it records of act",
            """
            UPDATE journal SET act_id = 1000 WHERE id = 1
            """),
        Corruption(
            "Acts and audit", "a journal of another act", [.acts],
            row: "journal 1 is of act 2, and what it records of act",
            """
            UPDATE journal SET act_id = 2 WHERE id = 1
            """),
        Corruption(
            "Acts and audit", "a journal of an invoice by another act", [.acts],
            row: "journal 7 is of act 2, and its invoice was issued by act",
            """
            UPDATE journal SET act_id = 2 WHERE id = 7
            """),
        Corruption(
            "Acts and audit", "a document of another act", [.acts],
            row: "document 7 is of act 2, and its run of act",
            """
            UPDATE document SET act_id = 2 WHERE id = 7
            """),
        Corruption(
            "Acts and audit", "an act that was refused after all", [.acts],
            row: "which is refused",
            """
            ALTER TABLE act DROP CONSTRAINT act_refusal_says_why;
            UPDATE act SET outcome = 'refused' WHERE id = (SELECT act_id FROM journal WHERE id = 6)
            """),
        Corruption(
            "Acts and audit", "an act that never ended", [.acts], row: "which is begun",
            """
            ALTER TABLE act DROP CONSTRAINT act_ends_with_its_outcome;
            UPDATE act SET outcome = 'begun' WHERE id = (SELECT act_id FROM journal WHERE id = 6)
            """),
        Corruption(
            "Acts and audit", "an act lost", [.acts], row: "which is not there",
            """
            DELETE FROM act WHERE id = (SELECT act_id FROM journal WHERE id = 1)
            """),
        Corruption(
            "Acts and audit", "an act begun after what it did", [.acts], row: "audit of act",
            """
            UPDATE act SET begun_at = begun_at + interval '1 hour' WHERE id = (SELECT act_id FROM journal WHERE id = 1)
            """),
        Corruption(
            "Acts and audit", "an act of another entity", [.acts],
            row: "which is of another entity",
            """
            UPDATE act SET entity_id = 2 WHERE id = (SELECT act_id FROM journal WHERE id = 1)
            """),
        Corruption(
            "Acts and audit", "an actor lost", [.acts], row: "act 1 is by actor 1, who is not there",
            """
            DELETE FROM actor WHERE id = 1
            """),
        Corruption(
            "Acts and audit", "a step of an invoice that the audit lost", [.acts],
            row: "invoice 7 is approved, and the audit has no such step",
            """
            DELETE FROM audit_event WHERE subject_kind = 'invoice' AND subject_id = 7
            """),
        Corruption(
            "Acts and audit", "an audit event that says otherwise", [.acts], row: "did_charge 1",
            """
            UPDATE audit_event SET after = after || '{"amount_micros": 5}' WHERE subject_kind = 'did_charge'
            """),
        Corruption(
            "Acts and audit", "a request key of the act of another actor", [.acts], row: "a request of actor 1",
            """
            UPDATE act_request SET act_id = (SELECT id FROM act WHERE actor_id <> act_request.actor_id LIMIT 1)
            """),
        Corruption(
            "Acts and audit", "a request key of an act that is not there", [.acts],
            row: "a request of actor 1 is of act 1000, which is not there",
            """
            UPDATE act_request SET act_id = 1000
            """),
        Corruption(
            "Acts and audit", "a currency of an agreement changed", [.invoices, .acts], row: "agreement 5",
            """
            UPDATE agreement SET currency = 'EUR' WHERE partner_id = 3
            """),
        Corruption(
            "Cards and exchange rates", "a rate raised", [.claims, .cards, .prices],
            row: "card gold, version 1 does not say what it said when it was stored",
            """
            UPDATE rate SET nanos_per_minute = nanos_per_minute + 1000000 WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "a rate with another increment", [.cards, .prices],
            row: "card gold, version 1 does not say what it said when it was stored",
            """
            UPDATE rate SET increment_s = 7 WHERE id = 2
            """),
        Corruption(
            "Cards and exchange rates", "a rate that ends earlier", [.cards, .prices],
            row: "card gold, version 1 does not say what it said when it was stored",
            """
            UPDATE rate SET effective_to = '2026-09-02' WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "a rate of another prefix", [.cards, .prices],
            row: "card gold, version 1 does not say what it said when it was stored",
            """
            UPDATE rate SET prefix = '33' WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "a longer prefix slipped in", [.cards, .prices],
            row: "card gold, version 1 does not say what it said when it was stored",
            """
            INSERT INTO rate SELECT (jsonb_populate_record(rate, '{"id": 1000, "prefix": "44207"}')).* FROM rate WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "a rate lost", [.cards, .prices],
            row: "card gold, version 1 does not say what it said when it was stored",
            """
            DELETE FROM rate WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "a rate of another destination", [.prices], row: "chunk 1, ordinal 0, sell",
            """
            UPDATE rate SET destination_id = destination_id + 1 WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "a rate for another time band", [.cards],
            row: "card banded, version 1 does not say what it said when it was stored",
            """
            UPDATE rate SET time_band = 'night' WHERE time_band = 'peak'
            """),
        Corruption(
            "Cards and exchange rates", "a rate of no version", [.cards, .prices],
            row: "card gold, version 1 does not say what it said when it was stored",
            """
            UPDATE rate SET version_id = 1000 WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "a version of more rates than there are", [.cards], row: "card gold, version 1",
            """
            UPDATE card_version SET rates = rates + 1 WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "the hash of a version forged", [.cards],
            row: "card gold, version 1 does not say what it said when it was stored",
            """
            UPDATE card_version SET content_hash = sha256('') WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "an approved version as a draft", [.cards, .prices],
            row: "card 1, version 1 is draft, and its dates say otherwise",
            """
            UPDATE card_version SET state = 'draft', approved_at = NULL, displaced_by_id = NULL WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "a version that begins later", [.prices], row: "chunk 1, ordinal 0, sell",
            """
            UPDATE card_version SET effective_from = '2026-12-01' WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "a name of a destination on a card changed", [.claims, .cards],
            row: "card gold, version 1 does not say what it said when it was stored",
            """
            UPDATE card_destination SET name = 'Elsewhere' WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "a card of another currency", [.claims, .acts, .prices],
            row: "chunk 1, ordinal 0, sell",
            """
            UPDATE rate_card SET currency = 'GBP' WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "an assignment lost", [.acts, .prices], row: "chunk 1, ordinal 0, sell",
            """
            DELETE FROM card_assignment WHERE id = 1
            """),
        Corruption(
            "Cards and exchange rates", "an exchange rate changed", [.journals, .prices],
            row: "entry 4 of journal 1 (usage)",
            """
            UPDATE exchange_rate SET rate = rate + 1 WHERE to_currency = 'JPY'
            """),
        Corruption(
            "Cards and exchange rates", "an exchange rate lost", [.journals, .prices],
            row: "entry 4 of journal 1 (usage)",
            """
            DELETE FROM exchange_rate WHERE to_currency = 'JPY'
            """),
        Corruption(
            "Cards and exchange rates", "an exchange rate slipped in", [.journals],
            row: "entry 13 of journal 1 (usage)",
            """
            INSERT INTO exchange_rate VALUES ('EUR', 'USD', '2026-10-02', 2, '2026-10-02', 1, NULL, NULL)
            """),
        Corruption(
            "Cards and exchange rates", "an exchange rate of another day", [.journals],
            row: "entry 14 of journal 1 (usage)",
            """
            UPDATE exchange_rate SET effective_on = '2026-10-12' WHERE effective_on = '2026-10-20'
            """),
    ]
}

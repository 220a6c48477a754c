import Postgres
import TestSupport
import Testing

/// Rows of one entity never refer to those of another.
@Suite struct EntityReferenceTests {
    /// Tables that hold an entity's id or belong to a row that does, and refer to one whose rows are an entity's.
    ///
    /// A reference counts as kept where the entity is part of it.
    @Test func `each reference between tables of entities carries the entity`() throws {
        try withTestDatabase { database throws in
            let rows = try database.connect().query(
                """
                SELECT con.conname AS name, con.conrelid::regclass::text AS child, con.confrelid::regclass::text AS parent
                FROM pg_constraint AS con
                WHERE con.contype = 'f'
                    AND EXISTS (SELECT FROM pg_attribute
                        WHERE attrelid = con.conrelid AND attname = 'entity_id' AND NOT attisdropped)
                    AND EXISTS (SELECT FROM pg_attribute AS column_of
                        WHERE attrelid = con.confrelid AND attname = 'entity_id' AND attnotnull AND NOT attisdropped)
                    AND con.confrelid <> 'entity'::regclass
                    AND NOT EXISTS (SELECT FROM unnest(con.conkey) AS key
                        JOIN pg_attribute ON attrelid = con.conrelid AND attnum = key
                        WHERE attname = 'entity_id')
                ORDER BY 1
                """)
            #expect(rows.map { "\($0["child"] ?? "") -> \($0["parent"] ?? ""): \($0["name"] ?? "")" } == [])
        }
    }

    static let crossings: [(String, String)] = [
        (
            "account",
            """
            INSERT INTO account (entity_id, partner_id, product_id, side, kind, value)
            VALUES (1, 1, 2, 'sell', 'code', 'x')
            """
        ),
        (
            "card assignment",
            """
            INSERT INTO card_assignment (entity_id, partner_id, side, product_id, card_id, effective)
            VALUES (1, 1, 'sell', 1, 2, '[2026-01-01,)')
            """
        ),
        (
            "number",
            """
            INSERT INTO did (entity_id, partner_id, product_id, monthly_fee_micros, setup_fee_micros, number, in_effect)
            VALUES (1, 1, 2, 0, 0, '44', '[2026-01-01,)')
            """
        ),
        (
            "file",
            """
            INSERT INTO cdr_file (entity_id, switch_id, sha256, name, bytes, layout, layout_definition, tariff_hash, chunk_bytes)
            VALUES (1, 2, '', 'f', 0, 'l', '{}', '', 1)
            """
        ),
        (
            "ledger account",
            """
            INSERT INTO ledger_account (entity_id, type, per_partner, partner_id, currency)
            VALUES (1, 'receivable', true, 2, 'USD')
            """
        ),
        (
            "terms",
            """
            INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode) VALUES (1, 2, 'sell', 'postpaid')
            """
        ),
        (
            "document",
            "INSERT INTO document (entity_id, partner_id, kind, currency) VALUES (1, 2, 'payment', 'USD')"
        ),
        (
            "document of a kind with a partner, without one",
            "INSERT INTO document (entity_id, kind, currency) VALUES (1, 'payment', 'USD')"
        ),
        (
            "journal of another entity's document",
            "INSERT INTO journal (entity_id, kind, document_id) VALUES (1, 'invoice', 102)"
        ),
        (
            "journal of usage with a document",
            "INSERT INTO journal (entity_id, kind, document_id) VALUES (1, 'usage', 101)"
        ),
        ("journal of an invoice without one", "INSERT INTO journal (entity_id, kind) VALUES (1, 'invoice')"),
        (
            "number of another entity's series",
            """
            INSERT INTO document_issue (document_id, entity_id, kind, series_id, number, number_text, issued_at, issued_on,
                content_format, content_hash)
            VALUES (101, 1, 'invoice', 2, 1, 'B1', now(), '2026-10-01', 1, sha256(''))
            """
        ),
        (
            "number of another kind's series",
            """
            INSERT INTO document_issue (document_id, entity_id, kind, series_id, number, number_text, issued_at, issued_on,
                content_format, content_hash)
            VALUES (101, 1, 'invoice', 3, 1, 'R1', now(), '2026-10-01', 1, sha256(''))
            """
        ),
        (
            "party of another entity's document",
            """
            INSERT INTO document_party (document_id, entity_id, role, code, name) VALUES (102, 1, 'issuer', 'a', 'A')
            """
        ),
        (
            "claim in another currency",
            """
            INSERT INTO usage_claim (entity_id, partner_id, side, currency, service_period, from_close_number, to_close_number)
            VALUES (1, 1, 's', 'EUR', '2026-10-01', 1, 1)
            """
        ),
    ]

    @Test(arguments: crossings)
    func `what crosses entities is refused`(what: String, sql: String) throws {
        try withTestDatabase { database throws in
            let connection = try database.connect()
            try connection.execute(
                """
                INSERT INTO entity (id, code, name, functional_currency) VALUES (1, 'a', 'A', 'USD'), (2, 'b', 'B', 'USD');
                INSERT INTO partner (id, code, name) VALUES (1, 'p', 'P'), (2, 'q', 'Q');
                WITH agreed AS (
                    INSERT INTO agreement (entity_id, partner_id, role, currency)
                    VALUES (1, 1, 'customer', 'USD'), (2, 2, 'customer', 'USD')
                )
                INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode)
                VALUES (1, 1, 'sell', 'postpaid'), (2, 2, 'sell', 'postpaid');
                INSERT INTO document (id, entity_id, partner_id, kind, currency)
                VALUES (101, 1, 1, 'invoice', 'USD'), (102, 2, 2, 'invoice', 'USD');
                INSERT INTO document_series (id, entity_id, kind, year, prefix)
                VALUES (1, 1, 'invoice', 2026, 'A'), (2, 2, 'invoice', 2026, 'B'), (3, 1, 'refund', 2026, 'R');
                INSERT INTO product (id, entity_id, code, name) VALUES (1, 1, 's', 'S'), (2, 2, 's', 'S');
                INSERT INTO switch (id, entity_id, code) VALUES (1, 1, 'x'), (2, 2, 'y');
                INSERT INTO rate_card (id, entity_id, name, side, currency)
                VALUES (1, 1, 'c', 'sell', 'USD'), (2, 2, 'd', 'sell', 'USD');
                """)
            let error = #expect(throws: PostgresError.self, "\(what)") { try connection.execute(sql) }
            #expect(error?.sqlState == "23503", "\(what): \(error.map { "\($0)" } ?? "")")
        }
    }
}

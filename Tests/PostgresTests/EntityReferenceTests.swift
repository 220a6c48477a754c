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
                INSERT INTO agreement (entity_id, partner_id, role, payment_mode, currency)
                VALUES (1, 1, 'customer', 'postpaid', 'USD'), (2, 2, 'customer', 'postpaid', 'USD');
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

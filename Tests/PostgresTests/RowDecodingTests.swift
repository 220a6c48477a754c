import Calendar
import Database
import Postgres
import TestSupport
import Testing
import Vocabulary

@Suite struct RowDecodingTests {
    private enum Side: String, Codable { case sell, buy }

    private struct Line: Decodable, Equatable {
        var partnerID: PartnerID
        var sumMicros: Int128
        var minorDigits: Int16
        var billedOn: CivilDay
        var side: Side
        var isPrepaid: Bool
        var note: String?
        var hash: [UInt8]
    }

    private static let select = """
        SELECT 7 AS partner_id, 170141183460469231731687303715884105727 AS sum_micros, 2::smallint AS minor_digits,
            date '2026-10-31' AS billed_on, 'buy' AS side, true AS is_prepaid, NULL::text AS note, '\\x00ff'::bytea AS hash
        """

    @Test func `a row becomes a value by the names of its columns`() throws {
        try withTestDatabase { database in
            let lines: [Line] = try database.connect().query(Self.select).decoded()
            let day = try #require(CivilDay("2026-10-31"))
            #expect(
                lines == [
                    Line(
                        partnerID: PartnerID(7), sumMicros: .max, minorDigits: 2, billedOn: day, side: .buy,
                        isPrepaid: true,
                        hash: [0, 255])
                ])
        }
    }

    @Test(arguments: [
        ("7 AS partner_id", "3000000000 AS partner_id", "column partner_id does not fit Int32"),
        ("2::smallint AS minor_digits", "70000 AS minor_digits", "column minor_digits does not fit Int16"),
        ("'buy' AS side", "NULL::text AS side", "column side is null"),
        ("true AS is_prepaid", "true AS is_postpaid", "has no column is_prepaid"),
        ("7 AS partner_id", "'x' AS partner_id", "column partner_id is not a 64-bit integer"),
    ])
    func `what does not fit is refused, never cut`(column: String, other: String, fault: String) throws {
        try withTestDatabase { database in
            let row = try database.connect().query(Self.select.replacing(column, with: other)).only()
            #expect { try row.decoded(as: Line.self) } throws: { "\($0)".contains(fault) }
        }
    }

    @Test func `a case that is none is refused`() throws {
        try withTestDatabase { database in
            let row = try database.connect().query(Self.select.replacing("'buy'", with: "'both'")).only()
            #expect(throws: (any Error).self) { try row.decoded(as: Line.self) }
        }
    }
}

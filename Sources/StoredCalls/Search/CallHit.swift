package import CallStore
internal import Catalog
internal import Postgres
package import Vocabulary

/// A call, or a record that is none, as a search finds it.
package struct CallHit: Sendable {
    package enum Status: String, Sendable {
        case rated
        /// A side has no price.
        case unrated
        /// A later revision took its place.
        case superseded
        /// Taken back with its file, and nothing holds in its place.
        case undone
        case duplicate
        case reject
    }

    package struct Amount: Sendable {
        /// Micros (10^-6) of the currency.
        package var micros: Int64
        package var currency: String
        package var minorDigits: Int
    }

    /// Where a record stands.
    package struct Place: Sendable, Hashable {
        package var fileID: CallFileID
        package var fileName: String
        /// Physical line, from 1; nil where it was not looked up.
        package var line: Int?
    }

    package var status: Status
    /// Nil for records that are no calls.
    package var address: CallAddress?
    /// Microseconds since 1970 UTC; nil for a reject.
    package var startMicros: Int64?
    package var calling = ""
    package var called = ""
    package var durationNanos: Int64?
    /// Codes of the partners; of a duplicate, as the record names them.
    package var customer, supplier: String?
    /// Nil without a price.
    package var sell, buy: Amount?
    /// Why it waits for a price, a reason for each side that does; why a reject is none.
    package var reasons: [String] = []
    package var place: Place
    /// The revision that superseded it; for a duplicate, the call that it repeats.
    package var other: (address: CallAddress, place: Place)?
    /// For rejects and duplicates, the record as it stands in the file.
    package var text: [UInt8]?

    init(status: Status, place: Place) {
        self.status = status
        self.place = place
    }

    /// A row of schema/queries/describe_calls.sql.
    init(_ row: Row) throws {
        func amount(_ side: String) throws -> Amount? {
            guard try row.string("\(side)_state") == "p" else { return nil }
            return Amount(
                micros: try row.int("\(side)_micros"), currency: try row.optionalString("\(side)_currency") ?? "",
                minorDigits: Int(try row.optionalInt("\(side)_digits") ?? 2))
        }
        place = Place(fileID: try row.id("file_id"), fileName: try row.string("file_name"))
        let start = try row.int("start_micros")
        let day = CallRow.day(ofMicros: start)
        address = CallAddress(day: day, chunkID: try row.id("chunk_id"), ordinal: try row.narrow("ordinal"))
        startMicros = start
        calling = try row.string("calling")
        called = try row.string("called")
        durationNanos = try row.int("duration_ns")
        customer = try row.optionalString("customer")
        supplier = try row.optionalString("supplier")
        sell = try amount("sell")
        buy = try amount("buy")
        for side in ["sell", "buy"] where try row.string("\(side)_state") == "u" {
            reasons.append("\(side): \(try row.optionalString("\(side)_reason") ?? "no price")")
        }
        status = reasons.isEmpty ? .rated : .unrated
        if let chunk: ChunkID = try row.optionalID("later_chunk_id") {
            let isUndo = try row.string("later_kind") == "undo"
            status = isUndo ? .undone : .superseded
            other = (
                CallAddress(day: day, chunkID: chunk, ordinal: try row.narrow("later_ordinal")),
                Place(fileID: try row.id("later_file_id"), fileName: try row.string("later_file_name"))
            )
        }
    }

    /// Describes calls by their addresses, the last started first.
    static func describe(
        _ calls: [(startMicros: Int64, chunkID: ChunkID, ordinal: Int32)], _ connection: Connection
    ) throws -> [CallHit] {
        guard !calls.isEmpty else { return [] }
        return try connection.run(
            query: "describe_calls",
            [
                "start_micros": .ints(calls.map(\.startMicros)), "chunk_ids": .ids(calls.map(\.chunkID)),
                "ordinals": .ints(calls.map { Int64($0.ordinal) }),
            ]
        ).map(CallHit.init)
    }
}

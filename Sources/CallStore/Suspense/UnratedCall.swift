internal import Database
package import Postgres
internal import Rating
package import Vocabulary

/// A side of a call that waits for a price, as it is listed.
package struct UnratedCall: Sendable, Encodable {
    package var address: String
    package var side: String
    package var reason: String
    /// How the record names the partner.
    package var account: String
    package var called: String
    /// ISO 8601, UTC.
    package var start: String
    package var seconds: String
    package var fileID: CallFileID
    package var fileName: String

    /// Why a side may wait, as `suspense_reason_is_known` has it: what lacks for a price, and a leg that cannot be told.
    package static let reasons = ratableReasons + [SuspenseRow.ambiguousLeg]
    /// Those that another rating may do away with.
    package static let ratableReasons = UnratedReason.allCases.filter { $0 != .none }.map(\.name)

    private enum CodingKeys: String, CodingKey {
        case address, side, reason, account, called, start, seconds
        case fileID = "file_id"
        case fileName = "file"
    }

    /// The last stored first; nil = all.
    package static func list(
        reason: String?, fileID: CallFileID?, entityID: EntityID? = nil, limit: Int?, _ connection: Connection
    ) throws -> [UnratedCall] {
        try connection.run(
            query: "unrated_list", parameters(reason: reason, fileID: fileID, entityID: entityID, limit: limit)
        ).map(UnratedCall.init)
    }

    /// All that wait, the last stored first, some thousand at a time; within a transaction.
    package static func forEachBatch(
        reason: String?, fileID: CallFileID?, entityID: EntityID, on connection: Connection,
        _ body: ([UnratedCall]) throws -> Void
    ) throws {
        try connection.forEachBatch(
            query: "unrated_list", parameters(reason: reason, fileID: fileID, entityID: entityID, limit: nil)
        ) { try body(try $0.map(UnratedCall.init)) }
    }

    private static func parameters(
        reason: String?, fileID: CallFileID?, entityID: EntityID?, limit: Int?
    ) -> [String: Value] {
        [
            "reason": .optional(reason), "file_id": .optional(fileID), "entity_id": .optional(entityID),
            "row_limit": .optional(limit),
        ]
    }

    private init(_ row: Row) throws {
        address = try row.string("address")
        side = try row.string("side")
        reason = try row.string("reason")
        account = try row.string("account_value")
        called = try row.string("called")
        start = try row.string("start_at")
        seconds = try row.string("seconds")
        fileID = try row.id("file_id")
        fileName = try row.string("file_name")
    }
}

/// Sides that wait for a price, summed by what they lack.
package struct UnratedTotal: Sendable {
    package var side: String
    package var reason: String
    /// The account, or the beginning of the called number.
    package var subject: String
    package var calls: Int64
    package var seconds: String

    /// Most calls first.
    package static func list(
        reason: String?, fileID: CallFileID?, entityID: EntityID? = nil, _ connection: Connection
    ) throws -> [UnratedTotal] {
        let rows = try connection.run(
            query: "unrated_totals",
            ["reason": .optional(reason), "file_id": .optional(fileID), "entity_id": .optional(entityID)])
        return try rows.map { row in
            UnratedTotal(
                side: try row.string("side"), reason: try row.string("reason"), subject: try row.string("subject"),
                calls: try row.int("calls"), seconds: try row.string("seconds"))
        }
    }
}

internal import Database
package import Postgres
package import Vocabulary

/// The files and batches of an entity, a page at a time, the last received first.
package struct FileListing: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable {
        case loading, stopped, closed, undone
    }

    package var entityID: EntityID
    /// Part of a name, or a number.
    package var sought: String?
    package var state: State?

    /// Beyond which files are not counted.
    package static let countMax: Int64 = 10_000

    package init(entityID: EntityID) { self.entityID = entityID }

    package struct Page: Sendable {
        /// In the list's order.
        package var files: [FileAccount]
        /// All that fit, at most one more than `countMax`.
        package var matching: Int64
    }

    /// At most `limit` files that were received before one of them, or, with `isBackward`, those received next after it.
    package func page(
        from fileID: CallFileID? = nil, isBackward: Bool = false, limit: Int64, on connection: Connection
    ) throws -> Page {
        let rows: [Place] = try connection.run(
            query: "page_files",
            [
                "entity_id": .id(entityID), "sought": .optional(sought), "state": .optional(state?.rawValue),
                "before_id": isBackward ? .null : .optional(fileID), "after_id": isBackward ? .optional(fileID) : .null,
                "row_limit": .int(limit), "count_max": .int(Self.countMax),
            ]
        ).decoded()
        return Page(
            files: rows.isEmpty ? [] : try FileAccount.of(fileIDs: rows.map(\.fileID), connection),
            matching: rows.first?.matching ?? 0)
    }

    /// All files in the list's order, some hundred at a time; within a transaction.
    package func forEachBatch(on connection: Connection, _ body: ([FileAccount]) throws -> Void) throws {
        try connection.forEachBatch(
            query: "page_files",
            [
                "entity_id": .id(entityID), "sought": .optional(sought), "state": .optional(state?.rawValue),
                "before_id": .null, "after_id": .null, "row_limit": .null, "count_max": .int(0),
            ], rowsAtATime: 500
        ) { rows in
            let places: [Place] = try rows.decoded()
            try body(try FileAccount.of(fileIDs: places.map(\.fileID), connection))
        }
    }

    private struct Place: Decodable {
        var fileID: CallFileID
        var matching: Int64
    }

    /// Those of some files that are of the entity.
    package static func own(
        _ ids: [CallFileID], of entityID: EntityID, on connection: Connection
    ) throws -> Set<CallFileID> {
        let rows = try connection.query(
            "SELECT id FROM cdr_file WHERE entity_id = $1::smallint AND id = ANY ($2::bigint[])",
            [.id(entityID), .ints(ids.map { Int64($0.rawValue) })], name: "own_files")
        return Set(try rows.map { try $0.id("id") })
    }
}

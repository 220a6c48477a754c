internal import Database
package import Postgres
package import Vocabulary

/// A lock of an entity's books, or an end of one. The latest of an entity holds.
package struct PeriodLock: Sendable, Codable {
    package var entity: String
    package var lockID: Int32
    /// ISO date of the last locked day; nil where nothing was locked any more.
    package var lockedThrough: String?
    /// UTC.
    package var lockedAt: String
    package var reason: String
    /// `shell:anna`; nil where it was entered before acts were recorded.
    package var actor: String?
    package var holds: Bool

    /// The latest of each entity first.
    package static func list(entityID: EntityID? = nil, on connection: Connection) throws -> [PeriodLock] {
        try connection.run(query: "period_lock_list", ["entity_id": .optional(entityID)]).decoded()
    }

    /// The change that a lock or its end made.
    package struct Change: Sendable, Codable {
        package var lockID: Int32
        /// ISO date of the last day that was locked before; nil = none was.
        package var lockedBefore: String?
    }

    /// Locks the books through a day, so that whatever is recorded from now on takes effect behind it. Waits for whoever posts.
    /// Needs an act.
    ///
    /// - Parameter day: ISO date; it is over where the books are kept.
    /// - Returns: nil where they were locked through that day already.
    package static func lock(
        entityID: EntityID, through day: String, reason: String, on connection: Connection
    ) throws -> Change? {
        try change(entityID: entityID, through: day, reason: reason, isReopening: false, on: connection)
    }

    /// Opens the books again behind a day.
    ///
    /// - Parameter day: ISO date of the last day that stays locked; nil = all is open.
    /// - Returns: nil where nothing was locked.
    package static func unlock(
        entityID: EntityID, through day: String?, reason: String, on connection: Connection
    ) throws -> Change? {
        try change(entityID: entityID, through: day, reason: reason, isReopening: true, on: connection)
    }

    private static func change(
        entityID: EntityID, through day: String?, reason: String, isReopening: Bool, on connection: Connection
    ) throws -> Change? {
        try connection.run(
            job: "lock_periods",
            [
                "entity_id": .id(entityID), "through_day": .optional(day), "reason": .text(reason),
                "is_reopening": .bool(isReopening),
            ]
        ).rows.first.map { try $0.decoded(as: Change.self) }
    }
}

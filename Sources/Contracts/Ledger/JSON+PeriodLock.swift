extension JSON {
    /// A lock of an entity's books, or an end of one. The latest of an entity holds.
    package struct PeriodLock: Codable, Equatable, Sendable {
        package var entity: String
        package var lockID: Int32
        /// ISO date of the last locked day; nil where nothing was locked any more.
        package var lockedThroughOn: String?
        /// UTC.
        package var lockedAt: String
        package var reason: String
        /// `shell:anna`; nil where it was entered before acts were recorded.
        package var actor: String?
        package var holds: Bool

        package init(
            entity: String, lockID: Int32, lockedThroughOn: String? = nil, lockedAt: String, reason: String,
            actor: String? = nil, holds: Bool
        ) {
            self.entity = entity
            self.lockID = lockID
            self.lockedThroughOn = lockedThroughOn
            self.lockedAt = lockedAt
            self.reason = reason
            self.actor = actor
            self.holds = holds
        }

        private enum CodingKeys: String, CodingKey {
            case entity
            case lockID = "lock_id"
            case lockedThroughOn = "locked_through_on"
            case lockedAt = "locked_at"
            case reason, actor, holds
        }
    }

    /// The outcome of locking or opening the books.
    package struct PeriodLockStep: Codable, Equatable, Sendable {
        /// ISO date of the last day that is locked; nil = none is.
        package var lockedThroughOn: String?
        /// Nil where nothing changed.
        package var lockID: Int32?
        /// ISO date of the last day that was locked before; nil = none was.
        package var lockedBeforeOn: String?

        package init(
            lockedThroughOn: String? = nil, lockID: Int32? = nil, lockedBeforeOn: String? = nil
        ) {
            self.lockedThroughOn = lockedThroughOn
            self.lockID = lockID
            self.lockedBeforeOn = lockedBeforeOn
        }

        private enum CodingKeys: String, CodingKey {
            case lockedThroughOn = "locked_through_on"
            case lockID = "lock_id"
            case lockedBeforeOn = "locked_before_on"
        }
    }
}

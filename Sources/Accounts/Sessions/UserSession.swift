internal import Database
package import Postgres
package import Vocabulary

/// Who is signed in, and where in the business.
package struct UserSession: Sendable, Equatable {
    package enum Stage: String, Sendable {
        /// The password was right and the code is missing.
        case secondFactor = "second_factor"
        case whole
    }

    /// Minutes after which a session that nobody uses has ended.
    package static let idleMinutes: Int64 = 60
    /// Hours after which it ends however often it is used.
    package static let hoursMax: Int64 = 12

    /// 0 = of a token of the API.
    package var id: Int64
    package var stage: Stage
    package var userID: Int32
    package var mail: String
    package var name: String
    package var role: UserRole
    /// In which the user works.
    package var entityID: EntityID
    package var entityCode: String
    package var entityName: String
    package var entityZone: String
    /// The customer whose portal it is; nil for staff.
    package var partnerID: PartnerID?
    package var partnerName: String?
    /// Its use was not noted for a minute.
    package var isStale: Bool

    /// The session of a token; nil where there is none, or it has ended.
    package static func of(_ token: SecretToken, on connection: Connection) throws -> UserSession? {
        try connection.run(
            query: "session_of_token", ["token_hash": .bytes(token.hash), "idle_minutes": .int(idleMinutes)]
        ).first.map { row in
            try UserSession(
                id: row.int("session_id"), stage: row.known("stage"), userID: row.narrow("user_id"),
                mail: row.string("mail"), name: row.string("name"), role: row.known("role"),
                entityID: row.id("entity_id"), entityCode: row.string("entity_code"),
                entityName: row.string("entity_name"), entityZone: row.string("entity_zone"),
                partnerID: row.optionalID("partner_id"), partnerName: row.optionalString("partner_name"),
                isStale: row.bool("is_stale"))
        }
    }

    /// Begins one with a token of its own; the one from which it grew ends.
    package static func begin(
        userID: Int32, stage: Stage, address: String, agent: String, earlierID: Int64? = nil, on connection: Connection
    ) throws -> SecretToken {
        let token = SecretToken()
        _ = try connection.run(
            job: "begin_session",
            [
                "token_hash": .bytes(token.hash), "user_id": .int(Int64(userID)), "stage": .text(stage.rawValue),
                "hours": .int(hoursMax), "address": .text(address), "agent": .text(agent),
                "earlier_id": .optional(earlierID),
            ])
        return token
    }

    /// Notes its use, and the entity that a super admin chose.
    package func use(entityID: EntityID? = nil, on connection: Connection) throws {
        try connection.run(job: "use_session", ["session_id": .int(id), "entity_id": .optional(entityID)])
    }

    /// Ends it, another one of the user, or all but it.
    package func end(_ which: Which = .this, on connection: Connection) throws {
        try connection.run(
            job: "end_sessions",
            [
                "user_id": .int(Int64(userID)), "session_id": .optional(which.sessionID(this: id)),
                "but_session_id": which == .others ? .int(id) : .null,
            ])
    }

    package enum Which: Equatable, Sendable {
        case this
        case one(Int64)
        case others

        fileprivate func sessionID(this id: Int64) -> Int64? {
            switch self {
            case .this: id
            case .one(let other): other
            case .others: nil
            }
        }
    }

    /// A place where a user is signed in.
    package struct Place: Sendable {
        package var sessionID: Int64
        /// UTC, ISO 8601.
        package var beganAt: String
        package var seenAt: String
        package var address: String
        package var agent: String
    }

    package func places(on connection: Connection) throws -> [Place] {
        try connection.run(
            query: "session_list", ["user_id": .int(Int64(userID)), "idle_minutes": .int(Self.idleMinutes)]
        ).map { row in
            try Place(
                sessionID: row.int("session_id"), beganAt: row.string("began_at"), seenAt: row.string("seen_at"),
                address: row.string("address"), agent: row.string("agent"))
        }
    }
}

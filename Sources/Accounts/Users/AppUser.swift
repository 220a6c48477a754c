internal import Acts
internal import Database
package import Postgres
package import Vocabulary

/// A user of the pages.
package struct AppUser: Sendable, Equatable {
    package enum State: String, Sendable, Codable, CaseIterable {
        /// Has no password yet.
        case invited
        case active
        /// Cannot sign in.
        case suspended
    }

    package var id: Int32
    /// By which the user signs in, in small letters.
    package var mail: String
    package var name: String
    package var role: UserRole
    package var state: State
    /// Nil = all entities.
    package var entityID: EntityID?
    package var entityCode: String?
    /// The customer to whom the user belongs; nil for staff.
    package var partnerID: PartnerID?
    package var partnerCode: String?
    package var hasSecondFactor: Bool
    /// UTC, ISO 8601; nil = never.
    package var lastSeenAt: String?

    /// A user who is to be added.
    package struct Draft: Sendable {
        package var mail: String
        package var name: String
        package var role: UserRole
        package var entityID: EntityID?
        package var partnerID: PartnerID?

        package init(
            mail: String, name: String, role: UserRole, entityID: EntityID? = nil, partnerID: PartnerID? = nil
        ) {
            self.mail = mail.lowercased()
            self.name = name
            self.role = role
            self.entityID = entityID
            self.partnerID = partnerID
        }
    }

    /// By address; of one entity or of all.
    package static func list(entityID: EntityID? = nil, on connection: Connection) throws -> [AppUser] {
        try connection.run(query: "user_list", ["entity_id": .optional(entityID), "mail": .null]).map(AppUser.init)
    }

    /// - Throws: `Refusal` where there is none.
    package static func named(_ mail: String, on connection: Connection) throws -> AppUser {
        let rows = try connection.run(query: "user_list", ["entity_id": .null, "mail": .text(mail.lowercased())])
        guard let row = rows.first else {
            throw Refusal(.notFound, "user.not_found", "There is no user \(mail)", facts: ["user": mail])
        }
        return try AppUser(row)
    }

    /// Adds a user who was invited; inside an act.
    package static func add(_ draft: Draft, on connection: Connection) throws -> AppUser {
        _ = try connection.run(
            job: "add_user",
            [
                "mail": .text(draft.mail), "name": .text(draft.name), "role": .text(draft.role.rawValue),
                "entity_id": .optional(draft.entityID), "partner_id": .optional(draft.partnerID),
            ])
        return try named(draft.mail, on: connection)
    }

    /// Suspends a user, whose sessions end, or lets one in again; inside an act.
    package func setState(_ state: State, on connection: Connection) throws {
        _ = try connection.run(
            job: "set_user_state", ["user_id": .int(Int64(id)), "state": .text(state.rawValue)])
    }

    init(_ row: Row) throws {
        id = try row.narrow("user_id")
        mail = try row.string("mail")
        name = try row.string("name")
        role = try row.known("role")
        state = try row.known("state")
        entityID = try row.optionalID("entity_id")
        entityCode = try row.optionalString("entity_code")
        partnerID = try row.optionalID("partner_id")
        partnerCode = try row.optionalString("partner_code")
        hasSecondFactor = try row.bool("has_second_factor")
        lastSeenAt = try row.optionalString("last_seen_at")
    }
}

internal import Database
package import Postgres
package import Vocabulary

/// A token by which a program uses the API as a user, within its scopes and entities.
///
/// It is `didtron_` and 64 hexadecimal digits, which are shown once and kept as SHA-256.
package struct APIToken: Sendable, Codable, Equatable {
    /// Begins every token, so that one that lies about is known for what it is.
    package static let mark = "didtron_"
    /// Days for which a token may hold.
    package static let daysMax: Int64 = 3_650

    package var tokenID: Int32
    package var userID: Int32
    /// Mail address of the user.
    package var user: String
    package var name: String
    /// Its beginning.
    package var prefix: String
    package var scopes: [String]
    /// Codes; empty = all of the user.
    package var entities: [String]
    /// `active`, `expired`, `revoked`, or `suspended` with its user.
    package var state: String
    /// UTC, ISO 8601.
    package var createdAt: String
    package var expiresAt: String?
    package var revokedAt: String?
    package var lastUsedAt: String?

    /// A token that is to be made.
    package struct Draft: Sendable {
        package var name: String
        package var scopes: [APIScope]
        /// Empty = all of the user.
        package var entityIDs: [EntityID]
        /// Nil = until it is revoked.
        package var days: Int64?

        package init(name: String, scopes: [APIScope], entityIDs: [EntityID] = [], days: Int64? = nil) {
            self.name = name
            self.scopes = scopes
            self.entityIDs = entityIDs
            self.days = days
        }
    }

    /// The newest first.
    ///
    /// - Parameter userID: nil = of all users.
    package static func list(userID: Int32? = nil, on connection: Connection) throws -> [APIToken] {
        try connection.run(query: "api_token_list", ["user_id": .optional(userID.map(Int64.init)), "token_id": .null])
            .map(APIToken.init)
    }

    /// - Throws: `Refusal` where there is none.
    package static func find(_ tokenID: Int32, on connection: Connection) throws -> APIToken {
        let rows = try connection.run(
            query: "api_token_list", ["user_id": .null, "token_id": .int(Int64(tokenID))])
        guard let row = rows.first else {
            throw Refusal(
                .notFound, "token.not_found", "There is no token \(tokenID)", facts: ["token": "\(tokenID)"])
        }
        return try APIToken(row)
    }

    /// Makes one; inside an act, whose answer is without the secret: answers of acts are kept.
    ///
    /// - Throws: `Refusal` for a customer, for no scope, and for an entity that is not the user's.
    package static func make(
        _ draft: Draft, secret: SecretToken, for user: AppUser, on connection: Connection
    ) throws -> APIToken {
        guard user.role != .customer else {
            throw Refusal(.forbidden, "token.of_a_customer", "Customers have no tokens: the API is for staff")
        }
        guard !draft.scopes.isEmpty else {
            throw Refusal(
                .invalid, "token.no_scope", "A token needs a scope at least", place: Refusal.Place(field: "scope"))
        }
        if let days = draft.days, !(1...daysMax).contains(days) {
            throw Refusal(
                .invalid, "token.days", "A token holds for 1 to \(daysMax) days", place: Refusal.Place(field: "days"))
        }
        if let own = user.entityID, draft.entityIDs.contains(where: { $0 != own }) {
            throw Refusal(
                .forbidden, "token.entity_is_not_the_users", "A token reaches no entity that its user does not",
                facts: ["user": user.mail], place: Refusal.Place(field: "entity"))
        }
        let text = mark + secret.text
        let made = try connection.run(
            job: "add_api_token",
            [
                "user_id": .int(Int64(user.id)), "name": .text(draft.name), "prefix": .text(prefix(of: text)),
                "hash": .bytes(secret.hash), "scopes": .texts(draft.scopes.map(\.text)),
                "entity_ids": .ids(draft.entityIDs), "days": .optional(draft.days),
            ])
        let tokenID: Int32 = try made["add_token"].only().narrow("token_id")
        return try find(tokenID, on: connection)
    }

    /// The token as programs send it; nil where it was made with another secret, by the same request before.
    package func text(_ secret: SecretToken) -> String? {
        let text = Self.mark + secret.text
        return Self.prefix(of: text) == prefix ? text : nil
    }

    /// Revokes it at once; inside an act. Harmless where it is revoked.
    package func revoke(on connection: Connection) throws {
        _ = try connection.run(job: "revoke_api_token", ["token_id": .int(Int64(tokenID))])
    }

    static func prefix(of text: String) -> String { String(text.prefix(mark.count + 8)) }

    private init(_ row: Row) throws {
        tokenID = try row.narrow("token_id")
        userID = try row.narrow("user_id")
        user = try row.string("mail")
        name = try row.string("name")
        prefix = try row.string("prefix")
        scopes = try row.string("scopes").split(separator: " ").map(String.init)
        entities = try row.optionalString("entities")?.split(separator: "\n").map(String.init) ?? []
        state = try row.string("state")
        createdAt = try row.string("created_at")
        expiresAt = try row.optionalString("expires_at")
        revokedAt = try row.optionalString("revoked_at")
        lastUsedAt = try row.optionalString("last_used_at")
    }
}

extension JSON {
    /// A token of the API.
    package struct APIToken: Codable, Equatable, Sendable {
        package var tokenID: Int32
        /// Mail address of the user as whom it acts.
        package var user: String
        package var name: String
        /// The beginning of the token.
        package var prefix: String
        package var scopes: [String]
        /// Codes of the entities to which it is limited; empty = all of the user.
        package var entities: [String]
        /// `active`, `expired`, `revoked`, or `suspended` with its user.
        package var state: String
        package var createdAt: String
        package var expiresAt: String?
        package var revokedAt: String?
        package var lastUsedAt: String?
        /// The token itself, once: with the answer that made it.
        package var secret: String?

        package init(
            tokenID: Int32, user: String, name: String, prefix: String, scopes: [String], entities: [String],
            state: String, createdAt: String, expiresAt: String? = nil, revokedAt: String? = nil,
            lastUsedAt: String? = nil, secret: String? = nil
        ) {
            self.tokenID = tokenID
            self.user = user
            self.name = name
            self.prefix = prefix
            self.scopes = scopes
            self.entities = entities
            self.state = state
            self.createdAt = createdAt
            self.expiresAt = expiresAt
            self.revokedAt = revokedAt
            self.lastUsedAt = lastUsedAt
            self.secret = secret
        }

        private enum CodingKeys: String, CodingKey {
            case tokenID = "token_id"
            case user, name, prefix, scopes, entities, state
            case createdAt = "created_at"
            case expiresAt = "expires_at"
            case revokedAt = "revoked_at"
            case lastUsedAt = "last_used_at"
            case secret
        }
    }
}

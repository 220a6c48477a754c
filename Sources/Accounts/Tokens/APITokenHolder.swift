internal import Database
package import Postgres
internal import Vocabulary

/// Holder of a token of the API: its user, its scopes and the entities that it reaches.
package struct APITokenHolder: Sendable, Equatable {
    package var tokenID: Int32
    package var tokenName: String
    package var prefix: String
    package var scopes: Set<String>
    /// Codes of the entities that the token reaches.
    package var reachable: [String]
    /// The user in the entity that is meant; nil where the token does not reach it.
    package var session: UserSession?
    /// Its use was not noted for a minute.
    package var isStale: Bool

    package func has(_ scope: APIScope) -> Bool { scopes.contains(scope.text) }

    /// How audit names it: user and token.
    package static func actorName(mail: String, prefix: String) -> String { "\(mail.prefix(180)) \(prefix)" }

    /// The holder of a token as it was sent; nil where it does not hold, or is none.
    ///
    /// - Parameter entity: code of the entity that is meant; nil = the first that the token reaches.
    package static func of(
        _ text: some StringProtocol, entity: String? = nil, on connection: Connection
    ) throws -> APITokenHolder? {
        guard text.hasPrefix(APIToken.mark), let secret = SecretToken(text.dropFirst(APIToken.mark.count)) else {
            return nil
        }
        return try connection.run(
            query: "holder_of_api_token", ["hash": .bytes(secret.hash), "entity": .optional(entity)]
        ).first.map(APITokenHolder.init)
    }

    /// Notes its use.
    package func use(from address: String, on connection: Connection) throws {
        try connection.run(job: "use_api_token", ["token_id": .int(Int64(tokenID)), "address": .text(address)])
    }

    private init(_ row: Row) throws {
        tokenID = try row.narrow("token_id")
        tokenName = try row.string("token_name")
        prefix = try row.string("prefix")
        scopes = Set(try row.string("scopes").split(separator: " ").map(String.init))
        reachable = try row.string("reachable").split(separator: "\n").map(String.init)
        isStale = try row.bool("is_stale")
        session = try row.optionalID("entity_id").map { entityID in
            try UserSession(
                id: 0, stage: .whole, userID: row.narrow("user_id"), mail: row.string("mail"),
                name: row.string("name"), role: row.known("role"), entityID: entityID,
                entityCode: row.string("entity_code"), entityName: row.string("entity_name"),
                entityZone: row.string("entity_zone"), partnerID: row.optionalID("partner_id"),
                partnerName: row.optionalString("partner_name"), isStale: false)
        }
    }
}

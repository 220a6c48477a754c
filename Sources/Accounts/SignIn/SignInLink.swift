internal import Database
package import Postgres
internal import Vocabulary

/// A link that lets a user in once.
package struct SignInLink: Sendable {
    package enum Purpose: String, Sendable, Codable {
        /// Asks for a password first.
        case invitation
        case signIn = "sign_in"

        /// For which it holds: a week, a quarter of an hour.
        package var minutes: Int64 { self == .invitation ? 7 * 24 * 60 : 15 }
    }

    package let token: SecretToken
    package let purpose: Purpose
    /// UTC, ISO 8601.
    package let expiresAt: String

    /// Makes one; inside an act.
    package static func make(
        _ purpose: Purpose, for user: AppUser, on connection: Connection
    ) throws -> SignInLink {
        let token = SecretToken()
        let row = try connection.run(
            job: "add_sign_in_link",
            [
                "user_id": .int(Int64(user.id)), "token_hash": .bytes(token.hash), "purpose": .text(purpose.rawValue),
                "minutes": .int(purpose.minutes),
            ]
        ).rows.only()
        return SignInLink(token: token, purpose: purpose, expiresAt: try row.string("expires_at"))
    }

    /// The user whom a link lets in, and its purpose; nil where it lets in nobody.
    package static func holder(
        of token: SecretToken, on connection: Connection
    ) throws -> (userID: Int32, mail: String, purpose: Purpose)? {
        guard let row = try connection.run(query: "sign_in_link", ["token_hash": .bytes(token.hash)]).first else {
            return nil
        }
        return (try row.narrow("user_id"), try row.string("mail"), try row.known("purpose"))
    }

    /// Uses it up; inside an act.
    ///
    /// - Throws: `Refusal` where it was used before.
    package static func use(_ token: SecretToken, on connection: Connection) throws -> Int32 {
        let rows = try connection.run(job: "use_sign_in_link", ["token_hash": .bytes(token.hash)]).rows
        guard let row = rows.first else {
            throw Refusal(.notFound, "user.link_is_over", "The link was used before, or has expired")
        }
        return try row.narrow("user_id")
    }
}

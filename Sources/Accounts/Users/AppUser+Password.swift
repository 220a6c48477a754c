internal import Database
package import Postgres
internal import Vocabulary

// Passwords of users; inside an act.

extension AppUser {
    /// - Parameter keptSessionID: the session that does not end.
    package static func setPassword(
        hash: String, ofUserID userID: Int32, keptSessionID: Int64? = nil, on connection: Connection
    ) throws {
        _ = try connection.run(
            job: "set_user_password",
            [
                "user_id": .int(Int64(userID)), "hash": .text(hash), "but_session_id": .optional(keptSessionID),
            ])
    }
}

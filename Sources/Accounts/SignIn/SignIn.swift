internal import Database
package import Postgres
internal import Vocabulary

/// An attempt to sign in with a password or a code: counted as failed from its beginning, so that many at once are not more guesses
/// than one after the other, and recorded as a success once it is one.
package struct SignIn: Sendable {
    /// Minutes for which failures count.
    package static let minutes: Int64 = 15
    /// Failures of an address of a user since the last success, and of an address of a client, after which neither is asked.
    package static let failuresOfMailMax: Int64 = 5
    package static let failuresOfAddressMax: Int64 = 50

    package let mail: String
    package let address: String
    /// Nil where nobody may sign in with that address.
    package let userID: Int32?
    /// With which the password is to be compared, also where there is no user.
    package let hash: String
    package let hasSecondFactor: Bool

    /// Opens a transaction of its own.
    ///
    /// - Throws: `Refusal` where too many attempts failed of late.
    package static func begin(mail: String, address: String, on connection: Connection) throws -> SignIn {
        let mail = String(mail.lowercased().prefix(200))
        return try connection.transaction {
            // Attempts for one user are counted one after the other.
            _ = try connection.query(
                "SELECT pg_advisory_xact_lock(hashtextextended('didtron.sign_in ' || $1::text, 0))", [.text(mail)],
                name: "lock_sign_in")
            let attempt = try candidate(mail: mail, address: address, on: connection)
            try attempt.record(succeeded: false, on: connection)
            return attempt
        }
    }

    private static func candidate(mail: String, address: String, on connection: Connection) throws -> SignIn {
        let row = try connection.run(
            query: "sign_in_candidate",
            ["mail": .text(mail), "address": .text(address), "minutes": .int(minutes)]
        ).only()
        guard try row.int("failures_of_mail") < failuresOfMailMax,
            try row.int("failures_of_address") < failuresOfAddressMax
        else {
            throw Refusal(
                .busy, "user.too_many_attempts",
                "Too many attempts to sign in failed within \(minutes) minutes", facts: ["minutes": "\(minutes)"])
        }
        return SignIn(
            mail: mail, address: address, userID: try row.optionalNarrow("user_id"),
            hash: try row.optionalString("hash") ?? PasswordHash.ofNobody,
            hasSecondFactor: try row.bool("has_second_factor"))
    }

    /// Compares the password with the user's; takes as long where there is no user.
    package func matches(_ password: String) -> Bool {
        let isRight = PasswordHash.matches(password, hash)
        return isRight && userID != nil
    }

    /// A success takes back the failures of the user; with a second factor the right password alone is none.
    package func recordSuccess(on connection: Connection) throws { try record(succeeded: true, on: connection) }

    private func record(succeeded: Bool, on connection: Connection) throws {
        try connection.run(
            job: "record_sign_in_attempt",
            ["mail": .text(mail), "address": .text(address), "succeeded": .bool(succeeded)])
    }
}

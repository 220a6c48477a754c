internal import Database
internal import Files
package import Postgres
internal import Vocabulary

/// The second factor of a user as it is stored.
package struct SecondFactor: Sendable {
    package let code: OneTimeCode
    package let lastStep: Int64
    package let isConfirmed: Bool
    /// Recovery codes that were not used.
    package let recoveryCodes: Int64

    /// Nil where there is none.
    package static func of(userID: Int32, on connection: Connection) throws -> SecondFactor? {
        try connection.run(query: "second_factor", ["user_id": .int(Int64(userID))]).first.map { row in
            try SecondFactor(
                code: OneTimeCode(key: row.bytes("key")), lastStep: row.int("last_step"),
                isConfirmed: row.bool("is_confirmed"), recoveryCodes: row.int("recovery_codes"))
        }
    }

    /// Enters a key, which is not asked for until it is confirmed; inside an act.
    package static func set(userID: Int32, on connection: Connection) throws -> OneTimeCode {
        let code = OneTimeCode(key: SecretToken(byteCount: 20).bytes)
        let rows = try connection.run(
            job: "set_second_factor", ["user_id": .int(Int64(userID)), "key": .bytes(code.key)]
        ).rows
        guard !rows.isEmpty else {
            throw Refusal(.conflict, "user.has_second_factor", "There is a second factor already")
        }
        return code
    }

    /// Confirms it by a code and returns the recovery codes; inside an act.
    ///
    /// - Throws: `Refusal` where the code is not one of the key.
    package static func confirm(
        userID: Int32, code text: String, nowSeconds: Int64, on connection: Connection
    ) throws -> [String] {
        guard let factor = try of(userID: userID, on: connection), !factor.isConfirmed,
            let step = factor.code.step(of: digits(text), atSeconds: nowSeconds, after: 0)
        else { throw wrongCode }
        let codes = (0..<10).map { _ in recoveryCode() }
        _ = try connection.run(
            job: "confirm_second_factor",
            [
                "user_id": .int(Int64(userID)), "step": .int(step),
                "code_hashes": .texts(codes.map { "\\x" + SecretToken.hex(hash(ofRecoveryCode: $0)) }),
            ])
        return codes
    }

    /// Uses up a one-time or a recovery code; inside an act.
    ///
    /// - Throws: `Refusal` where it is neither, or was used before.
    package static func use(
        userID: Int32, code text: String, nowSeconds: Int64, on connection: Connection
    ) throws {
        guard let factor = try of(userID: userID, on: connection), factor.isConfirmed else { throw wrongCode }
        let step = factor.code.step(of: digits(text), atSeconds: nowSeconds, after: factor.lastStep)
        let rows = try connection.run(
            job: "use_second_factor",
            [
                "user_id": .int(Int64(userID)), "step": .optional(step),
                "code_hash": step == nil ? .bytes(hash(ofRecoveryCode: text)) : .null,
            ]
        ).rows
        guard !rows.isEmpty else { throw wrongCode }
    }

    /// Takes it away with its recovery codes; inside an act.
    package static func remove(userID: Int32, on connection: Connection) throws {
        _ = try connection.run(job: "remove_second_factor", ["user_id": .int(Int64(userID))])
    }

    private static var wrongCode: Refusal {
        Refusal(
            .invalid, "user.wrong_code", "The code is not right, or was used before",
            place: Refusal.Place(field: "code"))
    }

    private static func digits(_ text: String) -> String { text.filter { $0.isASCII && $0.isNumber } }

    /// 80 random bits, in four groups of five digits of base 16.
    private static func recoveryCode() -> String {
        let digits = SecretToken.hex(SecretToken(byteCount: 10).bytes)
        return stride(from: 0, to: 20, by: 5).map { start in
            String(digits.dropFirst(start).prefix(5))
        }.joined(separator: "-")
    }

    private static func hash(ofRecoveryCode text: String) -> [UInt8] {
        SHA256.digest(of: Array(text.lowercased().filter { $0.isHexDigit }.utf8))
    }
}

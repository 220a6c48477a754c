internal import Database
package import Postgres

/// A type of account in the chart.
package struct AccountType: Sendable, Codable {
    package var code: String
    package var name: String
    /// `asset`, `liability`, `equity`, `income` or `expense`.
    package var accountClass: String
    package var perPartner: Bool
    /// True if its foreign currency is revalued at the end of a month.
    package var isRevalued: Bool
    /// Added by the carrier, for journals by hand.
    package var isOwn: Bool
    /// Ledger accounts of the type.
    package var accounts: Int64

    /// In the order of a trial balance.
    package static func list(on connection: Connection) throws -> [AccountType] {
        try connection.run(query: "account_type_list").decoded()
    }

    /// Adds one of the carrier's own. Needs an act.
    package static func add(
        _ code: String, name: String, accountClass: String, isRevalued: Bool, on connection: Connection
    ) throws {
        try connection.run(
            job: "add_account_type",
            [
                "code": .text(code), "name": .text(name), "class": .text(accountClass),
                "is_revalued": .bool(isRevalued),
            ])
    }
}

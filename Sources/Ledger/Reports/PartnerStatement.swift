internal import Database
package import Postgres
package import Vocabulary

/// The statement of a partner's accounts in one currency. A positive balance is what the partner owes: receivable less payable less
/// deposit.
package struct PartnerStatement: Sendable, Encodable {
    /// An account that a statement may have.
    package enum Account: String, Sendable, CaseIterable {
        case receivable
        case payable
        case deposit

        /// In the chart.
        var type: String { self == .deposit ? "prepaid" : rawValue }
    }

    /// The movement of a journal on an account and day; usage that a deposit pays is summed by day.
    package struct Movement: Sendable, Codable {
        /// ISO date.
        package var effectiveOn: String
        /// In the chart.
        package var account: String
        /// Kind of the journal.
        package var kind: String
        package var kindName: String
        package var description: String
        /// Number of the document; empty where the journal records none.
        package var document: String
        package var journalID: JournalID?
        /// Micros (10^-6) of the currency; one of the two is zero.
        package var debitMicros: Int128
        package var creditMicros: Int128
        /// Behind it.
        package var balanceMicros: Int128
    }

    package struct Closing: Sendable, Codable {
        package var account: String
        package var balanceMicros: Int128
    }

    package var currency: String
    package var minorDigits: Int
    /// Micros (10^-6) of the currency before the first day.
    package var openingMicros: Int128
    package var movements: [Movement]
    package var closingMicros: Int128
    /// The same by account.
    package var closings: [Closing]

    /// - Parameters:
    ///   - from: ISO date of the first day of effect; nil = from the beginning.
    ///   - to: ISO date of the last day; nil = to the end.
    ///   - knownAt: an instant; only what was recorded by then. Nil = all.
    /// - Returns: one a currency, by code; none where the partner has no such account.
    package static func read(
        entityID: EntityID, partnerID: PartnerID, accounts: [Account] = Account.allCases, from: String?, to: String?,
        knownAt: String? = nil, on connection: Connection
    ) throws -> [PartnerStatement] {
        let rows = try connection.run(
            query: "partner_movements",
            [
                "entity_id": .id(entityID), "partner_id": .id(partnerID),
                "types": .texts(accounts.map(\.type)), "from_on": .optional(from), "to_on": .optional(to),
                "known_at": .optional(knownAt),
            ])
        var statements: [PartnerStatement] = []
        for row in rows {
            let balance = try row.wideInt("balance_micros")
            switch try row.string("row_kind") {
            case "opening":
                statements.append(
                    PartnerStatement(
                        currency: try row.string("currency"), minorDigits: Int(try row.int("minor_digits")),
                        openingMicros: balance, movements: [], closingMicros: balance, closings: []))
            case "movement":
                statements[statements.count - 1].movements.append(try row.decoded())
            default:
                if let account = try row.optionalString("account") {
                    statements[statements.count - 1].closings.append(Closing(account: account, balanceMicros: balance))
                } else {
                    statements[statements.count - 1].closingMicros = balance
                }
            }
        }
        return statements
    }
}

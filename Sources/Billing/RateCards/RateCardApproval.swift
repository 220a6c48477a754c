public import Postgres

/// Puts drafts into effect.
public enum RateCardApproval {
    /// Approves a draft of a card: the one of that number, or the latest. Returns it and the numbers of the versions whose
    /// place it takes.
    ///
    /// - Throws: `Catalog.NameError` where there is no such draft.
    public static func approve(
        _ card: RateCard, number: Int64?, on connection: Connection
    ) throws -> (version: RateCardVersion, withdrawn: [Int64]) {
        try connection.transactionRetrying {
            let versions = try card.versions(on: connection)
            let chosen = versions.first { version in
                if let number { version.number == number } else { version.state == .draft }
            }
            guard let version = chosen else {
                throw Catalog.NameError(
                    number.map { "Card \(card.name) has no version \($0)." }
                        ?? "Card \(card.name) has no draft; `didtron ratecard import` makes one.")
            }
            guard version.state == .draft else {
                throw Catalog.NameError("Version \(version.number) of card \(card.name) is \(version.state) already.")
            }
            return (version, try approve(version.id, on: connection))
        }
    }

    /// Returns the numbers of the versions withdrawn.
    static func approve(_ versionID: Int64, on connection: Connection) throws -> [Int64] {
        let result = try connection.run(job: "approve_card_version", ["version_id": .int(versionID)])
        _ = try result["approve"].only()
        return try result["withdraw"].map { try $0.int("number") }.sorted()
    }
}

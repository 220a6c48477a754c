internal import Catalog
internal import Database
package import Ledger
package import Postgres
package import Receivables
package import Vocabulary

/// The content of an installation, and what waits for somebody.
package struct InstallationStatus: Sendable {
    package struct Counts: Sendable, Codable {
        package var entities, partners, accounts, cards, files, calls, invoices: Int64
        /// Sides of entities that have accounts and no card assigned to anybody.
        package var sidesWithoutCard: Int64
    }

    /// Something that waits, as `kind` says.
    package struct Item: Sendable {
        package enum Kind: String, Sendable, CaseIterable {
            /// Calls without a price: `subject` is the side, `detail` the reason.
            case suspense
            /// The last version of the card `subject` is a draft: `detail` is its number, `count` its rates.
            case cardDraft = "card_draft"
            /// Names of the card `subject` that the list of destinations does not know, such as `detail`.
            case destination
            /// Customers with usage of a month that has ended, which no invoice has: `detail` is the month.
            case unbilled
            /// Invoices in the state `subject`, of periods that begin in the month `detail`.
            case invoice
            /// Entries in the currency `subject` without an amount in the functional one, `detail`.
            case unconverted
            /// Customers such as `subject` who pay otherwise since a day, the first being `detail`, and nothing was made of it yet.
            case billingChange = "billing_change"
            /// What was paid ahead to the supplier `subject` runs out on the day `detail`.
            case advance
            /// Jobs of the kind `subject` that nothing does any more, because of `detail`.
            case job
            /// Acts of the name `subject` that were refused, the last one because of `detail`.
            case refused
        }

        package var kind: Kind
        package var subject: String?
        package var detail: String?
        package var count: Int64
        /// Of calls.
        package var seconds: String?
        /// The last one of them: a job, an act.
        package var lastID: Int64?
    }

    package var counts: Counts
    package var items: [Item]
    package var unfinishedFiles: [UnfinishedFile]
    package var booksBehind: [Books.Waiting]
    /// Drafts and approved invoices whose calls came to other amounts since.
    package var repriced: [InvoiceDoubt]

    /// - Parameter entityID: only this entity's; nil = all.
    package static func read(entityID: EntityID?, on connection: Connection) throws -> InstallationStatus {
        let counts = try connection.run(query: "status_counts").only().decoded(as: Counts.self)
        let items = try connection.run(query: "status_items", ["entity_id": .optional(entityID)]).map { row in
            try Item(
                kind: row.known("kind"), subject: row.optionalString("subject"), detail: row.optionalString("detail"),
                count: row.int("count"), seconds: row.optionalString("seconds"), lastID: row.optionalInt("last_id"))
        }
        return try InstallationStatus(
            counts: counts, items: items, unfinishedFiles: UnfinishedFile.all(entityID: entityID, on: connection),
            booksBehind: Books.behind(entityID: entityID, on: connection),
            repriced: InvoiceDoubt.repriced(nil, entityID: entityID, on: connection))
    }
}

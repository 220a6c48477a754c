import Answers
import Catalog
import Contracts
import Ledger
import Vocabulary

/// The books for programs.
enum LedgerAPI {
    static let endpoints: [APIEndpoint] = [
        .list(
            "/ledger/accounts", "listLedgerAccounts", "Accounts of the ledger with their balances, as of any day.",
            .init(.read, .ledger), .seeBooks,
            query: [
                APIField("type", .text(max: 60), "Accounts of this type alone.", example: "receivable"),
                CatalogAPI.ofPartner,
                APIField("currency", .currency, "Accounts in this currency alone.", example: "EUR"), asOf,
            ], of: JSON.LedgerAccount.self, accounts),
        .one(
            "/ledger/trial-balance", "getTrialBalance", "Debits and credits of each type of account by currency.",
            .init(.read, .ledger), .seeBooks,
            query: [APIField("currency", .currency, "Of this currency alone.", example: "EUR"), asOf],
            of: JSON.TrialBalance.self, trialBalance),
        .list(
            "/ledger/journals", "listJournals", "Journals, the newest first.", .init(.read, .ledger), .seeBooks,
            query: [
                APIField("kind", .text(max: 60), "Journals of this kind alone.", example: "invoice"),
                APIField("from", .day, "With an entry that takes effect on this day or later.", example: "2026-10-01"),
                APIField("to", .day, "With an entry that takes effect on this day or before.", example: "2026-10-31"),
            ], of: JSON.Journal.self, journals),
        .one(
            "/ledger/journals/{journal}", "getJournal", "A journal with its entries.", .init(.read, .ledger), .seeBooks,
            path: [APIField("journal", .integer(1...Int64.max), "Number of the journal.", example: 7)],
            of: JSON.JournalDetails.self, journal),
    ]

    private static let entriesMax = 10_000
    private static let asOf = APIField(
        "as_of", .day, "Balances at the end of this day; now without it.", example: "2026-10-31")

    private static func accounts(_ request: APIRequest) async throws -> APIPage<JSON.LedgerAccount> {
        var filter = LedgerAccountLine.Filter()
        filter.entityID = request.entityID
        filter.type = request.text("type")
        filter.currency = request.text("currency")
        filter.asOf = request.text("as_of")
        let (asked, code, after) = (filter, request.text("partner"), try request.placeID() ?? 0)
        let rows = try await request.read { connection in
            var filter = asked
            filter.partnerID = try code.map { try Catalog.partnerID($0, on: connection) }
            return try LedgerAccountLine.list(filter, on: connection)
        }.filter { Int64($0.accountID.rawValue) > after }.sorted { $0.accountID.rawValue < $1.accountID.rawValue }
        return APIPage(rows, limit: request.limit, item: JSON.LedgerAccount.init) { ["\($0.accountID)"] }
    }

    private static func trialBalance(_ request: APIRequest) async throws -> JSON.TrialBalance {
        let (entityID, currency, asOf) = (request.entityID, request.text("currency"), request.text("as_of"))
        let lines = try await request.read {
            try TrialBalanceLine.read(entityID: entityID, currency: currency, asOf: asOf, on: $0)
        }
        return JSON.TrialBalance(asOfOn: asOf, lines: lines.map(JSON.TrialBalanceLine.init))
    }

    private static func journals(_ request: APIRequest) async throws -> APIPage<JSON.Journal> {
        var listing = JournalListing(entityID: request.entityID)
        listing.kind = request.text("kind")
        listing.fromOn = request.text("from")
        listing.toOn = request.text("to")
        let (asked, before, limit) = (listing, try request.placeID().map { JournalID($0) }, request.limit)
        let rows = try await request.read { try asked.rows(before: before, limit: limit + 1, on: $0) }
        return APIPage(rows, limit: limit, item: JSON.Journal.init) { ["\($0.journalID)"] }
    }

    private static func journal(_ request: APIRequest) async throws -> JSON.JournalDetails {
        let (entityID, id) = (request.entityID, JournalID(try request.id("journal")))
        let (head, entries) = try await request.read { connection in
            guard let head = try JournalListing.find(id, entityID: entityID, on: connection) else {
                throw Refusal(
                    .notFound, "journal.not_found", "There is no journal \(id)", facts: ["journal": "\(id)"])
            }
            var filter = LedgerEntryLine.Filter()
            filter.journalID = id
            filter.rowsMax = entriesMax + 1
            let entries = try LedgerEntryLine.list(filter, on: connection)
            guard entries.count <= entriesMax else {
                throw Refusal(
                    .tooLarge, "journal.too_many_entries", "Journal \(id) has more than \(entriesMax) entries",
                    facts: ["journal": "\(id)"])
            }
            return (head, entries)
        }
        return JSON.JournalDetails(journal: JSON.Journal(head), entries: entries.map(JSON.LedgerEntry.init))
    }
}

extension JSON.Journal {
    init(_ row: JournalListing.Row) {
        self.init(
            journalID: row.journalID.rawValue, kind: row.kind, kindName: row.kindName, document: row.document,
            documentID: row.documentID, recordedAt: row.recordedAt, actID: row.actID,
            reversesJournalID: row.reversesJournalID, reversedByJournalID: row.reversedByID, block: row.block)
    }
}

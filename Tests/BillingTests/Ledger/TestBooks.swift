import Checks
import Database
import Ledger
import Postgres
import TestSupport
import Testing
import Vocabulary

/// Books in EUR with partners in four currencies, in a database of their own. What is done in them belongs to acts of somebody.
struct TestBooks {
    let database: Database
    /// Who connects: owns the cluster, so it may do what no role may.
    let owner: Connection
    let app: Connection
    let entityID: EntityID = 1

    static let partners: [(id: Int32, code: String, currency: String)] = [
        (1, "acme", "USD"), (2, "kuwait", "KWD"), (3, "home", "EUR"), (4, "nippon", "JPY"),
    ]

    init(_ database: Database, zone: String = "UTC") throws {
        self.database = database
        owner = try database.connect()
        app = try database.connect(role: .app)
        try owner.execute(
            "INSERT INTO entity (id, code, name, functional_currency, zone) VALUES (1, 'main', 'Main', 'EUR', '\(zone)')"
        )
        for partner in Self.partners {
            try owner.execute(
                """
                WITH added AS (
                    INSERT INTO partner (id, code, name) VALUES (\(partner.id), '\(partner.code)', initcap('\(partner.code)'))
                ), agreed AS (
                    INSERT INTO agreement (entity_id, partner_id, role, currency)
                    VALUES (1, \(partner.id), 'bilateral', '\(partner.currency)')
                )
                INSERT INTO agreement_terms (entity_id, partner_id, side, payment_mode)
                SELECT 1, \(partner.id), side, 'postpaid' FROM unnest(ARRAY['sell', 'buy']) AS side
                """)
        }
    }

    /// A line as a file has it; `debit credit amount currency partner`.
    static func line(_ text: String, on day: String = "2026-10-05", _ more: [String: String] = [:]) -> [String: String]
    {
        let words = text.split(separator: " ").map(String.init)
        var row = ["debit": words[0], "credit": words[1], "amount": words[2], "currency": words[3], "on": day]
        if words.count > 4 { row["partner"] = words[4] }
        row["description"] = "By hand"
        return row.merging(more) { $1 }
    }

    @discardableResult
    func propose(
        _ rows: [[String: String]], _ kind: ManualJournal.Kind = .manualJournal, by actor: String = "anna"
    ) throws -> [DocumentID] {
        var stated = StatedJournals(kind, rows)
        if kind == .opening { stated.description = "Opening" }
        return try app.acting("journal.enter", by: actor) {
            try ManualJournals.propose(stated, entityID: entityID, on: app)
        }.map(\.documentID)
    }

    @discardableResult
    func post(_ documents: [DocumentID], by actor: String = "anna") throws -> [ManualJournals.Posted] {
        try app.acting("journal.approve", by: actor) { try ManualJournals.post(documents, entityID: entityID, on: app) }
    }

    /// Proposes and posts.
    @discardableResult
    func enter(
        _ rows: [[String: String]], _ kind: ManualJournal.Kind = .manualJournal
    ) throws -> [ManualJournals.Posted] {
        try post(propose(rows, kind))
    }

    @discardableResult
    func reverse(_ name: String, from day: String? = nil, by actor: String = "anna") throws -> ManualJournals.Reversed {
        try app.acting("journal.reverse", by: actor) {
            try ManualJournals.reverse(name, entityID: entityID, from: day, on: app)
        }
    }

    func lock(_ day: String) throws {
        _ = try app.acting("period.lock", by: "anna") {
            try PeriodLock.lock(entityID: entityID, through: day, reason: "Closed", on: app)
        }
    }

    func rate(_ from: String, _ to: String, _ day: String, _ rate: String) throws {
        try owner.execute(
            """
            INSERT INTO exchange_rate (from_currency, to_currency, effective_on, rate, revision, known_at)
            VALUES ('\(from)', '\(to)', '\(day)', \(rate), 1, '2026-01-01')
            """)
    }

    /// Debit, credit, amount, functional amount, day, period of each entry.
    func entries() throws -> [String] {
        try owner.texts(
            """
            SELECT debit.type AS debit, credit.type AS credit, amount_micros, functional_micros, effective_on, service_period
            FROM entry
                JOIN ledger_account AS debit ON debit.id = debit_account_id
                JOIN ledger_account AS credit ON credit.id = credit_account_id
            ORDER BY entry.id
            """)
    }

    /// All checks hold.
    func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
        for result in try BooksCheck.run(on: database) where !result.passed {
            Issue.record("\(result.text())", sourceLocation: sourceLocation)
        }
    }
}

/// Runs `body` with books in a database of their own.
func withTestBooks(zone: String = "UTC", _ body: (TestBooks) throws -> Void) throws {
    try withTestDatabase { try body(TestBooks($0, zone: zone)) }
}

/// Expects that `body` is refused with a reason, by the database or by us.
func expectRefused(
    _ reason: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> some Any
) {
    let error = #expect(throws: (any Error).self, sourceLocation: sourceLocation) { _ = try body() }
    #expect(
        error.flatMap { Refusal($0) }?.reason == reason, "\(String(describing: error))", sourceLocation: sourceLocation)
}

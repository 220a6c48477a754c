import Database
import Foundation
import Glibc
import Postgres
import TestSupport
import Testing

/// A line of a file.
struct Record: ExpressibleByStringLiteral {
    static let header = "call_id,leg,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code\n"

    let text: String

    /// The call with a number; another number is another minute.
    init(
        _ number: Int, leg: String = "", customer: String = "acme", called: String = "442071234567", seconds: Int = 60
    ) {
        let time = "\(10 + number / 3600):\(Record.padded(number / 60 % 60)):\(Record.padded(number % 60))"
        text = "c\(number),\(leg),\(customer),sup,4930,\(called),2026-10-03T\(time)Z,\(seconds),200"
    }

    init(stringLiteral text: String) { self.text = text }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// A small carrier in a database of its own, worked by the program.
struct UndoWorld {
    let database: Database
    let program: DidtronProgram

    struct Failure: Error, CustomStringConvertible { var description: String }

    init(_ database: Database) throws {
        self.database = database
        program = DidtronProgram(database: database)
        let partners = [
            "acme,customer,postpaid", "bolt,customer,postpaid", "prep,customer,prepaid", "sup,supplier,postpaid",
        ]
        try run(
            ["partner", "import", "-"],
            input: "partner,role,payment_mode,currency\n" + partners.map { "\($0),USD\n" }.joined())
        try run(
            ["account", "import", "-"],
            input: "account,partner,side\nacme,acme,sell\nbolt,bolt,sell\nprep,prep,sell\nsup,sup,buy\n")
        try approve(["44": "0.06"], card: "gold", side: "sell")
        try approve(["44": "0.03", "49": "0.03"], card: "route", side: "buy")
        for (card, partner) in [("gold", "acme"), ("gold", "bolt"), ("gold", "prep"), ("route", "sup")] {
            try run("ratecard", "assign", "--card", card, "--partner", partner)
        }
    }

    func approve(_ rates: [String: String], card: String, side: String) throws {
        let rows = rates.sorted { $0.key < $1.key }.map { "\($0.key),To \($0.key),2026-09-01,\($0.value)\n" }
        try run(
            ["ratecard", "import", "-", "--card", card, "--side", side, "--currency", "USD", "--approve", "--force"],
            input: "prefix,destination,effective_from,rate_per_min\n" + rows.joined())
    }

    @discardableResult
    func run(_ arguments: String..., input: String = "") throws -> String { try run(arguments, input: input) }

    @discardableResult
    func run(_ arguments: [String], input: String = "") throws -> String {
        let outcome = try program.run(arguments, input: input)
        guard outcome.status == 0 else {
            throw Failure(description: "\(arguments): \(outcome.status) \(outcome.errors)\(outcome.output)")
        }
        return outcome.output
    }

    func load(_ name: String, _ records: [Record]) throws {
        let outcome = try self.import(name, records.map(\.text))
        guard outcome.status == 0 else { throw Failure(description: "\(name): \(outcome.errors)\(outcome.output)") }
    }

    func `import`(_ name: String, _ lines: [String], _ options: String...) throws -> DidtronProgram.Outcome {
        try program.run(["cdr", "import", file(name, lines)] + options)
    }

    func file(_ name: String, _ lines: [String]) throws -> String {
        let path = "\(database.home.path)/\(name)"
        try (Record.header + lines.map { $0 + "\n" }.joined()).write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    func undo(_ file: String) throws { try run("cdr", "undo", file, "--reason", "test file", "--apply") }

    // MARK: - Kills

    enum Place {
        /// Behind the transaction that takes the calls back.
        case closing
        /// In the first chunk of the first file that is loaded again.
        case loading

        fileprivate var lock: String {
            switch self {
            case .closing: "LOCK TABLE close_counter IN ACCESS EXCLUSIVE MODE"
            case .loading: "LOCK TABLE call_mark IN EXCLUSIVE MODE"
            }
        }
    }

    /// Begins an undo and kills it at a place.
    func cutOff(_ file: String, at place: Place) throws {
        let owner = try database.connect()
        defer { owner.close() }
        try owner.execute("BEGIN; " + place.lock)
        let process = try program.start(["cdr", "undo", file, "--reason", "test file", "--apply"])
        let watch = try database.connect()
        defer { watch.close() }
        let isThere = """
            SELECT EXISTS (SELECT FROM cdr_file WHERE undo_act_id IS NOT NULL AND undone_at IS NULL)
                AND EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'relation'
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS is_there
            """
        var tries = 0
        while try !watch.query(isThere).only().bool("is_there") {
            tries += 1
            guard tries < 600 else { throw Failure(description: "The undo of \(file) did not come to \(place)") }
            usleep(50_000)
        }
        Glibc.kill(process, SIGKILL)
        wait(for: process)
        try owner.execute("ROLLBACK")
    }

    /// Starts the program and kills it some time later, which may be after its end.
    func kill(_ arguments: [String], afterMicroseconds micros: Int) throws {
        let process = try program.start(arguments)
        usleep(UInt32(micros))
        Glibc.kill(process, SIGKILL)
        wait(for: process)
    }

    private func wait(for process: pid_t) {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
    }

    // MARK: - What there is

    /// Rows with blanks between their values, - for none.
    func texts(_ sql: String) throws -> [String] {
        let connection = try database.connect(role: .reporter)
        defer { connection.close() }
        let rows = try connection.query(sql)
        return rows.map { row in rows.columns.map { row[$0] ?? "-" }.joined(separator: " ") }
    }

    /// Calls as they stand, what waits, usage, ledger: whatever files brought them.
    func state() throws -> [String] {
        try texts(
            """
            SELECT start_at, encode(substring(uuid_send(key) FROM 15), 'hex') AS leg, called, duration_ns, customer_id, supplier_id,
                sell_state, buy_state, sell_micros, buy_micros, sell_billed_s, buy_billed_s, sell_destination_id,
                buy_destination_id, sell_billing_on
            FROM call
            WHERE kind <> 'r' AND NOT EXISTS (SELECT FROM call AS reversal
                WHERE reversal.kind = 'r' AND reversal.replaces_chunk_id = call.chunk_id
                    AND reversal.replaces_ordinal = call.ordinal)
            ORDER BY 1, 2, 3, 4
            """
        ).map { "call \($0)" }
            + texts(
                """
                SELECT side, reason, account_value, called, start_at
                FROM suspense LEFT JOIN suspense_resolution AS resolution USING (chunk_id, ordinal, side)
                WHERE by_chunk_id IS NULL ORDER BY 1, 2, 3, 4, 5
                """
            ).map { "waits \($0)" }
            + texts(
                """
                SELECT side, partner_id, product_id, billing_on, destination_id, sum(attempts)::text AS attempts,
                    sum(answered)::text AS answered, sum(duration_ns)::text AS ns, sum(billed_s)::text AS s,
                    sum(micros)::text AS micros
                FROM usage GROUP BY 1, 2, 3, 4, 5
                HAVING sum(attempts) <> 0 OR sum(answered) <> 0 OR sum(duration_ns) <> 0 OR sum(micros) <> 0
                ORDER BY 1, 2, 3, 4, 5
                """
            ).map { "usage \($0)" }
            + texts(
                """
                SELECT type, partner_id, currency, balance_micros
                FROM account_balance JOIN ledger_account ON ledger_account.id = account_id
                WHERE balance_micros <> 0 ORDER BY 1, 2, 3
                """
            ).map { "balance \($0)" }
    }
}

/// Two carriers alike: one for what is tried, one for what should come out.
func withWorlds(_ body: (UndoWorld, UndoWorld) throws -> Void) throws {
    try withTestDatabase { first in
        try withTestDatabase { second in try body(UndoWorld(first), UndoWorld(second)) }
    }
}

func expectEqual(
    _ world: UndoWorld, _ clean: UndoWorld, _ comment: String = "", sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let (found, expected) = (try world.state(), try clean.state())
    #expect(
        found == expected,
        "\(comment)\ntoo much: \(found.filter { !expected.contains($0) })\nmissing: \(expected.filter { !found.contains($0) })",
        sourceLocation: sourceLocation)
    try world.run("check")
}

import Database
import Foundation
import Glibc
import Postgres
import TestSupport

/// Plays random acts of a carrier's business on the built program and on a model, and compares the two.
struct Simulator {
    /// What was done and what came of it differ.
    struct Difference: Error, CustomStringConvertible {
        var description: String
    }

    private let program: DidtronProgram
    private let database: Database
    private let folder: String
    private var numbers: SeededNumbers
    private var books = ModelBooks()
    private var files: [String] = []
    /// Latest start of a version of each card, in seconds since 1970.
    private var versionStarts: [String: Int] = [:]
    private(set) var acts: [String] = []

    private static let prefixes = ["1", "1416", "33", "336", "44", "447", "49", "4915", "49151", "81", "8190", "965"]
    private static let september = 1_788_220_800  // 2026-09-01T00:00:00Z

    init(_ database: Database, seed: UInt64) throws {
        self.database = database
        program = DidtronProgram(database: database)
        folder = database.home.path + "/files"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        numbers = SeededNumbers(seed: seed)
        for currency in ["USD", "JPY", "KWD"] {
            for side in ["sell", "buy"] {
                let card = ModelCard(name: "\(side)-\(currency)", side: side, currency: currency)
                if side == "sell" { books.sellCards[currency] = card } else { books.buyCards[currency] = card }
            }
        }
        for _ in 0..<3 { try addPartner() }
    }

    /// Plays one act, drawn by weight.
    mutating func act() throws {
        switch numbers.int(1...100) {
        case 1...6: try addPartner()
        case 7...14: try changeCard()
        case 15...40: try importFile(isKilled: false)
        case 41...46: try importFile(isKilled: true)
        case 47...53: try rerate(isKilled: numbers.chance(30))
        case 54...56: try importAgain()
        case 57...70: try runInvoices(isKilled: false)
        case 71...74: try runInvoices(isKilled: true)
        case 75...84: try step("approve", from: ["draft"], to: "approved", isKilled: false)
        case 85...94: try step("issue", from: ["approved"], to: "issued", isKilled: numbers.chance(30))
        default: try step("void", from: ["draft", "approved"], to: "void", isKilled: false)
        }
    }

    // MARK: - Acts on the catalog

    private mutating func addPartner() throws {
        let code = "P\(books.partners.count + 1)"
        let partner = ModelBooks.Partner(
            code: code, currency: numbers.pick(["USD", "USD", "JPY", "KWD"]), isPrepaid: numbers.chance(25),
            cycle: numbers.pick(["monthly", "monthly", "half_monthly", "weekly"]),
            zone: numbers.pick(["UTC", "Asia/Tokyo", "America/New_York"]), calendar: ModelCalendar(zone: "UTC"))
        acts.append("add \(code): \(partner.currency) \(partner.isPrepaid ? "prepaid" : "postpaid") \(partner.zone)")
        try run(
            ["partner", "import", "-"],
            input: """
                partner,name,role,payment_mode,currency,zone,cycle
                \(code),\(code) Ltd,bilateral,\(partner.isPrepaid ? "prepaid" : "postpaid"),\(partner.currency),\
                \(partner.zone),\(partner.cycle)

                """)
        try run(
            ["account", "import", "-"], input: "account,partner,side\n\(code),\(code),sell\n\(code),\(code),buy\n")
        var stored = partner
        stored.calendar = ModelCalendar(zone: partner.zone)
        books.partners[code] = stored
        for side in ["sell", "buy"] {
            let name = "\(side)-\(partner.currency)"
            if versionStarts[name] == nil { try addVersion(name, side: side, currency: partner.currency) }
            try run(["ratecard", "assign", "--card", name, "--partner", code, "--from", "2026-08-01"])
        }
    }

    private mutating func changeCard() throws {
        guard let name = versionStarts.keys.sorted().randomElement(using: &numbers) else { return }
        let parts = name.split(separator: "-").map(String.init)
        try addVersion(name, side: parts[0], currency: parts[1])
    }

    /// A new deck that takes over some days after the last one.
    private mutating func addVersion(_ name: String, side: String, currency: String) throws {
        let start = versionStarts[name].map { $0 + numbers.int(1...20) * 86_400 } ?? Self.september
        guard start < Self.september + 80 * 86_400 else { return }
        let day = ModelCalendar.text(utcSeconds: start)
        acts.append("deck of \(name) from \(day)")
        // Yen are small; a card in them has larger numbers.
        let scale = currency == "JPY" ? 100 : 1
        var rates: [String: ModelCard.Rate] = [:]
        for prefix in Self.prefixes where numbers.chance(85) {
            let increments = numbers.pick([(1, 1), (60, 60), (30, 6)])
            rates[prefix] = ModelCard.Rate(
                destination: "Destination \(prefix)", nanosPerMinute: numbers.int(1...400_000) * 100 * scale,
                setupFeeNanos: numbers.chance(20) ? numbers.int(1...50_000) * 100 * scale : 0,
                initialSeconds: increments.0, incrementSeconds: increments.1)
        }
        var deck = "prefix,destination,rate_per_min,setup_fee,initial_s,increment_s\n"
        for (prefix, rate) in rates.sorted(by: { $0.key < $1.key }) {
            deck += "\(prefix),\(rate.destination),\(decimal(rate.nanosPerMinute)),\(decimal(rate.setupFeeNanos)),"
            deck += "\(rate.initialSeconds),\(rate.incrementSeconds)\n"
        }
        try run(
            [
                "ratecard", "import", "-", "--card", name, "--side", side, "--currency", currency, "--effective", day,
                "--approve", "--force",
            ], input: deck)
        versionStarts[name] = start
        let made = ModelCard.Deck(effectiveFrom: start, rates: rates)
        if side == "sell" {
            books.sellCards[currency]?.decks.append(made)
        } else {
            books.buyCards[currency]?.decks.append(made)
        }
    }

    // MARK: - Acts on files

    private mutating func importFile(isKilled: Bool) throws {
        let path = "\(folder)/calls-\(files.count + 1).csv"
        let text = newFile()
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        files.append(path)
        acts.append("import \(files.count)\(isKilled ? ", killed" : "")")
        if isKilled { try kill(["cdr", "import", path]) }
        try run(["cdr", "import", path])
    }

    private mutating func importAgain() throws {
        guard let path = files.randomElement(using: &numbers) else { return }
        acts.append("import again \((path as NSString).lastPathComponent)")
        try run(["cdr", "import", path])
    }

    /// Rates calls of a partner, of a card, or all of them again.
    private mutating func rerate(isKilled: Bool) throws {
        let partner = numbers.chance(35) ? numbers.pick(books.partners.keys.sorted()) : nil
        let card = partner == nil && numbers.chance(35) ? numbers.pick(versionStarts.keys.sorted()) : nil
        var arguments = ["rerate", "--from", "2026-08-01", "--unit-rows", "100", "--apply"]
        if let partner { arguments += ["--partner", partner] }
        if let card { arguments += ["--card", card] }
        acts.append("rerate \(partner ?? card ?? "all")\(isKilled ? ", killed" : "")")
        if isKilled { try kill(arguments) }
        try run(arguments)
        books.rerate(partner: partner, card: card)
    }

    /// Records new, seen before, changed and broken; the model takes them as they are written.
    private mutating func newFile() -> String {
        let codes = books.partners.keys.sorted()
        var known = books.calls.values.sorted { $0.key < $1.key }
        var lines = [
            "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip"
        ]
        for _ in 0..<numbers.int(20...200) {
            var call = ModelBooks.Call(
                id: "c\(numbers.next())", startAt: Self.september + numbers.int(20 * 86_400...70 * 86_400),
                customer: numbers.chance(2) ? "nobody" : numbers.pick(codes), supplier: numbers.pick(codes),
                called: (numbers.chance(3) ? "999" : numbers.pick(Self.prefixes))
                    + "\(numbers.int(1_000_000...9_999_999))",
                durationSeconds: numbers.chance(35) ? 0 : numbers.int(1...900))
            switch numbers.int(1...100) {
            case 1...4 where !known.isEmpty:
                call = numbers.pick(known)
            case 5...8 where !known.isEmpty:
                call = numbers.pick(known)
                call.durationSeconds += numbers.int(1...120)
            case 9:
                lines.append("bad\(numbers.next()),\(codes[0]),\(codes[0]),1,not a number,2026-10-01 00:00:00,5,200,")
                books.reject()
                continue
            default: break
            }
            lines.append(
                "\(call.id),\(call.customer),\(call.supplier),442071838750,\(call.called),\(instant(call.startAt)),"
                    + "\(call.durationSeconds),\(call.durationSeconds > 0 ? 200 : 487),192.0.2.1")
            books.load(call)
            // The latest revision is what a repetition repeats.
            known.removeAll { $0.key == call.key }
            known.append(call)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: - Acts on invoices

    private mutating func runInvoices(isKilled: Bool) throws {
        let month = numbers.pick([("2026-09", "2026-10"), ("2026-10", "2026-11"), ("2026-11", "2026-12")])
        acts.append("invoice run \(month.0)\(isKilled ? ", killed" : "")")
        let arguments = ["invoice", "run", "--period", month.0]
        if isKilled { try kill(arguments) }
        try run(arguments)
        var expected = books.run(start: "\(month.0)-01", end: "\(month.1)-01")
        let known = Set(books.invoices.map(\.id))
        for listed in try listedInvoices() where !known.contains(listed.invoiceId) {
            guard
                let index = expected.firstIndex(where: {
                    $0.partner == listed.partner && $0.currency == listed.currency
                        && $0.periodStartOn == listed.periodStartOn && $0.totalMinor == listed.totalMinor
                        && $0.lines.count == listed.lines
                })
            else { throw Difference(description: "The draft \(listed) is not among \(expected)") }
            expected[index].id = listed.invoiceId
            books.invoices.append(expected[index])
            books.place(expected.remove(at: index))
        }
        if !expected.isEmpty { throw Difference(description: "No draft was made of \(expected)") }
    }

    private mutating func step(_ name: String, from: [String], to state: String, isKilled: Bool) throws {
        let chosen = books.invoices.indices.filter { from.contains(books.invoices[$0].state) && numbers.chance(60) }
        guard !chosen.isEmpty else { return }
        acts.append("\(name) \(chosen.count)\(isKilled ? ", killed" : "")")
        let confirmed = name == "void" ? [] : ["--keep-prices", "--leave-earlier"]
        let arguments = ["invoice", name] + chosen.map { String(books.invoices[$0].id) } + confirmed
        if isKilled { try kill(arguments) }
        try run(arguments)
        for index in chosen {
            if state == "void" { books.void(index) } else { books.invoices[index].state = state }
        }
    }

    private struct ListedInvoice: Decodable {
        var invoiceId: Int64
        var partner: String
        var currency: String
        var periodStartOn: String
        var totalMinor: Int
        var lines: Int
        var state: String
    }

    private func listedInvoices() throws -> [ListedInvoice] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode([ListedInvoice].self, from: Data(run(["invoice", "list", "--json"]).utf8))
    }

    // MARK: - Comparison

    /// Runs the checks of the program, and compares accounts, invoices and balances with the model.
    func compare() throws {
        try run(["check"])
        let connection = try database.connect(role: .reporter)
        let account = try connection.query(
            """
            SELECT COALESCE(sum(rows_read), 0) AS read, COALESCE(sum(rated), 0) AS rated,
                COALESCE(sum(unrated), 0) AS unrated, COALESCE(sum(duplicates), 0) AS duplicates,
                COALESCE(sum(changed), 0) AS changed, COALESCE(sum(rejected), 0) AS rejected
            FROM chunk JOIN cdr_file ON cdr_file.id = file_id
            WHERE kind = 'received'
            """
        ).only()
        let found = try ModelBooks.Account(
            read: Int(account.int("read")), rated: Int(account.int("rated")), unrated: Int(account.int("unrated")),
            duplicates: Int(account.int("duplicates")), changed: Int(account.int("changed")),
            rejected: Int(account.int("rejected")))
        try expectEqual(found, books.account, "The account of the files")
        let balances = try connection.query(
            """
            SELECT type, partner.code, currency, balance_micros
            FROM account_balance
                JOIN ledger_account ON ledger_account.id = account_id
                JOIN partner ON partner.id = partner_id
            WHERE balance_micros <> 0
            """
        ).map {
            try ModelBooks.Balance(
                type: $0.string("type"), partner: $0.string("code"), currency: $0.string("currency"),
                micros: Int($0.int("balance_micros")))
        }
        try expectEqual(balances.map(\.description).sorted(), books.balances.map(\.description).sorted(), "Balances")
        let states = try listedInvoices().map { "\($0.invoiceId) \($0.state) \($0.totalMinor)" }.sorted()
        let expected = books.invoices.map { "\($0.id) \($0.state) \($0.totalMinor)" }.sorted()
        try expectEqual(states, expected, "Invoices")
    }

    private func expectEqual<Value: Equatable>(_ found: Value, _ expected: Value, _ what: String) throws {
        guard found != expected else { return }
        throw Difference(description: "\(what): found \(found), expected \(expected)")
    }

    // MARK: - The program

    @discardableResult
    private func run(_ arguments: [String], input: String = "") throws -> String {
        let outcome = try program.run(arguments, input: input)
        guard outcome.status == 0 else {
            throw Difference(
                description: "didtron \(arguments.joined(separator: " ")) exited with \(outcome.status): "
                    + "\(outcome.errors)\(outcome.output)")
        }
        return outcome.output
    }

    /// Starts the program and kills it at a random moment, which may be after its end.
    private mutating func kill(_ arguments: [String]) throws {
        let process = try program.start(arguments)
        usleep(UInt32(numbers.int(0...600_000)))
        Glibc.kill(process, SIGKILL)
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) == -1, errno == EINTR {}
    }

    private func decimal(_ nanos: Int) -> String {
        let digits = String(nanos % 1_000_000_000)
        return "\(nanos / 1_000_000_000)." + String(repeating: "0", count: 9 - digits.count) + digits
    }

    private func instant(_ seconds: Int) -> String {
        let clock = seconds % 86_400
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(ModelCalendar.text(utcSeconds: seconds))T\(padded(clock / 3_600)):\(padded(clock / 60 % 60)):"
            + "\(padded(clock % 60))Z"
    }
}

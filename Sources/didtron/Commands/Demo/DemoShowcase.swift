internal import CallStore
internal import Catalog
internal import Checks
internal import Database
import Foundation
import Money
internal import Postgres
import Rating
internal import Receivables
internal import StoredCalls
internal import Vocabulary

/// The end of the demonstration: what has come of it, on one screen.
struct DemoShowcase {
    /// A call that was given another account.
    struct Corrected {
        let call: UnratedCall
        let address: CallAddress
        let account: String
    }

    let database: Database
    let account: FileAccount
    /// That the load took.
    let seconds: Double
    let corrected: Corrected?
    let invoiceIDs: [DocumentID]
    let checks: [CheckResult]
    let files: URL

    func print() throws {
        let connection = try database.connect(role: .loader)
        defer { connection.close() }
        show("The file", fileLines)
        show("A record that is no call", try rejectLines(connection))
        let priced = try currentCall(connection)
        if let corrected, let priced {
            show("A call without a price, corrected", try correctedLines(corrected, priced, connection))
        }
        if let priced { show("How that price came about", try explainLines(priced, connection)) }
        show("Revenue and cost, the largest destinations", try marginLines(connection))
        show("An invoice", try invoiceLines(connection))
        show("The books", checkLines)
        show("To try next", nextLines)
    }

    private func show(_ title: String, _ lines: [String]) {
        Swift.print("\n\(title)")
        for line in lines { Swift.print("  \(line)") }
    }

    // MARK: - Parts

    private var fileLines: [String] {
        func count(_ number: Int64) -> String { AmountText.count(number) }
        let rate = seconds > 0 ? ", \(count(Int64(Double(account.read) / seconds))) a second" : ""
        return [
            "read \(count(account.read)) records\(rate) = \(count(account.rated)) rated + \(count(account.unrated)) unrated + "
                + "\(count(account.duplicates)) duplicate + \(count(account.rejected)) rejected"
        ]
    }

    private func rejectLines(_ connection: Connection) throws -> [String] {
        guard let reject = try StoredReject.list(fileID: account.fileID, limit: 1, connection).first else {
            return ["There is none in so small a file."]
        }
        return [
            "\(reject.fileName), line \(reject.line), column \(reject.column): \(reject.field): \(reject.reason)",
            CallText.printable(reject.text, most: 110),
        ]
    }

    /// The corrected call as it is now; without one, a call of the file that has a price.
    private func currentCall(_ connection: Connection) throws -> StoredCall? {
        if let corrected {
            let call = try StoredCall.find(corrected.address, database: database, connection)
            guard let last = call.history.last(where: { $0.kind != .reversal }) else { return call }
            return try StoredCall.find(last.address, database: database, connection)
        }
        var search = CallSearch()
        search.state = .rated
        let hits = try search.page(database: database, connection).hits
        guard let address = (hits.first { ($0.sell?.micros ?? 0) > 0 } ?? hits.first)?.address else { return nil }
        return try StoredCall.find(address, database: database, connection)
    }

    private func correctedLines(_ corrected: Corrected, _ priced: StoredCall, _ connection: Connection) throws
        -> [String]
    {
        let sell = try SideExplanation.explain(priced.row, .sell, connection)
        let amount = AmountText.micros(priced.row.sell.micros, digits: sell.minorDigits)
        return [
            "Call \(corrected.address) names account \(corrected.call.account), which nobody has: no price.",
            "Given account \(corrected.account) and rated again it is \(priced.row.address): \(amount) \(sell.currency ?? "").",
        ]
    }

    private func explainLines(_ call: StoredCall, _ connection: Connection) throws -> [String] {
        let sell = try SideExplanation.explain(call.row, .sell, connection)
        let record =
            "\(call.evidence.fileName), line \(call.evidence.line): \(CallText.printable(call.evidence.bytes, most: 100))"
        return [record] + sell.text.split(separator: "\n").map(String.init)
    }

    private func marginLines(_ connection: Connection) throws -> [String] {
        let entityID = try Catalog.entityID(nil, on: connection)
        let lines = try MarginLine.largest(5, entityID: entityID, on: connection)
        var table = TextTable([
            .left("destination"), .right("calls"), .right("minutes"), .right("revenue"), .right("cost"),
            .right("margin"), .left(""),
        ])
        for line in lines {
            func amount(_ micros: Int128) -> String {
                let unit = (line.minorDigits..<DecimalText.microDecimals).reduce(Int128(1)) { power, _ in power * 10 }
                let minor = (Int128(micros.magnitude) + unit / 2) / unit
                return AmountText.minor(micros < 0 ? -minor : minor, digits: line.minorDigits)
            }
            table.rows.append([
                line.name, AmountText.count(line.answered), AmountText.minutes(seconds: line.billedSeconds),
                amount(line.revenueMicros), amount(line.costMicros), amount(line.marginMicros), line.currency,
            ])
        }
        return table.text.split(separator: "\n").map(String.init)
    }

    /// The largest that is short.
    private func invoiceLines(_ connection: Connection) throws -> [String] {
        var filter = InvoiceSummary.Filter()
        filter.names = invoiceIDs.map(String.init)
        let listed = try InvoiceSummary.list(filter, on: connection)
        let shortest = listed.map(\.lines).min() ?? 0
        guard let chosen = listed.filter({ $0.lines <= max(6, shortest) }).max(by: { $0.totalMinor < $1.totalMinor })
        else {
            return ["There is none: nothing was to be billed."]
        }
        return try Invoice.find("\(chosen.invoiceID)", on: connection).text.split(separator: "\n").map(String.init)
    }

    private var checkLines: [String] {
        let took = checks.reduce(Duration.zero) { $0 + $1.took }
        let rows = checks.flatMap(\.figures).filter { $0.subject == "rows of call" }.compactMap(\.found).max() ?? 0
        let hundredths = Int64(took / .milliseconds(10))
        return [
            "All \(checks.count) checks hold, recomputed from \(AmountText.grouped("\(rows)")) rows of calls and the ledger "
                + "(\(DecimalText.format(hundredths, decimals: 2, decimalsMin: 2)) s of work): \(checks.map(\.check.rawValue).joined(separator: " "))"
        ]
    }

    private var nextLines: [String] {
        let program = CommandLine.arguments[0]
        let environment =
            database.isPrivate
            ? "export DIDTRON_HOME=\(database.home.path)"
            : "export DIDTRON_HOME=\(database.home.path) and DATABASE_URL with the database didtron_demo"
        return [
            environment, "\(program) status                     what waits, with the command for each",
            "\(program) cdr find --state duplicate   what came twice, and what it repeats",
            "\(program) cdr import \(files.path)/cdrs.csv   the same file again changes nothing",
            "\(program) invoice list                 every invoice; `invoice show NUMBER` prints one",
            "\(program) ledger trial-balance         the books; `check` proves them",
            "\(program) init my-carrier              your own data next",
        ]
    }
}

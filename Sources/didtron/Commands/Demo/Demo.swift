import Acts
import Calendar
import CallRecords
internal import Catalog
internal import Checks
internal import Database
import Foundation
internal import Ingest
import Money
import Operations
internal import Postgres
internal import RateBook
import RateCards
import Rating
internal import Receivables
import SyntheticCarrier

/// The steps of the demonstration, each by the functions that the commands use.
struct Demo {
    let files: SyntheticFiles
    let database: Database
    /// The month that is billed.
    let period: BillingPeriod

    /// Whoever runs the demo.
    let actor = Actor(.shell, NSUserName())

    private var carrier: SyntheticCarrier { files.calls.carrier }

    func run() throws {
        try step("Files") { try writeFiles() }
        try step("Partners and rate cards") { try importCatalog() }
        var prepaid: PartnerPosition?
        try step("Deposit of a prepaid customer") { prepaid = try topUp() }
        try step("Load: parse, rate both sides, COPY, close, post") { try load() }
        if let prepaid { try step("The deposit behind the load") { try showDeposit(of: prepaid.partner) } }
        try step("Totals by destination") { try showUsage(.destination, count: 15) }
        try step("Top customers") { try showUsage(.partner, count: 10) }
        try step("Invoices") { try bill() }
        try step("A payment") { try pay() }
        try step("Check: the books, recomputed from the rows") { try check() }
        showWhatNext()
    }

    private func step(_ title: String, _ body: () throws -> Void) throws {
        print("\n\(title)\n\(String(repeating: "-", count: title.count))")
        try body()
    }

    // MARK: - The steps

    private func writeFiles() throws {
        let clock = ContinuousClock()
        let took = try clock.measure {
            try files.writeDecks()
            try files.writeParties()
            try files.writeCatalog()
            let progress = ProgressLine()
            let bytes = try files.writeCalls { progress.show("\(count($0)) call records written") }
            progress.end()
            say(
                "\(count(files.calls.count)) call records (\(bytes >> 20) MiB) of \(carrier.days) days from "
                    + "\(CivilDay(daysSince1970: Int32(carrier.firstDay))), 35 % of them not answered.")
            say(faults)
        }
        say("Written to \(files.folder.path) in \(seconds(took)).")
    }

    private var faults: String {
        let faults = files.calls.faults
        return """
            On purpose, of each million: \(count(faults.malformed)) cannot be parsed, \(count(faults.duplicates)) repeat an \
            earlier one, \(count(faults.changed)) change one,
            \(count(faults.unknownPrefixes)) call a number that no deck knows, \(count(faults.unknownAccounts)) come from \
            customers without an account.
            """
    }

    private func importCatalog() throws {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        for (subject, text) in [
            (CatalogSubject.partners, carrier.partnersCSV), (.accounts, carrier.accountsCSV),
        ] {
            let report = try act("\(subject.name).import", on: connection) {
                try CatalogImport(subject).run(Array(text.utf8), on: connection)
            }
            say("\(report)")
        }
        var rates = 0
        let took = try ContinuousClock().measure {
            for deck in carrier.sellDecks + carrier.buyDecks { rates += try importDeck(deck, on: connection) }
        }
        say("\(count(rates)) rates on \(carrier.sellDecks.count + carrier.buyDecks.count) cards, \(seconds(took))")
        let assigned = try act("ratecard.assign", on: connection) {
            try CatalogImport(.assignments).run(Array(carrier.assignmentsCSV.utf8), on: connection)
        }
        say("\(assigned)")
    }

    func act<Answer: Codable & Sendable>(
        _ name: String, on connection: Connection, _ body: () throws -> Answer
    ) throws -> Answer {
        try Acts.perform(ActRequest(name, by: actor, from: CommandOrigin.text), on: connection) { _ in try body() }
    }

    /// Returns the number of rates.
    private func importDeck(_ deck: SyntheticCarrier.Deck, on connection: Connection) throws -> Int {
        let path = files.folder.appending(path: "decks/\(deck.name).csv")
        guard let currency = Currency(code: deck.currency) else {
            preconditionFailure("the made-up carrier has a deck in \(deck.currency)")
        }
        var deckImport = RateCardImport(
            card: deck.name, side: deck.side == .sell ? .sell : .buy, currency: currency,
            nowMicros: Int64(carrier.firstDay) * 86_400_000_000, clock: { _ in { $0 } })
        deckImport.approves = true
        let deck = deckImport
        return try act("ratecard.import", on: connection) {
            try deck.run([UInt8](Data(contentsOf: path)), source: path.lastPathComponent, on: connection).rates
        }
    }

    private func load() throws {
        let line = ProgressLine()
        var options = FileLoad.Options(connections: ProcessInfo.processInfo.activeProcessorCount)
        options.layout = .canonical
        // The made-up calls start when they were asked to, however long ago that is; a day on either side is for zones.
        options.startsFromMicros = Int64(carrier.firstDay - 1) * 86_400_000_000
        options.startsUntilMicros = Int64(carrier.firstDay + carrier.days + 1) * 86_400_000_000
        var work = CDRImport(database, options: options, by: actor, from: CommandOrigin.text)
        work.onProgress = { progress in line.show(progress.text) }
        let clock = ContinuousClock()
        let start = clock.now
        let load = try work.load(.file(files.folder.appending(path: "cdrs.csv").path))
        line.end()
        for (result, findings) in try work.close([load]) {
            print(FileAccountReport(result, findings).text, terminator: "")
        }
        say("Closed, posted to the ledger and frozen in \(seconds(clock.now - start - .seconds(load.seconds))).")
    }

    private func showUsage(_ subject: UsageLine.Subject, count: Int) throws {
        let connection = try database.connect(role: .reporter)
        defer { connection.close() }
        let lines = try UsageLine.largest(count, by: subject, isSell: true, on: connection)
        print(lines.table(subject == .destination ? "destination" : "customer").text, terminator: "")
    }

    private func bill() throws {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        let entityID = try Int16(narrowing: Catalog.entityID(nil, on: connection))
        let clock = ContinuousClock()
        let start = clock.now
        let results = try act("invoice.run", on: connection) {
            try InvoiceRun.run(entityID: entityID, period: period, partnerID: nil, isDryRun: false, on: connection)
        }
        let drafts = results.filter { $0.outcome == .draft }
        let ids = drafts.compactMap(\.invoiceID)
        let made = clock.now
        _ = try act("invoice.approve", on: connection) { try InvoiceSteps.approve(ids, on: connection) }
        let issued = try act("invoice.issue", on: connection) { try InvoiceSteps.issue(ids, on: connection) }
        say(
            "\(count(drafts.count)) drafts with \(count(drafts.reduce(0) { $0 + Int($1.lines) })) lines made in "
                + "\(seconds(made - start)), approved and issued in \(seconds(clock.now - made))")
        for (currency, invoices) in Dictionary(grouping: issued, by: \.currency).sorted(by: { $0.key < $1.key }) {
            let total = invoices.reduce(0) { $0 + $1.totalMinor }
            say(
                "\(invoices[0].number) and \(invoices.count - 1) more: "
                    + "\(AmountText.minor(total, digits: invoices[0].minorDigits)) \(currency)")
        }
        say("\(count(results.count { $0.outcome == .prepaid })) customers pay from their deposit and get none")
        // One that fits a screen, and not the smallest.
        let shown = drafts.filter { $0.lines <= 24 }.max { $0.totalMinor < $1.totalMinor } ?? drafts.first
        if let id = shown?.invoiceID {
            print("\n" + (try Invoice.find(String(id), on: connection).text), terminator: "")
        }
    }

    private func check() throws {
        let results = try BooksCheck.run(on: database)
        for result in results { print(result.text(), terminator: "") }
        guard results.allSatisfy(\.passed) else { throw DemoError.checkFailed }
        say("All \(results.count) checks hold.")
    }

    private func showWhatNext() {
        let program = CommandLine.arguments[0]
        let environment =
            database.isPrivate
            ? "export DIDTRON_HOME=\(database.home.path)"
            : "export DIDTRON_HOME=\(database.home.path) and DATABASE_URL with the database didtron_demo"
        print(
            """

            What to try next
            ----------------
            \(environment)
            \(program) cdr files               the file and its account
            \(program) cdr rejects 1           what could not be read, by line
            \(program) cdr unrated             what has no price, and why
            \(program) invoice list            every invoice; `invoice show NUMBER` prints one
            \(program) partner open-items    what is open; `partner ageing`, `payment list`
            \(program) ledger --help           the trial balance, accounts, entries
            \(program) ratecard list           the decks
            \(program) check                   the proof, whenever you like
            \(program) cdr import \(files.folder.path)/cdrs.csv
                the same file again changes nothing
            \(program) db stop                 stops the private database
            """)
    }

    func say(_ text: String) { print(text) }

    private func count(_ number: Int) -> String { AmountText.count(Int64(number)) }

    /// `0.41 s`
    private func seconds(_ duration: Duration) -> String {
        "\(DecimalText.format(Int64(duration / .milliseconds(10)), decimals: 2, decimalsMin: 2)) s"
    }
}

enum DemoError: Error, CustomStringConvertible {
    case checkFailed

    var description: String { "The check of the demo's books failed: see the lines with ✗ above. Please report them." }
}

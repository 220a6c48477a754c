import Acts
import Calendar
import CallRecords
internal import CallStore
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
internal import StoredCalls
import SyntheticCarrier
internal import Vocabulary

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
        try step("Partners, rate cards, exchange rates") { try importCatalog() }
        var prepaid: PartnerPosition?
        try step("Deposit of a prepaid customer") { prepaid = try topUp() }
        let loaded = try step("Load: parse, rate both sides, COPY, close, post") { try load() }
        if let prepaid { try step("The deposit behind the load") { try showDeposit(of: prepaid.partner) } }
        let corrected = try step("A call without a price") { try correct() }
        let invoiceIDs = try step("Invoices") { try bill() }
        try step("A payment") { try pay() }
        let checks = try step("Check: the books, recomputed from the rows") { try check() }
        let showcase = DemoShowcase(
            database: database, account: loaded.account, seconds: loaded.seconds, corrected: corrected,
            invoiceIDs: invoiceIDs, checks: checks, files: files.folder)
        try showcase.print()
    }

    private func step<Value>(_ title: String, _ body: () throws -> Value) throws -> Value {
        print("\n\(title)")
        return try body()
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
        let exchange = try act("exchange_rate.import", on: connection) {
            try ExchangeRateImport.run(
                Array(carrier.exchangeRatesCSV.utf8), ExchangeRateImport.Options(), on: connection)
        }
        say("\(count(exchange.added)) exchange rates")
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

    private func load() throws -> FileLoad.Result {
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
        let closed = try work.close([load])
        say(
            "Loaded in \(seconds(.seconds(load.seconds))), closed, posted to the ledger and frozen in "
                + "\(seconds(clock.now - start - .seconds(load.seconds))).")
        return closed[0].load
    }

    /// Gives one of the calls that name an unknown account one that is known, and prices it; nil where there is none.
    private func correct() throws -> DemoShowcase.Corrected? {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        let waiting = try UnratedCall.list(reason: "unknown_account", fileID: nil, limit: 1, connection)
        guard let call = waiting.first, let address = CallAddress(call.address),
            let customer = carrier.customers.first(where: { !$0.isPrepaid })
        else {
            say("No call of so few names an unknown account.")
            return nil
        }
        var correction = SuspenseCorrection(side: .sell, account: customer.account)
        correction.calls = [address]
        let stated = correction
        _ = try act("suspense.correct", on: connection) { try stated.apply(on: connection) }
        let options = Rerating.Options(threads: ProcessInfo.processInfo.activeProcessorCount)
        let rerate = RerateRun(database, options: options, by: actor, from: CommandOrigin.text)
        _ = try rerate.apply(.suspense(reason: call.reason))
        say("Call \(call.address) was given account \(customer.account) and rated again.")
        return DemoShowcase.Corrected(call: call, address: address, account: customer.account)
    }

    /// Returns the ids of the invoices, all issued.
    private func bill() throws -> [DocumentID] {
        let connection = try database.connect(role: .app)
        defer { connection.close() }
        let entityID = try Catalog.entityID(nil, on: connection)
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
        return ids
    }

    /// Returns the results, all of which hold.
    private func check() throws -> [CheckResult] {
        let results = try BooksCheck.run(on: database)
        for result in results where !result.passed { print(result.text(), terminator: "") }
        guard results.allSatisfy(\.passed) else { throw DemoError.checkFailed }
        say("All \(results.count) checks hold.")
        return results
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

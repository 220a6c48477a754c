import Foundation

/// What the books must be able to do in time: an invoice run, the checks, a deck import. As a user has it: `didtron` as a
/// program, with a private database, on the carrier of `didtron demo`.
struct BooksBenchmarks {
    let options: BenchOptions
    let folder: URL

    /// Rates of the deck that is imported.
    private var deckRates: Int { options.isQuick ? 2_000 : 200_000 }

    func measure() throws -> (section: ReportSection, budgets: [Budget]) {
        let parent = folder.appending(path: "books").path
        // The demo keeps its database and files in a folder of its own.
        let home = "\(parent)/demo"
        say("Books: \(options.calls) calls of \(options.customers) customers, loaded and invoiced")
        let demo = [
            options.didtron, "demo", "--home", parent, "--calls", "\(options.calls)", "--customers",
            "\(options.customers)",
        ]
        let run = try ChildRun(options.isQuick ? demo + ["--rates", "500"] : demo)
        defer { _ = try? ChildRun([options.didtron, "db", "stop", "--home", home]) }
        guard let invoices = InvoiceRun(run.output) else {
            throw ChildRunError(program: "didtron demo", status: 0, errors: "no invoice run in: \(run.output)")
        }
        say("Books: check")
        // Fails, and so ends the benchmarks, where a check does not hold.
        let check = try ChildRun([options.didtron, "check", "--home", home])
        say("Books: a deck of \(deckRates) rates")
        let deck = folder.appending(path: "deck.csv")
        try Data(Self.deck(deckRates).utf8).write(to: deck)
        let command = [
            options.didtron, "ratecard", "import", deck.path, "--card", "bench", "--side", "buy", "--currency", "USD",
            "--home", home,
        ]
        _ = try ChildRun(command + ["--approve"])
        // What half of the rates change, against the version before: with a cheap difference nothing would be proved.
        try Data(Self.deck(deckRates, changing: 2).utf8).write(to: deck)
        let shown = try SecondsToLine.measure(command + ["--force"], line: "Against version")
        let lines = ReportText.grouped(Double(invoices.lines))
        let calls = ReportText.grouped(Double(options.calls))
        let most = 2 + Double(max(0, invoices.lines - 200_000)) * 4e-6
        let scale = Double(options.calls) / 1e7
        return (
            ReportSection(
                title: "Books", columns: ["what", "seconds"],
                rows: [
                    ["invoice run: \(lines) lines in drafts", ReportText.decimal(invoices.madeSeconds, 2)],
                    ["approved and issued", ReportText.decimal(invoices.issuedSeconds, 2)],
                    ["check, full, over \(calls) calls", ReportText.decimal(check.seconds, 2)],
                    [
                        "\(ReportText.grouped(Double(deckRates))) rates, to the difference shown",
                        ReportText.decimal(shown.toLine, 2),
                    ],
                    ["the same, stored as a draft", ReportText.decimal(shown.toEnd, 2)],
                ],
                notes: ["Wall clock of programs, run once, start of the program included; all checks hold."]),
            [
                Budget(
                    "invoice run of \(lines) lines (2 s, and 4 us a line above 200,000)", invoices.madeSeconds,
                    most: most,
                    unit: " s"),
                Budget(
                    "deck import, \(ReportText.grouped(Double(deckRates))) rates, to the difference",
                    shown.toLine,
                    most: 3, unit: " s"),
                Budget(
                    "full check over \(calls) calls (30 s for 10,000,000, in proportion, and 1 s to start)",
                    check.seconds,
                    most: 30 * scale + 1, unit: " s"),
            ]
        )
    }

    /// As many prefixes of seven digits, in 2,000 destinations.
    /// - Parameter changing: every so many-th price is another; 0 = none.
    private static func deck(_ rates: Int, changing: Int = 0) -> String {
        var text = "prefix,destination,rate_per_min,effective_from\n"
        for number in 0..<rates {
            let other = changing > 0 && number % changing == 0 ? 7 : 0
            let price = 1_000 + number * 7_919 % 90_000 + other
            text += "\(1_000_000 + number),Destination \(number * 2_000 / rates),0.\(100_000 + price),2027-01-01\n"
        }
        return text
    }
}

/// `4,223 drafts with 391,220 lines made in 1.86 s, approved and issued in 2.04 s`
private struct InvoiceRun {
    var lines: Int
    var madeSeconds: Double
    var issuedSeconds: Double

    init?(_ output: String) {
        guard let line = output.split(separator: "\n").first(where: { $0.contains(" drafts with ") }) else {
            return nil
        }
        let words = line.split(separator: " ")
        func value(behind word: String, _ offset: Int) -> String? {
            guard let index = words.firstIndex(of: word[...]), words.indices.contains(index + offset) else {
                return nil
            }
            return words[index + offset].filter { $0 != "," }
        }
        guard let lines = value(behind: "with", 1).flatMap({ Int($0) }),
            let made = value(behind: "made", 2).flatMap({ Double($0) }),
            let issued = value(behind: "issued", 2).flatMap({ Double($0) })
        else { return nil }
        self.lines = lines
        madeSeconds = made
        issuedSeconds = issued
    }
}

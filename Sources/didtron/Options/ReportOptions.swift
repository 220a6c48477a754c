import ArgumentParser
import Calendar
internal import Catalog
internal import Postgres
import RateCards

/// Of which days a report of the ledger is, as it is known now or was known then, and how it is printed.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "As it was known then: only what was recorded by this instant, or before this date (UTC).",
            valueName: "instant"))
    var knownAt: StatedMomentText?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print CSV.")
    var csv = false

    func validate() throws {
        if json, csv { throw ValidationError("State --json or --csv, not both.") }
    }

    /// As the database reads it: a moment without an offset is one of UTC.
    var knownText: String? {
        knownAt.map { $0.text.contains(/[+-]\d\d:\d\d$/) ? $0.text : $0.text + "+00:00" }
    }
}

/// First and last day of a report, both inclusive.
struct ReportDays: ParsableArguments {
    @Option(help: ArgumentHelp("First day of effect.", valueName: "date"))
    var from: DayArgument?

    @Option(help: ArgumentHelp("Last day of effect.", valueName: "date"))
    var to: DayArgument?

    func validate() throws {
        if let from, let to, to.day < from.day { throw ValidationError("--to is before --from.") }
    }

    /// `2026-10-01 to 2026-10-31`, open ends left out.
    var text: String {
        switch (from?.text, to?.text) {
        case (let from?, let to?): "\(from) to \(to)"
        case (let from?, nil): "from \(from)"
        case (nil, let to?): "until \(to)"
        case (nil, nil): "from the beginning"
        }
    }
}

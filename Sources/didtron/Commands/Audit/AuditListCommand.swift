import Acts
import ArgumentParser
internal import Catalog
import RateCards

/// Lists acts.
struct AuditListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List acts, the latest first.")

    @Option(help: ArgumentHelp("Only those of this actor, such as anna or system:books.close.", valueName: "user"))
    var actor: String?

    @Option(help: ArgumentHelp("Only acts of this name, such as invoice.issue or invoice.", valueName: "act"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            "Only those that changed this: partner, acme, or partner:acme (kinds are names of tables).",
            valueName: "subject"))
    var subject: String?

    @Option(help: "Only this entity's.")
    var entity: String?

    @Option(help: ArgumentHelp("Only since then: a date (UTC) or an instant.", valueName: "instant"))
    var since: StatedMoment?

    @Option(help: ArgumentHelp("Only before then: a date (UTC) or an instant.", valueName: "instant"))
    var until: StatedMoment?

    @Flag(help: "Only those that were refused.")
    var refused = false

    @Option(help: "Only those before the act of this number: where the last page ended.")
    var before: Int64?

    @Option(help: "How many at most.")
    var limit: Int32 = 50

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print CSV.")
    var csv = false

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if json, csv { throw ValidationError("State --json or --csv, not both.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        var filter = ActSummary.Filter()
        filter.actor = actor
        filter.name = name
        filter.subject = subject
        filter.entityID = try entity.map { try Int16(narrowing: Catalog.entityID($0, on: connection)) }
        filter.since = since.map { RateSheet.text(utcMicros: $0.utcMicros { $0 }) }
        filter.until = until.map { RateSheet.text(utcMicros: $0.utcMicros { $0 }) }
        filter.isRefused = refused
        filter.beforeID = before
        filter.rowsMax = limit
        let acts = try ActSummary.list(filter, on: connection)
        if json { return try JSONOutput.print(acts) }
        if csv { return printCSV(acts) }
        guard !acts.isEmpty else { return print("There are no such acts.") }
        var table = TextTable([
            .right("act"), .left("at"), .left("who"), .left("what"), .left("outcome"), .left("subjects"),
            .left("reason"),
        ])
        table.rows = acts.map { act in
            let more = act.subjects > 3 ? " and \(AmountText.count(act.subjects - 3)) more" : ""
            return [
                String(act.actID), act.at, act.actor, act.name, act.outcome,
                act.refusal ?? (act.firstSubjects.isEmpty ? "-" : act.firstSubjects + more), act.reason ?? "",
            ]
        }
        print(table.text, terminator: "")
    }

    private func printCSV(_ acts: [ActSummary]) {
        CSVOutput.print(
            [
                "act", "at", "actor", "name", "entity", "outcome", "origin", "reason", "refusal", "subjects",
                "first_subjects",
            ],
            acts.map { act in
                [
                    String(act.actID), act.at, act.actor, act.name, act.entity ?? "", act.outcome, act.origin,
                    act.reason ?? "", act.refusal ?? "", String(act.subjects), act.firstSubjects,
                ]
            })
    }
}

import Acts
import ArgumentParser
internal import Catalog
import Contracts
import RateCards

/// Lists acts.
struct AuditListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List acts, the latest first.",
        discussion: """
            Examples:
              didtron audit list --subject partner:acme --from 2026-10-01
              didtron audit list --only-refused
            """)

    @Option(help: ArgumentHelp("Only those of this actor, such as anna or system:books.close.", valueName: "user"))
    var actor: String?

    @Option(help: ArgumentHelp("Only acts of this name, such as invoice.issue or invoice.", valueName: "act"))
    var act: String?

    @Option(
        help: ArgumentHelp(
            "Only those that changed this: partner, acme, or partner:acme (kinds are names of tables).",
            valueName: "subject"))
    var subject: String?

    @Option(help: ArgumentHelp("Only this entity's.", valueName: "code"))
    var entity: String?

    @Option(help: ArgumentHelp("First instant: a date (UTC) or an instant.", valueName: "date"))
    var from: StatedMoment?

    @Option(help: ArgumentHelp("End, which is not included.", valueName: "date"))
    var to: StatedMoment?

    @Flag(help: "Only acts that were refused.")
    var onlyRefused = false

    @Option(
        help: ArgumentHelp("Only those before the act of this number: where the last page ended.", valueName: "number"))
    var before: Int64?

    @Option(help: "Largest number of rows.")
    var limit: Int32 = 50

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        var filter = ActSummary.Filter()
        filter.actor = actor
        filter.name = act
        filter.subject = subject
        filter.entityID = try entity.map { try Catalog.entityID($0, on: connection) }
        filter.since = from.map { RateSheet.text(utcMicros: $0.utcMicros { $0 }) }
        filter.until = to.map { RateSheet.text(utcMicros: $0.utcMicros { $0 }) }
        filter.isRefused = onlyRefused
        filter.beforeID = before
        filter.rowsMax = limit
        let acts = try ActSummary.list(filter, on: connection)
        if printing.json { return try JSONOutput.print(acts.map(JSON.Act.init)) }
        guard !acts.isEmpty || printing.csv else { return print("There are no such acts.") }
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
        try printing.print(table)
    }
}

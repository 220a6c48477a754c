import ArgumentParser
internal import Catalog
import Contracts
import Operations
internal import Postgres

/// Received files of which nothing was loaded.
struct CDREvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence", abstract: "List received files of which nothing was loaded; remove old ones.",
        discussion: """
            Every received file is kept as it came, and packed by the job evidence.pack so many days after it is closed as the setting \
            cdr.packed_days says. Those that were refused are removed by the job jobs.clean_up after so many days \
            as the setting cdr.refused_days says; files of which something was loaded never are.

            Examples:
              didtron cdr evidence
              didtron cdr evidence --clean
            """)

    @Flag(help: "Remove those that are older than cdr.refused_days now.")
    var clean = false

    @OptionGroup var printing: ListOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let database = try database.open()
        let connection = try database.connect(role: .app)
        let files =
            clean
            ? try act.perform("evidence.clean", on: connection) { try UnusedEvidence.clean(database, on: connection) }
            : try UnusedEvidence.list(in: database, on: connection)
        if printing.json { return try JSONOutput.print(files.map(JSON.Evidence.init)) }
        guard !files.isEmpty || printing.csv else { return print(clean ? "Nothing is old enough." : "There are none.") }
        var table = TextTable([.left("received"), .right("bytes"), .left("kept as")])
        for file in files {
            table.rows.append([file.receivedAt, AmountText.count(file.bytes), file.path(in: database)])
        }
        print(clean ? "Removed:" : "Of these files nothing was loaded:")
        try printing.print(table)
    }
}

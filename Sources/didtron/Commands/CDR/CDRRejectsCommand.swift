import ArgumentParser
internal import CallStore
internal import Catalog
import Contracts
internal import StoredCalls
internal import Vocabulary

/// Lists the records that could not be parsed.
struct CDRRejectsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejects", abstract: "List rejected records: line, column, reason and text.",
        discussion: """
            Example:
              didtron cdr rejects 12
            """)

    @Argument(help: ArgumentHelp("Number of a file; all files by default.", valueName: "file-id"))
    var fileID: CallFileID?

    @Flag(help: "List all rather than the first 50.")
    var all = false

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        if let fileID { _ = try FileAccount.of(fileID: fileID, connection) }
        let rejects = try StoredReject.list(fileID: fileID, limit: all || printing.json ? nil : 51, connection)
        if printing.json { return try JSONOutput.print(rejects.map(JSON.CallReject.init)) }
        guard !rejects.isEmpty || printing.csv else { return print("No rejects.") }
        var table = TextTable([
            .right("file"), .right("line"), .right("column"), .left("field"), .left("reason"), .left("text"),
        ])
        for reject in all ? rejects[...] : rejects.prefix(50) {
            table.rows.append([
                "\(reject.fileID)", String(reject.line), reject.column == 0 ? "" : String(reject.column),
                reject.field,
                reject.reason, CallText.printable(reject.text, most: 120),
            ])
        }
        try printing.print(table)
        if !all, rejects.count > 50 { print("… and more (--all lists them)") }
    }
}

import ArgumentParser
internal import CallStore
internal import Catalog
import Contracts
internal import Receivables
internal import StoredCalls
internal import Vocabulary

/// Lists the files that were received, with their accounts.
struct CDRFilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files", abstract: "List files and their accounts: read = rated + unrated + duplicate + rejected.",
        discussion: """
            In full, the account of a file also has what was worth a look when it was loaded: calls sold below cost, sudden \
            volume, the longest calls, and ASR and ACD by route. `didtron settings list` shows the thresholds. A file that was \
            undone stays listed, with who did that and why, and the file as which it was loaded again.

            Examples:
              didtron cdr files
              didtron cdr files 12
            """)

    @Argument(help: ArgumentHelp("Number of a file: only this one, in full.", valueName: "file-id"))
    var fileID: CallFileID?

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        if let fileID {
            let report = FileAccountReport(
                try FileAccount.of(fileID: fileID, connection), try FileFindings.of(fileID: fileID, on: connection))
            return printing.json ? try JSONOutput.print([JSON.CallFile(report)]) : print(report.text, terminator: "")
        }
        let accounts = try FileAccount.all(connection)
        if printing.json { return try JSONOutput.print(accounts.map { try JSON.CallFile(FileAccountReport($0)) }) }
        guard !accounts.isEmpty || printing.csv else {
            return print("No files yet; `didtron cdr import FILE` loads one.")
        }
        var table = TextTable([
            .right("file"), .left("name"), .left("switch"), .left("received"), .left("state"), .right("read"),
            .right("rated"), .right("unrated"), .right("duplicate"), .right("rejected"), .right("changed"),
            .right("stale"),
        ])
        for account in accounts {
            table.rows.append(
                ["\(account.fileID)", account.name, account.switchCode, account.receivedAt, account.state]
                    + [
                        account.read, account.rated, account.unrated, account.duplicates, account.rejected,
                        account.changed, account.stale,
                    ]
                    .map(AmountText.count))
        }
        try printing.print(table)
        if !printing.csv { try UnfinishedFile.printAll(on: connection) }
    }
}

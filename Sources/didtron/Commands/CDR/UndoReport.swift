internal import CallStore
internal import Catalog
import Operations
internal import StoredCalls
internal import Vocabulary

/// What an undo does, or has done, for people; `JSON.FileUndo` is for programs.
struct UndoReport {
    struct Again {
        var fileID: CallFileID
        var name: String
        var loadedAs: CallFileID?
    }

    var isApplied, isResumed: Bool
    var file: FileAccountReport
    var sides: [FileUndo.Sum]
    var loadedAgain: [Again]
    var batch: FileAccountReport?

    init(_ result: UndoRun.Result, isApplied: Bool) {
        self.isApplied = isApplied
        isResumed = result.isResumed
        file = FileAccountReport(result.file)
        sides = result.sums
        loadedAgain = result.again.map {
            Again(fileID: $0.file.fileID, name: $0.file.name, loadedAs: $0.loaded?.fileID)
        }
        batch = result.batch.map { FileAccountReport($0) }
    }

    /// The lines, each ended.
    var text: String {
        let account = file.account
        var text = "File \(account.fileID), \(account.name), of switch \(account.switchCode)"
        if isResumed && !isApplied {
            return text + ": its undo was interrupted; the same command with --apply goes on.\n"
        }
        text += isApplied ? " is undone" : ""
        text += isResumed ? ", behind where an interrupted run had come.\n" : isApplied ? ".\n" : ":\n"
        if sides.isEmpty, !isResumed { text += "It holds no call that counts.\n" }
        if !sides.isEmpty { text += table }
        for file in loadedAgain {
            text += "File \(file.fileID), \(file.name), was compared with it"
            text += file.loadedAs.map { ": it is loaded again as file \($0).\n" } ?? " and would be loaded again.\n"
        }
        if !isApplied { text += "Nothing was stored; the same command with --apply takes the file back.\n" }
        return text
    }

    private var table: String {
        var table = TextTable([
            .left("side"), .left("partner"), .right("taken back"), .right("amount"), .right("hold again"),
            .right("amount"),
            .left(""), .left("invoice"),
        ])
        for line in sides {
            table.rows.append([
                line.side, line.partnerCode ?? "unknown", AmountText.count(line.calls),
                MicrosText.amount(line.micros, line.currency),
                AmountText.count(line.callsBack), MicrosText.amount(line.microsBack, line.currency), line.currency,
                line.invoiceID.map(String.init) ?? "",
            ])
        }
        return table.text
    }
}

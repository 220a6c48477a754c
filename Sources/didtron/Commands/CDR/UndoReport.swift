internal import CallStore
internal import Catalog
import Operations
internal import StoredCalls

/// What an undo does, or has done, for people and for programs.
struct UndoReport: Encodable {
    struct Line: Encodable {
        var side, currency: String
        var partner, name: String?
        var invoice_id: Int64?
        var calls, calls_back: Int64
        /// Texts: they may be longer than numbers are in JSON.
        var micros, micros_back: String
        fileprivate var sum: FileUndo.Sum

        private enum CodingKeys: String, CodingKey {
            case side, currency, partner, name, invoice_id, calls, calls_back, micros, micros_back
        }

        fileprivate init(_ sum: FileUndo.Sum) {
            self.sum = sum
            side = sum.side
            currency = sum.currency
            partner = sum.partnerCode
            name = sum.partnerName
            invoice_id = sum.invoiceID
            calls = sum.calls
            calls_back = sum.callsBack
            micros = MicrosText.exact(sum.micros)
            micros_back = MicrosText.exact(sum.microsBack)
        }
    }

    struct Again: Encodable {
        var file_id: Int32
        var name: String
        var loaded_as: Int32?
    }

    var is_applied, is_resumed: Bool
    var file: FileAccountReport
    var sides: [Line]
    var loaded_again: [Again]
    var batch: FileAccountReport?

    init(_ result: UndoRun.Result, isApplied: Bool) {
        is_applied = isApplied
        is_resumed = result.isResumed
        file = FileAccountReport(result.file)
        sides = result.sums.map(Line.init)
        loaded_again = result.again.map {
            Again(file_id: $0.file.fileID, name: $0.file.name, loaded_as: $0.loaded?.fileID)
        }
        batch = result.batch.map { FileAccountReport($0) }
    }

    // MARK: - For people

    /// The lines, each ended.
    var text: String {
        let account = file.account
        var text = "File \(account.fileID), \(account.name), of switch \(account.switchCode)"
        if is_resumed && !is_applied {
            return text + ": its undo was interrupted; the same command with --apply goes on.\n"
        }
        text += is_applied ? " is undone" : ""
        text += is_resumed ? ", behind where an interrupted run had come.\n" : is_applied ? ".\n" : ":\n"
        if sides.isEmpty, !is_resumed { text += "It holds no call that counts.\n" }
        if !sides.isEmpty { text += table }
        for file in loaded_again {
            text += "File \(file.file_id), \(file.name), was compared with it"
            text += file.loaded_as.map { ": it is loaded again as file \($0).\n" } ?? " and would be loaded again.\n"
        }
        if !is_applied { text += "Nothing was stored; the same command with --apply takes the file back.\n" }
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
                line.side, line.partner ?? "unknown", AmountText.count(line.calls),
                MicrosText.amount(line.sum.micros, line.currency),
                AmountText.count(line.calls_back), MicrosText.amount(line.sum.microsBack, line.currency), line.currency,
                line.invoice_id.map(String.init) ?? "",
            ])
        }
        return table.text
    }
}

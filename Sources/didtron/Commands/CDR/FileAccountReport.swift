internal import CallStore
internal import Catalog
internal import Ingest
import Money
internal import StoredCalls

/// The account of a file as people read it; `JSON.CallFile` is for programs.
struct FileAccountReport {
    let account: FileAccount
    let wasLoaded: Bool?
    let resumedAtChunk: Int?
    let rows: Int?
    let seconds: Double?
    /// Nil of a batch of re-rated calls, and of a file that is not closed.
    let findings: FileFindings?

    init(_ result: FileLoad.Result, _ findings: FileFindings?) {
        self.findings = findings
        account = result.account
        wasLoaded = result.wasLoaded
        resumedAtChunk = result.resumedAtChunk
        rows = result.rows
        seconds = result.seconds
    }

    init(_ account: FileAccount, _ findings: FileFindings? = nil) {
        self.findings = findings
        self.account = account
        wasLoaded = nil
        resumedAtChunk = nil
        rows = nil
        seconds = nil
    }

    var rowsPerSecond: Int64? {
        guard let rows, let seconds, seconds > 0 else { return nil }
        return Int64(Double(rows) / seconds)
    }

    /// The lines, each ended.
    var text: String {
        var text = "\(account.name): file \(account.fileID) of switch \(account.switchCode), layout \(account.layout)\n"
        if let undone = account.undoSentence { text += "\(undone)\n" }
        if account.kind == "received", let source = account.sourceFileID {
            text += "It is file \(source) again, which was taken back.\n"
        }
        if wasLoaded == true {
            text += "Already loaded as file \(account.fileID), on \(account.receivedAt); nothing changed.\n"
        }
        var table = TextTable([.left(""), .right("rows"), .right("seconds")])
        table.rows = [
            line("rated", account.rated, account.ratedNanos), line("unrated", account.unrated, account.unratedNanos),
            line("duplicate", account.duplicates, account.duplicateNanos),
            ["rejected", AmountText.count(account.rejected), ""],
        ]
        table.totals = [line("read", account.read, account.readNanos)]
        text += table.text
        if account.changed > 0 {
            text += "Changed calls, counted above: \(AmountText.count(account.changed)); "
            text += "they took the place of \(FileAccountReport.seconds(account.reversedNanos)) s loaded before.\n"
        }
        if account.stale > 0 {
            text += "Stale records, counted as duplicates: \(AmountText.count(account.stale)); "
            text += "they say what a later record has corrected, and had no effect.\n"
        }
        if account.rejected > 0 {
            text +=
                "Rejected: \(AmountText.count(account.rejectedBytes, "byte")); `didtron cdr rejects \(account.fileID)` lists them.\n"
        }
        if account.unrated > 0 { text += "Unrated calls wait for a price; `didtron cdr unrated` lists them.\n" }
        if let resumedAtChunk, resumedAtChunk > 0 {
            text += "Went on behind chunk \(resumedAtChunk - 1) of an interrupted load.\n"
        }
        if let rowsPerSecond, let seconds, wasLoaded == false {
            text += "Loaded in \(FileAccountReport.rounded(seconds)) s, \(AmountText.count(rowsPerSecond)) rows/s"
            text += account.closeNumber.map { "; closed as number \($0).\n" } ?? ".\n"
        }
        return text + (findings?.text ?? "")
    }

    private func line(_ title: String, _ rows: Int64, _ nanos: Int128) -> [String] {
        [title, AmountText.count(rows), FileAccountReport.seconds(nanos)]
    }

    /// Seconds exactly, without zeros at the end.
    static func seconds(_ nanos: Int128) -> String {
        let whole = AmountText.grouped(String(nanos / 1_000_000_000))
        var rest = String(String(1_000_000_000 + nanos.magnitude % 1_000_000_000).dropFirst())
        while rest.last == "0" { rest.removeLast() }
        return rest.isEmpty ? whole : "\(whole).\(rest)"
    }

    private static func rounded(_ seconds: Double) -> String {
        let hundredths = Int(seconds * 100)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}

extension FileAccount {
    /// Who took the file back, when and why; nil where it counts.
    var undoSentence: String? {
        guard let undoneForID, let undoneBy, let undoneAt else { return nil }
        var text = undoneForID == fileID ? "Undone" : "Taken back with file \(undoneForID)"
        text += " on \(undoneAt) by \(undoneBy): \(undoneBecause ?? "")."
        if state == "undoing" {
            text += " That has not ended: `didtron cdr undo \(undoneForID) --apply`, with a reason, goes on."
        }
        if let againFileID { text += " Loaded again as file \(againFileID)." }
        return text
    }
}

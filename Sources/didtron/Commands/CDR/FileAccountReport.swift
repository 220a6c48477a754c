internal import CallStore
internal import Catalog
internal import Ingest
import Money
internal import StoredCalls

/// The account of a file as people and programs read it.
struct FileAccountReport: Encodable {
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

    // MARK: - For people

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

    // MARK: - For programs

    private enum Key: String, CodingKey {
        case fileID = "file_id"
        case name, kind, state, entity
        case switchCode = "switch"
        case layout, compression, bytes, sha256
        case receivedAt = "received_at"
        case statedAt = "stated_at"
        case closedAt = "closed_at"
        case closeNumber = "close_number"
        case read, rated, unrated, duplicate, stale, rejected, changed
        case rejectedBytes = "rejected_bytes"
        case callRows = "call_rows"
        case readSeconds = "read_s"
        case ratedSeconds = "rated_s"
        case unratedSeconds = "unrated_s"
        case duplicateSeconds = "duplicate_s"
        case replacedSeconds = "replaced_s"
        case addsUp = "adds_up"
        case wasLoaded = "was_loaded"
        case resumedAtChunk = "resumed_at_chunk"
        case loadSeconds = "load_seconds"
        case rowsPerSecond = "rows_per_second"
        case findings
        case sourceFileID = "source_file_id"
        case undoneForID = "undone_for"
        case undoneBy = "undone_by"
        case undoneBecause = "undone_because"
        case undoneAt = "undone_at"
        case againFileID = "loaded_again_as"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(account.fileID, forKey: .fileID)
        try container.encode(account.name, forKey: .name)
        try container.encode(account.kind, forKey: .kind)
        try container.encode(account.state, forKey: .state)
        try container.encode(account.entityCode, forKey: .entity)
        try container.encode(account.switchCode, forKey: .switchCode)
        try container.encode(account.layout, forKey: .layout)
        try container.encode(account.compression, forKey: .compression)
        try container.encode(account.bytes, forKey: .bytes)
        try container.encode(account.sha256, forKey: .sha256)
        try container.encode(account.receivedAt, forKey: .receivedAt)
        try container.encodeIfPresent(account.statedAt, forKey: .statedAt)
        try container.encodeIfPresent(account.closedAt, forKey: .closedAt)
        try container.encodeIfPresent(account.closeNumber, forKey: .closeNumber)
        try container.encode(account.read, forKey: .read)
        try container.encode(account.rated, forKey: .rated)
        try container.encode(account.unrated, forKey: .unrated)
        try container.encode(account.duplicates, forKey: .duplicate)
        try container.encode(account.stale, forKey: .stale)
        try container.encode(account.rejected, forKey: .rejected)
        try container.encode(account.changed, forKey: .changed)
        try container.encode(account.rejectedBytes, forKey: .rejectedBytes)
        try container.encode(account.callRows, forKey: .callRows)
        // Texts: they may have nine decimals, which a JSON number does not keep.
        func exact(_ nanos: Int128) -> String { FileAccountReport.seconds(nanos).filter { $0 != "," } }
        try container.encode(exact(account.readNanos), forKey: .readSeconds)
        try container.encode(exact(account.ratedNanos), forKey: .ratedSeconds)
        try container.encode(exact(account.unratedNanos), forKey: .unratedSeconds)
        try container.encode(exact(account.duplicateNanos), forKey: .duplicateSeconds)
        try container.encode(exact(account.reversedNanos), forKey: .replacedSeconds)
        try container.encode(account.addsUp, forKey: .addsUp)
        try container.encodeIfPresent(wasLoaded, forKey: .wasLoaded)
        try container.encodeIfPresent(resumedAtChunk, forKey: .resumedAtChunk)
        try container.encodeIfPresent(seconds, forKey: .loadSeconds)
        try container.encodeIfPresent(rowsPerSecond, forKey: .rowsPerSecond)
        try container.encodeIfPresent(findings, forKey: .findings)
        try container.encodeIfPresent(account.sourceFileID, forKey: .sourceFileID)
        try container.encodeIfPresent(account.undoneForID, forKey: .undoneForID)
        try container.encodeIfPresent(account.undoneBy, forKey: .undoneBy)
        try container.encodeIfPresent(account.undoneBecause, forKey: .undoneBecause)
        try container.encodeIfPresent(account.undoneAt, forKey: .undoneAt)
        try container.encodeIfPresent(account.againFileID, forKey: .againFileID)
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

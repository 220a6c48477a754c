import CallStore
internal import Jobs

/// What has become of a file that was sent, in words.
struct UploadView {
    let job: JobSummary
    let run: JobRunSummary?
    /// Of the file, once it is in.
    let account: FileAccount?

    /// Why it failed and what to do about it.
    var cause: String? {
        guard job.state == "parked", let cause = job.cause else { return nil }
        let sentence = cause.hasSuffix(".") || cause.hasSuffix("?") ? cause : "\(cause)."
        return "\(sentence) \(remedy)"
    }

    private var remedy: String { Self.remedies[run?.reason ?? ""] ?? "Correct that, and send the file again." }

    var rows: [SummaryList.Row] {
        guard let account else { return [] }
        func row(_ name: String, _ count: Int64) -> SummaryList.Row {
            SummaryList.Row(name: name, text: Amount.count(count).text)
        }
        return [
            row("Read", account.read), row("Rated", account.rated), row("Unrated", account.unrated),
            row("Duplicate", account.duplicates), row("Rejected", account.rejected),
        ]
    }

    var tieOut: TieOut? {
        guard let account else { return nil }
        let parts = account.rated + account.unrated + account.duplicates + account.rejected
        return account.addsUp
            ? TieOut("Read equals rated, unrated, duplicate and rejected together: difference 0.")
            : TieOut(
                "Read differs from its parts by \(Amount.count(account.read - parts).text): the file is not whole yet.",
                holds: false)
    }
}

/// Sizes of files as people read them.
enum Size {
    /// With one decimal from a thousand bytes on: `1.4 MB`.
    static func text(_ bytes: Int64) -> String {
        var unit = 1_000 as Int64
        for name in ["kB", "MB", "GB"] {
            if bytes < unit * 1_000 || name == "GB" {
                guard bytes >= 1_000 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
                let tenths = bytes / (unit / 10)
                let whole = Amount.count(tenths / 10).text
                return tenths % 10 == 0 ? "\(whole) \(name)" : "\(whole).\(tenths % 10) \(name)"
            }
            unit *= 1_000
        }
        return "\(bytes) bytes"
    }
}

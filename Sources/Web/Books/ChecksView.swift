import Checks
internal import Jobs

/// Runs of the checks of the books in the words of their page.
struct ChecksView {
    let run: CheckRun?
    let results: [CheckRun.Result]
    let runs: [CheckRun]
    /// The newest job that checks, if any.
    let job: JobSummary?
    /// Figures and rows of all entities may be shown to the reader.
    let showsRows: Bool

    var isUnderWay: Bool { job.map { ["queued", "running"].contains($0.state) } ?? false }

    var badge: Badge? { run.map(Self.badge) }

    private static func badge(_ run: CheckRun) -> Badge {
        run.holds
            ? Badge(.paid, "Books hold", also: run.isStale ? "checked more than a day ago" : nil)
            : Badge(.failed, "\(run.failed) of \(run.checks) do not hold")
    }

    var facts: [Fact] {
        guard let run else { return [Fact("Of", "all entities of the installation")] }
        return [
            Fact("Checked", Instant(run.endedAt)), Fact("By", run.by),
            Fact("Looked at", run.isFull ? "everything" : "all documents, and the newest closings"),
            Fact("Of", "all entities of the installation"),
        ]
    }

    var warning: String? {
        if let job, isUnderWay {
            return job.state == "running"
                ? "A job checks the books now; what is shown here is the run before it."
                : "A check of the books waits for a worker."
        }
        if let job, job.state == "parked" {
            return "The last check did not come to its end: \(job.cause ?? "the cause is not known"). Job \(job.jobID)."
        }
        guard let run, !run.holds else { return nil }
        return "Do not issue invoices from these books before the cause is found."
    }

    var empty: EmptyState? {
        run == nil
            ? EmptyState(
                title: "No check was kept yet",
                text: "A job checks the books every night and keeps what it finds.",
                command: "didtron check --keep") : nil
    }

    var sections: [SheetSection] {
        guard let run else { return [] }
        return [checks(run)] + offences + [figures].compactMap(\.self) + [earlier]
    }

    private func checks(_ run: CheckRun) -> SheetSection {
        let columns = [
            DataTable.Column("Check"), DataTable.Column("Result", .state),
            DataTable.Column("What must hold", .wrap, first: true),
            DataTable.Column("Rows that offend", .number, first: true),
            DataTable.Column("Seconds", .number),
        ]
        return SheetSection(
            "checks", "Checks", note: run.sentences.isEmpty ? nil : run.sentences.joined(separator: " "),
            table: DataTable(
                "cap-checks", "Checks", hidesCaption: true, columns: columns,
                rows: results.map { result in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], result.code, result.holds || !showsRows ? nil : "#h-\(result.code)"),
                            .badge(columns[1], result.holds ? Badge(.paid, "Holds") : Badge(.failed, "Does not hold")),
                            .text(columns[2], result.title), .amount(columns[3], .count(result.offending)),
                            .text(columns[4], Amount.exact(result.tookMs * 1_000, digits: 3).text),
                        ], name: result.code)
                }), empty: EmptyState(title: "No results", text: "The run kept none."))
    }

    /// The rows that each check names which does not hold.
    private var offences: [SheetSection] {
        guard showsRows else { return [] }
        return results.filter { !$0.holds }.map { result in
            let columns = [DataTable.Column("Row, expected and found", .wrap)]
            let named = result.offenceTexts
            return SheetSection(
                result.code, "\(result.code): \(result.title)",
                note: Int64(named.count) < result.offending
                    ? "The first \(named.count) of \(Amount.count(result.offending).text)" : nil,
                table: DataTable(
                    "cap-\(result.code)", "Rows that offend \(result.code)", hidesCaption: true, columns: columns,
                    rows: named.map { DataTable.Row(cells: [.key(columns[0], $0, nil, isShort: false)], name: $0) }),
                empty: EmptyState(title: "No row is named", text: "The run kept none."))
        }
    }

    private var figures: SheetSection? {
        guard showsRows else { return nil }
        let columns = [DataTable.Column("Check"), DataTable.Column("Counted and summed", .wrap, first: true)]
        let rows = results.flatMap { result in
            result.figureTexts.map { text in
                DataTable.Row(cells: [.key(columns[0], result.code, nil), .text(columns[1], text)], name: result.code)
            }
        }
        return SheetSection(
            "figures", "What was looked at", note: "Figures of the run, also where a check holds",
            table: DataTable("cap-figures", "Figures of the checks", hidesCaption: true, columns: columns, rows: rows),
            empty: EmptyState(title: "No figures", text: "There is nothing in the books yet."))
    }

    private var earlier: SheetSection {
        let columns = [
            DataTable.Column("Run"), DataTable.Column("Result", .state), DataTable.Column("Ended", first: true),
            DataTable.Column("By", .wrap, first: true), DataTable.Column("Looked at", first: true),
        ]
        return SheetSection(
            "runs", "Runs", note: "The newest \(runs.count), the last one first",
            table: DataTable(
                "cap-runs", "Runs of the checks", hidesCaption: true, columns: columns,
                rows: runs.map { run in
                    DataTable.Row(
                        cells: [
                            .key(columns[0], "\(run.runID)", "\(ChecksPage.path)/\(run.runID)"),
                            .badge(columns[1], Self.badge(run)), .instant(columns[2], run.endedAt),
                            .text(columns[3], run.by),
                            .text(columns[4], run.isFull ? "everything" : "the newest closings"),
                        ], name: "run \(run.runID)")
                }), empty: EmptyState(title: "No runs", text: "None was kept."))
    }
}

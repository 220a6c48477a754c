import Foundation

/// Business acts one at a time, each a durable transaction with its audit, over eight connections.
///
/// A script has a cluster of its own made, and pgbench send the statements of the product's jobs: it prints a line a kind of act,
/// `payment     212 acts/s, 37.7 ms each`.
struct ActsBenchmarks {
    let options: BenchOptions

    /// Promised acts a second, by kind.
    private static let promised = 2_000.0
    /// Published figure of pgledger: transfers between two of 50 accounts, 20 workers, untuned PostgreSQL 17 on an M3 MacBook Air.
    private static let pgledger = 10_637.0

    func measure() throws -> (section: ReportSection, budgets: [Budget]) {
        say("Acts: one by one over 8 connections")
        let script = BenchOptions.packageFolder.appending(path: "scripts/acts.sh").path
        let run = try ChildRun(["bash", script, options.isQuick ? "1" : "20", "8"])
        let lines = run.output.split(separator: "\n").map(String.init)
        let kinds = lines.compactMap(Kind.init)
        guard let first = lines.first, !kinds.isEmpty else {
            throw ChildRunError(program: script, status: 0, errors: "no figures in: \(run.output)")
        }
        return (
            ReportSection(
                title: "Acts", columns: ["act", "a second", "ms each", "of pgledger's transfers"],
                rows: kinds.map { kind in
                    [
                        kind.name, ReportText.grouped(kind.perSecond), ReportText.decimal(kind.milliseconds, 1),
                        ReportText.decimal(kind.perSecond / Self.pgledger, 3),
                    ]
                },
                notes: [
                    first + ".", lines.first { $0.hasPrefix("fdatasync") }.map { $0 + "." } ?? "",
                    "pgledger publishes \(ReportText.grouped(Self.pgledger)) transfers/s (50 accounts, 20 workers, PostgreSQL 17 untuned, "
                        + "M3 MacBook Air): a row and two entries a transfer, without documents, numbers, parties, taxes, what settles what, "
                        + "and audit. Numbers of one series are taken one behind the other, each until its commit is on the disk.",
                ].filter { !$0.isEmpty }),
            kinds.filter { $0.name != "nothing" }.map { kind in
                Budget("\(kind.name), one by one", kind.perSecond, least: Self.promised, places: 0, unit: " acts/s")
            }
        )
    }

    /// A line of the script.
    private struct Kind {
        var name: String
        var perSecond: Double
        var milliseconds: Double

        init?(_ line: String) {
            let words = line.split(separator: " ")
            guard words.count == 6, words[2] == "acts/s,", let perSecond = Double(words[1]), let each = Double(words[3])
            else { return nil }
            name = String(words[0])
            self.perSecond = perSecond
            milliseconds = each
        }
    }
}

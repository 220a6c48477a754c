import Foundation

/// CPU a row beside a hand-written program that does the same and checks nothing: `Benchmarks/yardstick`, or what
/// `--yardstick` names.
///
/// It is called as `PROGRAM -t THREADS -l narrow FOLDER CDRS`, writes binary COPY rows to standard output, and says
/// `sell_micro N buy_micro N` on standard error. The figure is the difference between two sizes, so that loading decks does
/// not count, and a ratio that of one round: both programs meet the same machine.
struct YardstickBenchmarks {
    let options: BenchOptions
    let folder: URL

    func measure() throws -> (section: ReportSection, budgets: [Budget]) {
        let title = "CPU a row beside the yardstick"
        guard let program = options.yardstick else {
            let notes = ["Not run: this machine lacks the instructions that the yardstick is written for."]
            return (ReportSection(title: title, columns: [], rows: [], notes: notes), [])
        }
        let small = options.calls
        let large = 12 * options.calls
        let job = try JobFiles(
            folder: folder.appending(path: "yardstick"), calls: [small, large], prefixes: options.rates,
            customers: options.customers)
        let didtron = Didtron(program: options.didtron)
        try checkSums(program, didtron, job, calls: small)
        let tariff = try didtron.tariff(job)
        var rows: [[String]] = []
        var budgets: [Budget] = []
        for threads in [1, 2] {
            var theirs: [Double] = []
            var ours: [Double] = []
            for round in 1...options.rounds {
                say("Yardstick: \(threads) threads, round \(round) of \(options.rounds)")
                let rest = Double(large - small)
                let limit = try [small, large].map {
                    try yardstick(program, job, calls: $0, threads: threads).cpuSeconds
                }
                let own = try [small, large].map {
                    try didtron.cpuSeconds(job, tariff: tariff, calls: $0, threads: threads)
                }
                theirs.append((limit[1] - limit[0]) / rest * 1e9)
                ours.append((own[1] - own[0]) / rest * 1e9)
            }
            let ratios = zip(ours, theirs).map { $0 / $1 }
            budgets.append(
                Budget(
                    "parse + rate both sides + encode, CPU of the yardstick, \(threads) thread\(threads == 1 ? "" : "s")",
                    ratios.median, most: 0.80))
            rows.append([
                "\(threads)", ReportText.decimal(theirs.median, 1), ReportText.decimal(ours.median, 1),
                ReportText.decimal(ratios.median, 2), ReportText.decimal(ratios.min() ?? .nan, 2),
                ReportText.decimal(ratios.max() ?? .nan, 2),
            ])
        }
        let section = ReportSection(
            title: title,
            columns: ["threads", "yardstick ns", "didtron ns", "ratio, median of rounds", "least", "most"], rows: rows,
            notes: [
                "Difference between \(small) and \(large) calls, \(job.rates) rates, \(options.rounds) rounds; "
                    + "both write binary COPY rows to /dev/null, didtron from a compiled tariff. Sums are equal. Budget: 0.80."
            ])
        return (section, budgets)
    }

    private func yardstick(_ program: String, _ job: JobFiles, calls: Int, threads: Int) throws -> ChildRun {
        try ChildRun(
            [program, "-t", "\(threads)", "-l", "narrow", job.folder.path, job.cdrs(calls)], output: "/dev/null")
    }

    private func checkSums(_ program: String, _ didtron: Didtron, _ job: JobFiles, calls: Int) throws {
        let words = try yardstick(program, job, calls: calls, threads: 1).errors.split(whereSeparator: \.isWhitespace)
        func number(behind word: String) -> Int? { words.firstIndex(of: word[...]).flatMap { Int(words[$0 + 1]) } }
        let totals = try JobTotals(didtron.totals(job, calls: calls, out: folder))
        guard number(behind: "sell_micro") == totals.sellMicros, number(behind: "buy_micro") == totals.buyMicros else {
            throw JobBenchmarksError.differentSums(totals.sentence)
        }
    }
}

import Foundation

/// What `make bench BENCH="…"` may say.
struct BenchOptions {
    var calls = 1_000_000
    var rounds = 9
    /// Prefixes on each of 25 decks.
    var rates = 50_000
    var customers = 2_000
    var threads = 2
    /// Only groups whose title contains this.
    var only = ""
    /// The `didtron` that is measured as a program.
    var didtron = BenchOptions.packageFolder.appending(path: "../.build/release/didtron").standardized.path
    /// A program to compare CPU a row with; nil where there is none.
    var yardstick: String? = {
        let path = BenchOptions.packageFolder.appending(path: ".build/yardstick").path
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()
    /// Small, no verdict: whether everything runs and agrees.
    var isQuick = false
    /// The table of growth instead of everything else.
    var growth = false

    /// Rounds of the job with peers, which take long.
    var jobRounds: Int { isQuick ? 1 : min(rounds, 3) }
    /// Calls for PostgreSQL with the extension prefix, which does ten thousand a second.
    var prefixCalls: Int { isQuick ? 500 : 20_000 }

    static let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    var peersFolder: URL { BenchOptions.packageFolder.appending(path: "peers") }

    static let usage = """
        usage: bench [--quick] [--growth] [--calls N] [--rounds N] [--rates N] [--customers N] [--threads N] [--only WORD]
                     [--didtron PATH] [--yardstick PATH]

          --quick           small and in a minute: whether all runs and agrees; its times mean nothing
          --growth          how cost grows with calls, rates, customers, destinations and threads, instead of the rest
          --calls N         call records of the workload (1000000)
          --rounds N        rounds that count; at least 9 for a verdict (9)
          --rates N         prefixes on each of 25 decks (50000)
          --customers N     customers of the workload (2000)
          --threads N       threads in the job with peers (2)
          --only WORD       only groups whose title contains WORD (engine, layouts, job, yardstick, growth, books, acts,
                            database, stored)
          --didtron PATH    the program that is measured (.build/release/didtron)
          --yardstick PATH  a hand-written program to compare CPU a row with (Benchmarks/.build/yardstick)
        """

    /// Nil where the arguments are not understood.
    init?(_ arguments: [String]) {
        if arguments.contains("--quick") {
            isQuick = true
            (calls, rounds, rates, customers) = (5_000, 1, 2_000, 50)
        }
        growth = arguments.contains("--growth")
        var rest = arguments.filter { $0 != "--quick" && $0 != "--growth" }[...]
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            let number = Int(value).flatMap { $0 > 0 ? $0 : nil }
            switch (flag, number) {
            case ("--calls", let number?): calls = number
            case ("--rounds", let number?): rounds = number
            case ("--rates", let number?): rates = number
            case ("--customers", let number?): customers = number
            case ("--threads", let number?): threads = number
            case ("--only", _): only = value.lowercased()
            case ("--didtron", _): didtron = value
            case ("--yardstick", _): yardstick = value
            default: return nil
            }
        }
    }

    func wants(_ title: String) -> Bool { only.isEmpty || title.contains(only.lowercased()) }
}

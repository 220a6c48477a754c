/// What `make bench BENCH="…"` may say.
struct BenchOptions {
    var calls = 1_000_000
    var rounds = 9
    /// Prefixes on each of 25 decks.
    var rates = 50_000
    var customers = 2_000
    /// Only groups whose title contains this.
    var only = ""

    static let usage = """
        usage: bench [--calls N] [--rounds N] [--rates N] [--customers N] [--only WORD]

          --calls N      call records of the workload (1000000)
          --rounds N     rounds that count; at least 9 for a verdict (9)
          --rates N      prefixes on each of 25 decks (50000)
          --customers N  customers of the workload (2000)
          --only WORD    only groups whose title contains WORD (engine, database)
        """

    /// Nil where the arguments are not understood.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            let number = Int(value).flatMap { $0 > 0 ? $0 : nil }
            switch (flag, number) {
            case ("--calls", let number?): calls = number
            case ("--rounds", let number?): rounds = number
            case ("--rates", let number?): rates = number
            case ("--customers", let number?): customers = number
            case ("--only", _): only = value
            default: return nil
            }
        }
    }
}

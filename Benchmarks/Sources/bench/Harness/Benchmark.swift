/// One thing that is measured.
struct Benchmark {
    /// Verb, subject, size.
    var name: String
    /// What the machine would allow, from Benchmarks/README.md: a sentence beside the figure.
    var limit: String
    /// Name of the benchmark of the same group to which the time is set in proportion; nil = it is the measure itself.
    var reference: String?
    /// Rows that one run handles.
    var rows: Int
    /// Bytes of input that one run handles, 0 where there is no such thing.
    var bytes = 0
    /// Made before each run, outside the clock.
    var prepare: () throws -> Void = {}
    var run: () throws -> Void
}

/// Benchmarks that are run in turn, so that a drift of the machine meets all of them.
struct BenchmarkGroup {
    var title: String
    var benchmarks: [Benchmark]
    /// For groups that prepare much longer than they measure.
    var roundsMax = Int.max
}

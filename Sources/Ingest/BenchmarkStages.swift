internal import CallRecords
internal import Files
public import Rating

/// The door for `Benchmarks/`, a package of its own that sees only what is public: the stages as it measures them.
public enum BenchmarkStages {
    /// Rates a file as `didtron rate` does and writes the rows as binary COPY to /dev/null. Returns the records.
    ///
    /// - Parameters:
    ///   - destinations: names by the index that the tariff's rates carry.
    ///   - layout: name of a built-in layout.
    public static func filter(
        _ path: String, tariff: Tariff, destinations: [[UInt8]], threads: Int, encodes: Bool,
        layout: String = "canonical"
    ) throws -> Int {
        let layout = CallLayout.named(layout) ?? .canonical
        let filter = RateFilter(
            tariff: tariff, destinations: destinations, format: encodes ? .pgcopy : .none, threads: threads)
        let outputs = RateFilter.Outputs(
            rows: encodes ? try FileDescriptor(writing: "/dev/null") : nil, rejects: nil, totals: nil)
        return try filter.run([FileDescriptor(reading: path)], into: outputs) { _, sample in
            try layout.bound(to: sample, zones: TimeZones.offsets)
        }.read
    }
}

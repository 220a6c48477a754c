import CallRecords
import Ingest
import Rating
import SyntheticCarrier

/// Parse, look up, price, one after the other and together, on one thread and in memory.
struct EngineBenchmarks {
    let workload: Workload
    private let chunks: [Chunk]
    private let layout: BoundLayout
    private let decks: [[Rate]]
    private let destinations: [[UInt8]]
    /// Prices what is answered, as `didtron rate` does.
    private let tariff: Tariff
    /// Looks up every call, as the loader does.
    private let fullTariff: Tariff
    private let batches: [Batch]

    /// Records as the rating stage gets them.
    private struct Batch {
        var chunk: Int
        var records: [CallRecord]
        /// The same, each lasting no time: what is looked up and not priced.
        var silent: [CallRecord]
    }

    init(_ workload: Workload) throws {
        self.workload = workload
        chunks = workload.chunks(bytes: 4 << 20)
        layout = try CallLayout.canonical.bound(to: Array(workload.text.prefix(65_536))) { _ in .utc }
        (decks, destinations) = workload.rates()
        tariff = try workload.tariff(decks, looksUpUnanswered: false)
        fullTariff = try workload.tariff(decks, looksUpUnanswered: true)
        var batches: [Batch] = []
        for (index, chunk) in chunks.enumerated() {
            unsafe EngineBenchmarks.parse(chunk, layout: layout) { records, _ in
                let copy = unsafe Array(records)
                let silent = copy.map { record in
                    var record = record
                    record.durationNanos = 0
                    return record
                }
                batches.append(Batch(chunk: index, records: copy, silent: silent))
            }
        }
        self.batches = batches
    }

    var group: BenchmarkGroup {
        let rows = workload.calls.count
        let bytes = workload.text.count
        let rates = decks.reduce(0) { $0 + $1.count }
        return BenchmarkGroup(
            title: "Engine, one thread, in memory",
            benchmarks: [
                Benchmark(
                    name: "read every byte", limit: "memory: 25 GB/s", rows: rows, bytes: bytes,
                    run: { Sink.take(workload.text.reduce(0 as UInt8) { $0 &+ $1 }) }),
                Benchmark(
                    name: "parse", limit: "8 lines of cache a record: 40 ns", reference: "parse + rate", rows: rows,
                    bytes: bytes, run: parse),
                Benchmark(
                    name: "look up, both sides", limit: "8 loads a call, in flight together: 30 ns",
                    reference: "parse + rate", rows: rows, run: lookUp),
                Benchmark(
                    name: "look up and price, answered calls", limit: "the above and two multiplications: 35 ns",
                    reference: "parse + rate", rows: rows, run: price),
                Benchmark(
                    name: "parse + rate", limit: "sum of the stages: 75 ns", rows: rows, bytes: bytes, run: parseAndRate
                ),
                Benchmark(
                    name: "compile tariff of \(rates) rates", limit: "1 s for 1.37 M rates", rows: rates, run: compile),
            ])
    }

    /// From the file to /dev/null: read, parse, rate, encode, as `didtron rate` does it.
    var filterGroup: BenchmarkGroup {
        let rows = workload.calls.count
        let bytes = workload.text.count
        func benchmark(_ name: String, _ limit: String, threads: Int, encodes: Bool) -> Benchmark {
            Benchmark(
                name: name, limit: limit, reference: "file -> nothing, 1 thread", rows: rows, bytes: bytes,
                run: {
                    Sink.take(
                        try BenchmarkStages.filter(
                            workload.file.path, tariff: tariff, destinations: destinations, threads: threads,
                            encodes: encodes))
                })
        }
        return BenchmarkGroup(
            title: "Engine, file to /dev/null (didtron rate)",
            benchmarks: [
                benchmark(
                    "file -> nothing, 1 thread", "parse + rate and 10 ns for reading", threads: 1, encodes: false),
                benchmark(
                    "file -> binary COPY rows, 1 thread", "and 20 ns for 100 bytes a row", threads: 1, encodes: true),
                benchmark("file -> nothing, 2 threads", "half the time of 1", threads: 2, encodes: false),
                benchmark("file -> binary COPY rows, 2 threads", "half the time of 1", threads: 2, encodes: true),
            ])
    }

    private func parse() {
        var sum: Int64 = 0
        for chunk in chunks {
            unsafe EngineBenchmarks.parse(chunk, layout: layout) { records, count in
                for index in 0..<count { unsafe sum &+= records[index].durationNanos }
            }
        }
        Sink.take(sum)
    }

    private func lookUp() { rate(fullTariff) { $0.silent } }

    private func price() { rate(tariff) { $0.records } }

    private func rate(_ tariff: Tariff, records: (Batch) -> [CallRecord]) {
        let pipeline = RatingPipeline(tariff)
        var sum: Int64 = 0
        for batch in batches {
            let text = unsafe UnsafeRawPointer(chunks[batch.chunk].buffer.base)
            unsafe records(batch).withUnsafeBufferPointer { records in
                // Where the parser would have put them: about 2 ns a row.
                _ = unsafe pipeline.input.update(fromContentsOf: records)
                unsafe add(pipeline.push(records.count, text: text, buySideApplies: true), to: &sum)
            }
        }
        unsafe add(pipeline.push(0, text: UnsafeRawPointer(chunks[0].buffer.base), buySideApplies: true), to: &sum)
        Sink.take(sum)
    }

    private func add(_ output: RatingPipeline.Output?, to sum: inout Int64) {
        guard let output else { return }
        for index in unsafe 0..<output.records.count { unsafe sum &+= output.calls[index].sell.amountMicros }
    }

    private func parseAndRate() {
        let pipeline = RatingPipeline(tariff)
        var sum: Int64 = 0
        for chunk in chunks {
            let text = unsafe UnsafeRawPointer(chunk.buffer.base)
            var parser = CallParser(layout: layout, chunk: chunk)
            var count: Int
            repeat {
                count = unsafe parser.next(into: pipeline.input)
                unsafe add(pipeline.push(count, text: text, buySideApplies: true), to: &sum)
            } while count > 0
        }
        Sink.take(sum)
    }

    private func compile() throws {
        Sink.take(try workload.tariff(decks, looksUpUnanswered: false).rateCount)
    }

    /// Hands out a chunk's records batch by batch; they hold until the next.
    private static func parse(
        _ chunk: Chunk, layout: BoundLayout, body: (UnsafeBufferPointer<CallRecord>, Int) -> Void
    ) {
        var parser = CallParser(layout: layout, chunk: chunk)
        var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
        unsafe batch.withUnsafeMutableBufferPointer { batch in
            while true {
                let count = unsafe parser.next(into: batch)
                if count == 0 { break }
                unsafe body(UnsafeBufferPointer(rebasing: batch[..<count]), count)
            }
        }
    }
}

package import CallRecords
internal import CallStore
package import Files
package import Rating
import Synchronization
internal import Threads

/// The engine without a database: CDR files in, rated rows out, in the order of the input.
///
/// Chunks are parsed, rated and encoded by several threads, and written one after another.
package struct RateFilter: Sendable {
    package enum Format: String, CaseIterable, Sendable { case csv, pgcopy, none }

    /// Where the results go; nil = nowhere.
    package struct Outputs: Sendable {
        package var rows: FileDescriptor?
        package var rejects: FileDescriptor?
        package var totals: FileDescriptor?

        package init(rows: FileDescriptor?, rejects: FileDescriptor?, totals: FileDescriptor?) {
            self.rows = rows
            self.rejects = rejects
            self.totals = totals
        }
    }

    /// What became of the records read: `read` = rated + unrated + rejected.
    package struct Account: Equatable, Sendable {
        package var read = 0
        package var rated = 0
        package var unrated = 0
        package var rejected = 0

        mutating func add(_ other: Account) {
            read += other.read
            rated += other.rated
            unrated += other.unrated
            rejected += other.rejected
        }
    }

    let tariff: Tariff
    let destinations: [[UInt8]]
    let format: Format
    let threads: Int

    /// Text of a chunk at most: longer than the longest record.
    package static let chunkBytes = 2 << 20
    /// Text of a chunk as it usually is: it stays in the cache between the stages, with what is written of it.
    package static let usualChunkBytes = 256 << 10

    /// - Parameter destinations: names by the index that the tariff's rates carry.
    package init(tariff: Tariff, destinations: [[UInt8]], format: Format, threads: Int) {
        precondition(threads >= 1)
        self.tariff = tariff
        self.destinations = destinations
        self.format = format
        self.threads = threads
    }

    /// Rates one file after another into the same outputs. `bind` gives the layout of a file from its beginning.
    ///
    /// - Throws: `InputError` or `LayoutError`, or what `bind` throws; then the outputs hold what was complete before.
    package func run(
        _ files: [FileDescriptor], into outputs: Outputs,
        bind: (_ name: String, _ sample: [UInt8]) throws -> BoundLayout
    ) throws -> Account {
        switch format {
        case .csv: try outputs.rows?.write(RatedRowEncoder.csvHeader)
        case .pgcopy:
            let header = OutputBuffer()
            header.append(RatedRowEncoder.copyHeader)
            try unsafe header.withBytes { bytes in unsafe try outputs.rows?.write(bytes) }
        case .none: break
        }
        try outputs.rejects?.write("line,column,byte_offset,field,reason,text\n")
        var account = Account()
        var totals = FilterTotals()
        for file in files {
            let reader = ChunkReader(
                source: try ByteSources.open(file).source, chunkBytes: RateFilter.chunkBytes,
                usualBytes: RateFilter.usualChunkBytes)
            let layout = try bind(file.name, try reader.sample())
            reader.begin(layout)
            let result = try run(SharedChunkReader(reader), layout: layout, into: outputs)
            account.add(result.account)
            totals.add(result.totals)
        }
        if format == .pgcopy {
            let trailer = OutputBuffer()
            trailer.append(RatedRowEncoder.copyTrailer)
            try unsafe trailer.withBytes { bytes in unsafe try outputs.rows?.write(bytes) }
        }
        if let file = outputs.totals {
            let table = totals.csv(tariff: tariff, destinations: destinations)
            try unsafe table.withBytes { bytes in unsafe try file.write(bytes) }
        }
        return account
    }

    private struct Results {
        var account = Account()
        var totals = FilterTotals()
        /// Physical line, from 1, at which the next chunk begins.
        var nextLine: Int
    }

    private func run(
        _ reader: SharedChunkReader, layout: BoundLayout, into outputs: Outputs
    ) throws -> (account: Account, totals: FilterTotals) {
        let results = Mutex(Results(nextLine: layout.headerLines + 1))
        let order = ChunkOrder(next: 0)
        let encoder = RatedRowEncoder(destinations: destinations)
        try WorkerThreads.run(threads) { _ in
            let buffer = ChunkBuffer(capacity: reader.bufferCapacity)
            let rows = OutputBuffer(capacity: 2 * RateFilter.usualChunkBytes)
            let pipeline = RatingPipeline(tariff)
            var totals = FilterTotals()
            do {
                while let chunk = try reader.next(into: buffer) {
                    rows.clear()
                    var parser = CallParser(layout: layout, chunk: chunk)
                    let unrated = rate(
                        &parser, by: pipeline, chunk: chunk, layout: layout, encoder: encoder, into: rows,
                        totals: outputs.totals == nil ? nil : { totals.add($0, $1, buffer: buffer) })
                    try order.wait(for: .identify, chunk: chunk.number)
                    let firstLine = results.withLock { results in
                        defer { results.nextLine += parser.lineCount }
                        return results.nextLine
                    }
                    try unsafe rows.withBytes { bytes in unsafe try outputs.rows?.write(bytes) }
                    if let file = outputs.rejects {
                        try write(parser.rejects, of: chunk, firstLine: firstLine, to: file)
                    }
                    order.pass(.identify, chunk: chunk.number)
                    let rejected = parser.rejects.count
                    results.withLock { results in
                        results.account.add(
                            Account(
                                read: parser.recordCount, rated: parser.recordCount - rejected - unrated,
                                unrated: unrated, rejected: rejected))
                    }
                }
            } catch {
                order.stop()
                throw error
            }
            results.withLock { $0.totals.add(totals) }
        }
        return results.withLock { ($0.account, $0.totals) }
    }

    /// Parses, rates and encodes a chunk; returns how many of its calls have a side without a price.
    private func rate(
        _ parser: inout CallParser, by pipeline: RatingPipeline, chunk: Chunk, layout: BoundLayout,
        encoder: RatedRowEncoder,
        into rows: OutputBuffer,
        totals: ((CallRecord, RatedCall) -> Void)?
    ) -> Int {
        var unrated = 0
        let buffer = chunk.buffer
        var count: Int
        repeat {
            count = unsafe parser.next(into: pipeline.input)
            guard
                let batch = unsafe pipeline.push(
                    count, text: UnsafeRawPointer(buffer.base), buySideApplies: layout.hasSupplier)
            else { continue }
            let (records, calls) = unsafe (batch.records, batch.calls)
            for index in 0..<records.count {
                // In bounds: there is a rated call for each record.
                let call = unsafe calls + index
                unrated &+= unsafe call.pointee.sell.state == .unpriced || call.pointee.buy.state == .unpriced ? 1 : 0
            }
            if let totals { for index in 0..<records.count { unsafe totals(records[index], calls[index]) } }
            switch format {
            case .csv:
                unsafe encoder.csv(records, calls, buffer: buffer, textIsPlain: layout.textIsPlainCSV, into: rows)
            case .pgcopy: unsafe encoder.copy(records, calls, buffer: buffer, into: rows)
            case .none: break
            }
        } while count > 0
        return unrated
    }

    private func write(_ rejects: [Reject], of chunk: Chunk, firstLine: Int, to file: FileDescriptor) throws(InputError)
    {
        guard !rejects.isEmpty else { return }
        let output = OutputBuffer()
        for reject in rejects {
            let placed = reject.located(firstLine: firstLine, byteOffset: chunk.byteOffset)
            output.append("\(placed.line),\(placed.column),\(placed.byteOffset),\(placed.field),")
            output.append(csvField: placed.reason.utf8)
            output.append(",")
            output.append(csvField: placed.text)
            output.append("\n")
        }
        var failure: InputError?
        unsafe output.withBytes { bytes in
            do throws(InputError) { unsafe try file.write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

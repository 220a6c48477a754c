public import CallRecords

/// Rates batch behind batch: while what the memory holds of one batch's rates is on its way, the caller parses the next.
///
///     repeat {
///         let count = parser.next(into: pipeline.input)
///         if let batch = pipeline.push(count, …) { … }
///     } while count > 0
///
/// The parser's ranges hold for as long: until the second call after.
@safe
public final class RatingPipeline {
    /// A batch of rated calls; they hold until `input` is filled again.
    @safe
    public struct Output {
        public let records: UnsafeBufferPointer<CallRecord>
        /// One for each record.
        public let calls: UnsafePointer<RatedCall>
    }

    /// What one of the two batches on the way needs.
    @safe
    private struct Place {
        let batch = LookupBatch()
        let records: UnsafeMutableBufferPointer<CallRecord> = .allocate(capacity: CallParser.batchSize)
        let calls: UnsafeMutableBufferPointer<RatedCall> = .allocate(capacity: CallParser.batchSize)
        var count = 0
    }

    private let tariff: Tariff
    private var next = Place()
    private var last = Place()

    public init(_ tariff: Tariff) { self.tariff = tariff }

    deinit {
        for place in [next, last] {
            unsafe place.records.deallocate()
            unsafe place.calls.deallocate()
        }
    }

    /// Where the next batch is parsed to: room for `CallParser.batchSize` records.
    public var input: UnsafeMutableBufferPointer<CallRecord> { unsafe next.records }

    /// Takes the first `count` records of `input`, and returns the batch pushed before, rated, or nil where there is none.
    /// With a count of 0 it only does that.
    ///
    /// - Parameters:
    ///   - text: first byte of the chunk's text, with the padding of `ChunkBuffer`.
    ///   - buySideApplies: whether the calls have a supplier at all.
    public func push(_ count: Int, text: UnsafeRawPointer, buySideApplies: Bool) -> Output? {
        next.count = count
        // In bounds: both places have room for a whole batch.
        unsafe next.batch.begin(
            UnsafeBufferPointer(rebasing: next.records[..<count]), text: text, buySideApplies: buySideApplies,
            known: nil, into: next.calls.baseAddress!)
        tariff.rate(count > 0 ? next.batch : nil, pricing: last.count > 0 ? last.batch : nil)
        swap(&next, &last)
        guard next.count > 0 else { return nil }
        let records = unsafe UnsafeBufferPointer(rebasing: next.records[..<next.count])
        return unsafe Output(records: records, calls: next.calls.baseAddress!)
    }
}

import CallRecords

/// The calls of a batch on their way through the stages. The memory is its own, so that a batch can wait while the next one
/// is begun; that of the records and the results is the caller's.
@safe
final class LookupBatch {
    /// Those of the calls that are looked up, `count` of them; the one behind the last may be written to.
    let jobs: UnsafeMutablePointer<LookupJob>
    var count = 0
    /// Sides that the first rate to try did not settle, `openCount` of them: the job's position twice, and one more for the
    /// buy side. There is room for all.
    let open: UnsafeMutablePointer<Int32>
    var openCount = 0
    private(set) var records: UnsafeBufferPointer<CallRecord>
    /// First byte of the chunk's text.
    private(set) var text: UnsafeRawPointer
    /// One for each record.
    private(set) var results: UnsafeMutablePointer<RatedCall>
    /// One for each record, or nil where records name all parties.
    private(set) var known: UnsafePointer<KnownParties>? = nil
    private(set) var buySideApplies = false

    /// Calls that go through a stage at a time: as many as the memory answers at once.
    static let partSize = 8

    init() {
        unsafe jobs = .allocate(capacity: CallParser.batchSize + 1)
        unsafe open = .allocate(capacity: 2 * CallParser.batchSize)
        // Nothing is read of these before `begin`.
        unsafe records = UnsafeBufferPointer(start: nil, count: 0)
        unsafe text = UnsafeRawPointer(open)
        unsafe results = UnsafeMutableRawPointer(jobs).assumingMemoryBound(to: RatedCall.self)
    }

    deinit {
        unsafe jobs.deallocate()
        unsafe open.deallocate()
    }

    func begin(
        _ records: UnsafeBufferPointer<CallRecord>, text: UnsafeRawPointer, buySideApplies: Bool,
        known: UnsafePointer<KnownParties>?, into results: UnsafeMutablePointer<RatedCall>
    ) {
        precondition(records.count <= CallParser.batchSize)
        unsafe self.records = records
        unsafe self.text = text
        unsafe self.results = results
        unsafe self.known = known
        self.buySideApplies = buySideApplies
        count = 0
        openCount = 0
    }

    var partCount: Int { (count + LookupBatch.partSize - 1) / LookupBatch.partSize }

    /// The jobs of a part; none of one that there is not.
    @inline(__always)
    func part(_ number: Int) -> Range<Int> {
        let first = min(max(number, 0) &* LookupBatch.partSize, count)
        return number < 0 ? 0..<0 : first..<min(first &+ LookupBatch.partSize, count)
    }
}

internal import CallStore
internal import Postgres

/// What chunks learn of each other, one after another in the order of the file: the line at which each begins, and which
/// of its calls may have been there before.
final class IdentityGate: @unchecked Sendable {
    // Sendable: used only between `ChunkOrder.wait(for: .identify)` and `pass(.identify)`, which let in one at a time.

    private var index: MarkIndex
    /// Physical line, from 1, at which the next chunk begins.
    private(set) var nextLine: Int
    private let switchID: Int16
    /// The instant of which the file speaks, in microseconds since 1970 UTC; nil = it does not say.
    private let statedMicros: Int64?
    private let order: ChunkOrder
    /// Whether it lets everything pass: no call is compared, and none remembered.
    private let isOpen: Bool

    /// What the gate has to say of one chunk.
    struct Answer {
        var firstLine: Int
        /// The marks of records that say something new, as blocks, by hour.
        var added: [(hour: Int32, marks: [UInt8])]
        /// Positions of calls, ascending.
        var duplicates: [Int] = []
        /// Positions of calls, ascending.
        var stale: [Int] = []
        /// Positions of changed and unclear calls, ascending.
        var candidates: [Int] = []
        /// Where rows of the candidates may be, this chunk's own left out.
        var places: [KnownPlace] = []
        /// What was said of the unclear calls.
        var records = MarkedRecords()
    }

    /// - Parameters:
    ///   - statedMicros: the instant of which the file speaks.
    ///   - bytesMax: memory for marks.
    init(
        firstLine: Int, switchID: Int16, statedMicros: Int64?, order: ChunkOrder, bytesMax: Int, isOpen: Bool = false
    ) {
        self.isOpen = isOpen
        self.statedMicros = statedMicros
        index = MarkIndex(bytesMax: bytesMax)
        nextLine = firstLine
        self.switchID = switchID
        self.order = order
    }

    /// Notes of each call whether it was seen before, in an earlier file, an earlier chunk or earlier in this one.
    package func identify(
        _ content: inout ChunkContent, chunk: Int, hours: HourRuns, connection: Connection
    ) throws -> Answer {
        var answer = Answer(firstLine: nextLine, added: [])
        nextLine += content.lineCount
        if isOpen { return answer }
        let unmarked = try unmarkedHours(hours, chunk: chunk, connection)
        for (number, run) in hours.runs.enumerated() {
            try load(run.hour, isUnmarked: unmarked.contains(run.hour), chunk: chunk, connection)
            announce(hours.runs[number...].prefix { $0.hour == run.hour }, chunk: chunk, content.calls)
            let candidatesBefore = answer.candidates.count
            if answer.added.last?.hour != run.hour { answer.added.append((run.hour, [])) }
            var block = answer.added[answer.added.count - 1].marks
            answer.added[answer.added.count - 1].marks = []
            block.reserveCapacity(block.count + CallMark.byteCount * run.range.count)
            let statedMicros = statedMicros
            index.withHour(run.hour, chunk: chunk, statedMicros: statedMicros) { set in
                set.reserve(run.range.count)
                for position in run.range {
                    let (sighting, kept) = set.recognise(content.calls.mark(position), statedMicros: statedMicros)
                    if let kept { kept.write(to: &block) }
                    if sighting != .new { answer.record(sighting, of: position, &content.calls) }
                }
            }
            answer.added[answer.added.count - 1].marks = block
            if answer.candidates.count > candidatesBefore {
                find(answer.candidates[candidatesBefore...], hour: run.hour, chunk: chunk, content.calls, &answer)
            }
        }
        answer.added.removeAll { $0.marks.isEmpty }
        answer.duplicates.sort()
        answer.stale.sort()
        answer.candidates.sort()
        return answer
    }

    /// Says which calls of an hour the chunk has, where more are stored.
    private func announce(_ runs: ArraySlice<HourRuns.Run>, chunk: Int, _ calls: borrowing PendingCalls) {
        guard let hour = runs.first?.hour else { return }
        let unasked = index.unasked(hour, by: chunk)
        guard unasked > 0 else { return }
        let count = runs.reduce(0) { $0 + $1.range.count }
        guard unasked > count else { return }
        var asked = FingerprintFilter(expecting: count)
        for run in runs { for position in run.range { asked.insert(calls.mark(position).fingerprint) } }
        index.announce(asked, of: hour, chunk: chunk)
    }

    /// Where rows of calls of an hour may be, by the marks of the hour, and what was said of those that are unclear.
    private func find(
        _ positions: ArraySlice<Int>, hour: Int32, chunk: Int, _ calls: borrowing PendingCalls, _ answer: inout Answer
    ) {
        var seconds: [MarkIndex.Origin: Range<Int64>] = [:]
        var asked: Set<UInt64> = []
        var askedUnclear: Set<UInt64> = []
        for position in positions {
            let call = calls[position]
            let isUnclear = call.sighting == .unclear && askedUnclear.insert(call.key.fingerprint).inserted
            guard asked.insert(call.key.fingerprint).inserted || isUnclear else { continue }
            for (span, mark) in index.found(call.key.fingerprint, hour: hour) {
                if isUnclear { answer.records.insert(mark, span) }
                guard span.origin != .loaded(number: chunk) else { continue }
                seconds[span.origin, default: call.second..<call.second + 1].include(call.second..<call.second + 1)
            }
        }
        let day = Int32(PendingCall.roundedDown(Int64(hour), by: 24))
        answer.places += seconds.map { KnownPlace(day: day, origin: $0.key, seconds: $0.value) }
    }

    /// Those of the hours that are not held of which nothing is stored: nearly all, and so they are asked for at once.
    private func unmarkedHours(_ hours: HourRuns, chunk: Int, _ connection: Connection) throws -> Set<Int32> {
        let missing = Set(hours.runs.lazy.map(\.hour)).filter { !index.holds($0) }
        guard missing.count > 1 else { return [] }
        try awaitForgotten(before: chunk)
        let marked = try connection.run(
            query: "find_marked_hours",
            ["switch_id": .int(Int64(switchID)), "start_hours": .texts(missing.sorted().map(String.init))])
        return missing.subtracting(try marked.map { try $0.narrow("start_hour") })
    }

    /// What was forgotten may be on its way into the database: it is there once its chunk is committed. Of this chunk itself
    /// hours may be forgotten too, but none that comes again in it.
    private func awaitForgotten(before chunk: Int) throws {
        try order.wait(for: .commit, chunk: min(index.forgottenThroughChunk + 1, chunk))
    }

    private func load(_ hour: Int32, isUnmarked: Bool, chunk: Int, _ connection: Connection) throws {
        guard !index.holds(hour) else { return }
        guard !isUnmarked else { return index.add(hour: hour, stored: []) }
        try awaitForgotten(before: chunk)
        let rows = try connection.run(
            query: "find_marks", ["switch_id": .int(Int64(switchID)), "start_hour": .int(Int64(hour))], binary: true)
        try index.add(
            hour: hour,
            stored: rows.map {
                MarkIndex.Block(
                    chunkID: try $0.id("chunk_id"),
                    statedMicros: try $0.optionalInt("stated_micros"), marks: try $0.bytes("marks"))
            })
    }
}

extension IdentityGate.Answer {
    fileprivate mutating func record(_ sighting: Sighting, of position: Int, _ calls: inout PendingCalls) {
        calls.note(sighting, of: position)
        switch sighting {
        case .new: break
        case .duplicate: duplicates.append(position)
        case .stale: stale.append(position)
        case .changed, .unclear: candidates.append(position)
        }
    }
}

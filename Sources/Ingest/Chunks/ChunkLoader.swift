internal import CallRecords
internal import CallStore
internal import Postgres
internal import Rating
internal import Threads
internal import Vocabulary

/// Loads chunks of one file, one after another; each worker has one.
///
///     prepare -> take a connection (in order) -> identify (in order) -> send what is new -> settle what may be known (all earlier chunks committed)
///             -> send the rest, the manifest last -> commit (in order)
struct ChunkLoader: ~Copyable {
    private let plan: LoadPlan
    private let reading: RecordReading
    private let order: ChunkOrder
    private let gate: IdentityGate
    private let connections: ChunkConnections
    private let partitions: CallPartitions
    private let search: KnownCallsSearch
    private let watch: RejectWatch
    /// Waits until the received file is safe on the disk: called before a chunk is committed.
    private let evidenceIsSafe: () throws -> Void

    private var content = ChunkContent()
    private var rowOrder = RowOrder()
    private var usage = UsageAccumulator()
    private var findings: ChunkFindings
    private var invoiced: InvoicedCalls

    init(
        plan: LoadPlan, reading: RecordReading, order: ChunkOrder, gate: IdentityGate, partitions: CallPartitions,
        search: KnownCallsSearch, watch: RejectWatch, connections: ChunkConnections,
        evidenceIsSafe: @escaping () throws -> Void
    ) {
        self.search = search
        self.watch = watch
        self.plan = plan
        self.reading = reading
        self.order = order
        self.gate = gate
        self.partitions = partitions
        self.connections = connections
        self.evidenceIsSafe = evidenceIsSafe
        findings = ChunkFindings(plan)
        invoiced = InvoicedCalls(entityID: plan.entityID)
    }

    /// Loads one chunk; returns when it is committed.
    mutating func load(_ chunk: Chunk) throws -> ChunkManifest {
        content.fill(from: chunk, reading: reading, plan: plan)
        let hours = HourRuns(content.calls)
        let days = hours.days
        rowOrder.sort(content.calls, parties: plan.sellParties, days: days)
        try order.wait(for: .identify, chunk: chunk.number)
        try refuseMostlyRejects(chunk)
        let lent = connections.take()
        defer { connections.give(back: lent) }
        let connection = lent.connection
        let answer = try gate.identify(&content, chunk: chunk.number, hours: hours, connection: connection)
        // In order, too: which of two records came last, the ids of their chunks tell.
        let chunkID = try lent.sender.nextChunkID()
        search.remember(chunk: chunk.number, id: chunkID)
        order.pass(.identify, chunk: chunk.number)
        try partitions.ensure(days, connection)

        var manifest = ChunkManifest()
        manifest.number = chunk.number
        manifest.byteOffset = chunk.byteOffset
        manifest.byteCount = chunk.byteCount
        manifest.firstLine = answer.firstLine
        manifest.lineCount = content.lineCount
        manifest.rowsRead = content.recordCount
        manifest.recordMicros = content.calls.startMicros
        manifest.rejected = content.rejects.count
        manifest.rejectedBytes = content.rejects.reduce(0) { $0 + $1.recordBytes }
        try connection.transaction {
            try send(chunk, chunkID, answer, &manifest, lent)
            try evidenceIsSafe()
            try order.wait(for: .commit, chunk: chunk.number)
        }
        order.pass(.commit, chunk: chunk.number)
        return manifest
    }

    /// Ends the load where rejects are too many, once all that is before them is committed.
    private func refuseMostlyRejects(_ chunk: Chunk) throws {
        let fault = watch.fault(
            records: content.recordCount, rejects: content.rejects, chunk: chunk.number, firstLine: gate.nextLine)
        guard let fault else { return }
        try order.wait(for: .commit, chunk: chunk.number)
        throw fault
    }

    // MARK: - The transaction

    private mutating func send(
        _ chunk: Chunk, _ chunkID: ChunkID, _ answer: IdentityGate.Answer, _ manifest: inout ChunkManifest,
        _ lent: ChunkConnections.Lent
    ) throws {
        let known = try answer.candidates.isEmpty ? nil : beginSearch(answer, chunk: chunk.number)
        usage.removeAll()
        findings.removeAll()
        invoiced.begin()
        let partitionNames = try CallPartitions.hold(rowOrder.days.map(\.day), lent.connection)
        var rest = rowOrder.days[...]
        while let first = rest.first {
            guard let partition = partitionNames[first.day] else { preconditionFailure("all days are held") }
            // Days of one month's partition go there together.
            let together = rest.prefix { partitionNames[$0.day] == partition }
            let rows = first.range.lowerBound..<together[together.endIndex - 1].range.upperBound
            try ChunkLoader.sendPlain(
                content, rowOrder.positions[rows], partition: partition, chunkID: chunkID, plan, &lent.sender,
                &usage, &findings, &manifest)
            for day in together { partitions.note(day.range.count, of: day.day) }
            rest = rest.dropFirst(together.count)
        }
        let rejects = content.rejects.map { $0.located(firstLine: answer.firstLine, byteOffset: chunk.byteOffset) }
        try lent.sender.send(rejects: rejects, chunkID: chunkID)
        try lent.sender.send(marks: answer.added, chunkID: chunkID)
        try sendUsage([], chunkID: chunkID, &lent.sender)
        // All that may wait for earlier chunks comes behind what need not.
        let settled = try settle(answer, known, chunkID, &manifest, lent.connection)
        try lent.sender.send(rows: settled.rows)
        try sendUsage(settled.takenBack, chunkID: chunkID, &lent.sender)
        var replaced = settled.duplicates.union(settled.ambiguous.map(\.ordinal))
        for position in answer.duplicates + answer.stale { replaced.insert(content.calls[position].ordinal) }
        let suspense = content.suspense.filter { !replaced.contains($0.ordinal) } + settled.ambiguous
        try lent.sender.send(suspense: suspense, settled.resolutions, chunkID: chunkID)
        try lent.sender.send(findings, chunkID: chunkID)
        manifest.notCompared = findings.notCompared
        try lent.sender.send(manifest, chunkID: chunkID)
    }

    /// Sends what was summed since the last time, and `deltas`.
    private mutating func sendUsage(_ deltas: [UsageDelta], chunkID: ChunkID, _ sender: inout ChunkSender) throws {
        guard plan.parts.contains(.usage) else { return }
        let parties = (sell: plan.sellParties.rows.count, buy: plan.buyParties.rows.count)
        try sender.send(usage: usage.byParty(parties), deltas, chunkID: chunkID)
        usage.removeAll()
    }

    /// Nearly all rows: calls that were never seen, with numbers that are integers.
    ///
    /// Static, so that what is read, what is summed and what is sent are apart for the compiler.
    private static func sendPlain(
        _ content: borrowing ChunkContent, _ positions: ArraySlice<Int32>, partition: String, chunkID: ChunkID,
        _ plan: LoadPlan, _ sender: inout ChunkSender, _ usage: inout UsageAccumulator, _ findings: inout ChunkFindings,
        _ manifest: inout ChunkManifest
    ) throws {
        guard !positions.isEmpty else { return }
        try sender.sendPlain(chunkID: chunkID, partition: partition) { encoder, buffer, writer in
            // The rows lie anywhere in the chunk, and their usage anywhere, too: what is read is asked for ahead, in three
            // steps that each need what the one before brought.
            let ahead = ChunkLoader.ahead
            let keepsUsage = plan.parts.contains(.usage)
            func position(_ index: Int) -> Int { Int(positions[min(index, positions.endIndex - 1)]) }
            for index in positions.indices {
                content.calls.prefetch(position(index + 3 * ahead))
                if keepsUsage {
                    let second = content.calls[position(index + 2 * ahead)]
                    usage.announce(second.sell, of: .sell)
                    usage.announce(second.buy, of: .buy)
                    let first = content.calls[position(index + ahead)]
                    usage.fetch(first.sell, of: .sell)
                    usage.fetch(first.buy, of: .buy)
                }
                let call = content.calls[position(index)]
                if call.sighting != .new || call.texts >= 0 { continue }
                try encoder.write(call, &buffer, to: writer)
                manifest.count(call)
                if keepsUsage { usage.add(call) }
                findings.count(call, plan)
                if !content.postDialMillis.isEmpty {
                    findings.count(postDialMillis: content.postDialMillis[position(index)], call, plan)
                }
            }
        }
    }

    /// Calls between two steps of reading ahead: about as many as are written while memory answers.
    private static let ahead = 4

    /// Rows that are not plain, and what follows from them.
    private struct Settled {
        var rows: [CallRow] = []
        /// Usage of changed calls that is no usage of the chunk itself.
        var takenBack: [UsageDelta] = []
        /// Ordinals of calls that are no rows of their own, stale ones included; nothing of them is kept.
        var duplicates: Set<Int32> = []
        /// Suspense of calls whose leg is ambiguous, in place of what they had.
        var ambiguous: [SuspenseRow] = []
        var resolutions: [SuspenseResolution] = []
    }

    private mutating func settle(
        _ answer: IdentityGate.Answer, _ search: Background<KnownCalls>?, _ chunkID: ChunkID,
        _ manifest: inout ChunkManifest, _ connection: Connection
    ) throws -> Settled {
        var settled = Settled()
        for position in answer.duplicates { manifest.count(duplicate: content.calls[position]) }
        for position in answer.stale { manifest.count(stale: content.calls[position]) }
        let positions = ChunkLoader.merged(answer.candidates, content.calls.positionsWithTexts)
        guard !positions.isEmpty else { return settled }
        var known = try search?.value() ?? KnownCalls()
        if !answer.candidates.isEmpty { addOwn(answer.candidates, chunkID, to: &known) }
        for index in positions {
            let call = content.calls[index]
            if call.sighting == .duplicate || call.sighting == .stale { continue }
            let row = content.row(call, chunkID: chunkID, plan: plan)
            let said = content.calls.content(index)
            let stem = call.key.stem
            switch settlement(of: row, call, said, known[stem]) {
            case .new:
                settled.rows.append(row)
                if call.sighting != .new { known.append(row, content: said, statedMicros: plan.statedMicros) }
                manifest.count(call)
                usage.add(call)
                count(call, at: index)
            case .duplicate:
                settled.duplicates.insert(call.ordinal)
                manifest.count(duplicate: call)
            case .stale:
                settled.duplicates.insert(call.ordinal)
                manifest.count(stale: call)
            case .changed(let place):
                let original = known[stem][place].row
                let reversal = original.reversal(chunkID: chunkID, replacementOrdinal: call.ordinal)
                var replacement = row.replacement(of: original.address)
                if row.key.leg == .notStated { replacement.key = row.key.with(leg: original.key.leg) }
                let change = ChangedCall(
                    original, by: replacement, claims: try invoiced.claims(of: original, connection), plan)
                replacement = change.replacement
                settled.rows += [reversal, replacement]
                settled.takenBack += change.deltas
                settled.resolutions += SuspenseResolution.of(original, by: replacement)
                known.replace(
                    place, by: replacement, content: said, statedMicros: plan.statedMicros, stem: stem)
                manifest.count(reversal: reversal)
                manifest.count(call)
                usage.add(call, without: change.invoicedSides)
                count(call, at: index)
            case .ambiguous:
                let suspended = row.suspendedAsAmbiguous()
                settled.rows.append(suspended)
                settled.ambiguous += plan.suspense(ofAmbiguous: suspended)
                known.append(suspended, content: said, statedMicros: plan.statedMicros)
                manifest.count(
                    isRated: false, durationNanos: call.durationNanos, sellMicros: 0, buyMicros: 0,
                    startMicros: call.startMicros)
            }
        }
        return settled
    }

    /// Two ascending lists as one, each position once.
    private static func merged(_ first: [Int], _ second: [Int]) -> [Int] {
        if first.isEmpty { return second }
        var all: [Int] = []
        all.reserveCapacity(first.count + second.count)
        for position in (first + second).sorted() where position != all.last { all.append(position) }
        return all
    }

    private func settlement(of row: CallRow, _ call: PendingCall, _ said: UInt64, _ known: [KnownCall])
        -> DuplicateVerdict
    {
        switch call.sighting {
        case .new: .new
        case .duplicate: .duplicate
        case .stale: .stale
        // None of that leg only where two calls have one fingerprint.
        case .changed: known.firstIndex { $0.row.key.leg == row.key.leg }.map(DuplicateVerdict.changed) ?? .new
        case .unclear:
            DuplicateVerdict(
                of: RecordState(content: said, row: row), statedMicros: plan.statedMicros, among: known,
                namesPartners: plan.sellParties[call.sell.party]?.isNamed ?? true)
        }
    }

    private mutating func count(_ call: PendingCall, at index: Int) {
        findings.count(call, plan)
        guard !content.postDialMillis.isEmpty else { return }
        findings.count(postDialMillis: content.postDialMillis[index], call, plan)
    }

    /// Looks for what the candidates may be among the calls of earlier chunks and files.
    private func beginSearch(_ answer: IdentityGate.Answer, chunk: Int) throws -> Background<KnownCalls> {
        var suspects: [PendingCall] = []
        for position in answer.candidates { suspects.append(content.calls[position]) }
        return try search.begin(suspects, in: answer.places, records: answer.records, chunk: chunk)
    }

    /// What the candidates may be of this chunk itself.
    private func addOwn(_ candidates: [Int], _ chunkID: ChunkID, to known: inout KnownCalls) {
        var fingerprints: Set<UInt64> = []
        for position in candidates { fingerprints.insert(content.calls[position].key.fingerprint) }
        for index in 0..<content.calls.count {
            let call = content.calls[index]
            guard call.sighting == .new, fingerprints.contains(call.key.fingerprint) else { continue }
            known.append(
                content.row(call, chunkID: chunkID, plan: plan), content: content.calls.content(index),
                statedMicros: plan.statedMicros)
        }
    }
}

extension ChunkManifest {
    /// Counts a call as it was priced.
    @inline(__always)
    fileprivate mutating func count(_ call: PendingCall) {
        count(
            isRated: call.sell.state != .unpriced && call.buy.state != .unpriced, durationNanos: call.durationNanos,
            sellMicros: call.sell.micros, buyMicros: call.buy.micros, startMicros: call.startMicros)
    }

    fileprivate mutating func count(duplicate call: PendingCall) {
        duplicates += 1
        duplicateNanos += Int128(call.durationNanos)
    }

    fileprivate mutating func count(stale call: PendingCall) {
        count(duplicate: call)
        stale += 1
    }
}

extension UsageAccumulator {
    @inline(__always)
    fileprivate mutating func add(_ call: PendingCall) {
        add(call.sell, of: .sell, durationNanos: call.durationNanos)
        add(call.buy, of: .buy, durationNanos: call.durationNanos)
    }

    /// The same for a call whose usage on some sides corrects that of an invoice.
    fileprivate mutating func add(_ call: PendingCall, without sides: Set<Side>) {
        if !sides.contains(.sell) { add(call.sell, of: .sell, durationNanos: call.durationNanos) }
        if !sides.contains(.buy) { add(call.buy, of: .buy, durationNanos: call.durationNanos) }
    }
}

extension CallRow {
    /// This call without prices: which leg it is cannot be told, so it must not count.
    fileprivate func suspendedAsAmbiguous() -> CallRow {
        func unpriced(_ side: CallSide) -> CallSide {
            guard side.state != .notApplicable else { return side }
            var side = side
            side.state = .unpriced
            side.micros = 0
            side.billedSeconds = 0
            side.rateID = nil
            side.destinationID = nil
            return side
        }
        var row = self
        row.sell = unpriced(sell)
        row.buy = unpriced(buy)
        return row
    }
}

extension LoadPlan {
    /// Both sides of a call whose leg is ambiguous.
    fileprivate func suspense(ofAmbiguous row: CallRow) -> [SuspenseRow] {
        Side.allCases.filter { row.side($0).state == .unpriced }.map { side in
            let parties = catalog.tariff.parties(side)
            let party = parties.first {
                $0.partnerID == row.side(side).partnerID && $0.productID == row.side(side).productID
            }
            return SuspenseRow(
                ordinal: row.ordinal, side: side, startMicros: row.startMicros, reason: SuspenseRow.ambiguousLeg,
                account: party?.account ?? [], called: row.called.digits, durationNanos: row.durationNanos)
        }
    }
}

package import Acts
package import CallRecords
package import CallStore
internal import Catalog
package import Database
internal import Files
import Foundation
package import Postgres
package import RateBook
import Synchronization
internal import Threads
internal import Vocabulary

/// Loads one CDR file: received, parsed, rated, told from what is known, committed chunk by chunk.
///
/// Killed at any moment and started again it goes on behind the last committed chunk, with the layout, the chunk size
/// and the exchange rates with which it began; the result is that of an undisturbed load.
package struct FileLoad: Sendable {
    package struct Options: Sendable {
        /// Nil = the one with which the loading of this file began, or else the built-in one that fits it.
        package var layout: CallLayout?
        /// Customer account of all calls, whatever the file says; nil = as the layout has it.
        package var account: String?
        /// Connections over which chunks are sent at once. One worker more than that prepares the next.
        package var connections: Int
        /// Text of a chunk at most.
        package var chunkBytes = FileLoad.chunkBytes
        /// Memory for marks of calls.
        package var markBytesMax = FileLoad.markBytesMax
        /// Go on with the present tariff where another one was in effect when the loading of this file began.
        package var acceptsNewTariff = false
        /// What records may say, unless the loading of this file began with other limits.
        package var limits = LoadLimits()
        /// Plausible starts that a person stated for this file, in place of those of the limits: microseconds since 1970
        /// UTC, half open.
        package var startsFromMicros: Int64?
        package var startsUntilMicros: Int64?
        /// The instant of which the file speaks, in microseconds since 1970 UTC: what it says of a call holds since then,
        /// though something else may have held in between. Nil = it does not say.
        package var statedMicros: Int64?
        /// Load a file however many of its records are rejects, and go on with one that stopped because of them.
        package var acceptsRejects = false
        /// The undone file that is loaded again as it was; nil = it comes from outside.
        package var again: UndoneFile?
        /// Other than all of them for measurements only: out of reach of commands.
        var parts = LoadParts.all

        package init(connections: Int) { self.connections = connections }

        /// A layout with the account that was stated.
        func stated(_ layout: CallLayout) -> CallLayout {
            var layout = layout
            layout.account = account ?? layout.account
            return layout
        }
    }

    package struct Progress: Sendable {
        package var name: String
        /// Of the text behind the chunks that are committed.
        package var bytes: Int
        /// Of the file as received.
        package var fileBytes: Int
        package var isCompressed: Bool
        package var rows: Int
        package var seconds: Double
    }

    package struct Result: Sendable {
        package var account: FileAccount
        /// Whether these bytes had been loaded before, so that nothing was done now.
        package var wasLoaded: Bool
        /// Chunks that an earlier, interrupted run had committed.
        package var resumedAtChunk: Int
        /// Records read by this run, and the time from receiving the file to the last commit.
        package var rows: Int
        package var seconds: Double
    }

    package static let chunkBytes = 8 << 20
    package static let markBytesMax = 64 << 20

    let database: Database
    let source: SwitchSource
    let options: Options
    /// By whom and from where the file is loaded: the act that it is, of which each chunk is a part.
    let request: ActRequest
    /// Gives the present catalog of the entity, with the exchange rates asked for; nil = the present ones.
    let compile: @Sendable (ExchangeBasis?) throws -> CompiledCatalog
    let connections: LoaderConnections
    let onWait: @Sendable () -> Void
    let onProgress: @Sendable (Progress) -> Void

    package init(
        _ database: Database, source: SwitchSource, options: Options, by request: ActRequest,
        connections: LoaderConnections? = nil, onWait: @escaping @Sendable () -> Void = {},
        onProgress: @escaping @Sendable (Progress) -> Void = { _ in },
        compile: @escaping @Sendable (ExchangeBasis?) throws -> CompiledCatalog
    ) {
        precondition(options.connections >= 1)
        self.database = database
        self.source = source
        self.options = options
        self.request = request
        self.connections = connections ?? LoaderConnections(database)
        self.onWait = onWait
        self.onProgress = onProgress
        self.compile = compile
    }

    /// Loads a file up to its last chunk; closing it is the caller's.
    ///
    /// - Parameter held: a connection of the loader's role whose session has the import lock of the switch; nil = one of its own.
    package func run(_ input: EvidenceStore.Source, on held: Connection? = nil) throws -> Result {
        if let held { return try run(input, over: held) }
        let connection = try connections.take()
        do {
            let result = try run(input, over: connection)
            try ImportLock(switchID: source.switchID).release(connection)
            connections.give(back: connection)
            return result
        } catch {
            // With all its locks; the server may be out of reach for the others as well.
            connection.close()
            connections.close()
            throw error
        }
    }

    private func run(_ input: EvidenceStore.Source, over connection: Connection) throws -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        let evidence = try receive(input)
        let lock = ImportLock(switchID: source.switchID)
        try lock.acquire(connection, isWaiting: onWait)
        let name = options.again?.name ?? input.name
        let work: Work?
        do {
            try checkUndo(evidence, connection)
            work = try prepare(evidence, name: name, connection)
        } catch {
            // A database that cannot be reached records nothing.
            throw error is PostgresError ? error : try Acts.recorded(error, request, on: connection)
        }
        guard let work else {
            let file = try loaded(evidence, connection)
            return Result(account: file, wasLoaded: true, resumedAtChunk: 0, rows: 0, seconds: 0)
        }
        let rows: Int
        do {
            rows = try load(work, evidence, name: name, lock: lock, connection) {
                (clock.now - start) / .seconds(1)
            }
        } catch {
            try leave(work, because: error, connection)
            throw error
        }
        try Acts.goOn(work.actID, on: connection) {
            _ = try connection.run(query: "finish_cdr_file", ["file_id": .id(work.plan.fileID)])
            // What is loaded again is a part of the undo.
            if options.again == nil { try Acts.end(work.actID, on: connection) }
        }
        let account = try FileAccount.of(fileID: work.plan.fileID, connection)
        return Result(
            account: account, wasLoaded: false, resumedAtChunk: work.nextNumber, rows: rows,
            seconds: (clock.now - start) / .seconds(1))
    }

    /// What a file is after an error that is its own; after any other its load is merely interrupted.
    private func leave(_ work: Work, because error: any Error, _ connection: Connection) throws {
        let query: String
        switch error {
        // A file that cannot be read to its end was not begun, unless some of it is in.
        case is InputError: query = "forget_cdr_file"
        case let refusal as Refusal where ["file.no_plausible_start", "file.mostly_rejects"].contains(refusal.reason):
            query = "forget_cdr_file"
        case let refusal as Refusal where refusal.reason == "file.too_many_rejects": query = "stop_cdr_file"
        default: return
        }
        try Acts.goOn(work.actID, on: connection) {
            let left = try connection.run(query: query, ["file_id": .id(work.plan.fileID)])
            // What is in of a file goes on waiting for the rest, and so does its act.
            guard !left.isEmpty, options.again == nil else { return }
            try Acts.end(work.actID, refusal: refusal(error), on: connection)
        }
    }

    private func refusal(_ error: any Error) -> Refusal {
        Refusal(error) ?? Refusal(.invalid, "cdr.refused", "\(error)")
    }

    // MARK: - Preparing

    /// Nothing is loaded into a switch while an undo of its files is under way but what belongs to it.
    private func checkUndo(_ evidence: Evidence, _ connection: Connection) throws {
        if let again = options.again {
            guard evidence.sha256 != again.sha256 else { return }
            throw Refusal(
                .conflict, "file.evidence_differs",
                "The kept bytes of file \(again.fileID), \(again.name), are not those that were received",
                facts: ["file": "\(again.fileID)"])
        }
        guard let undo = try UndoUnderWay.find(switchID: source.switchID, connection) else { return }
        throw undo.refusal
    }

    private func receive(_ input: EvidenceStore.Source) throws -> Evidence {
        guard options.parts.contains(.evidence) else { return try Evidence(unkept: input) }
        return try EvidenceStore(folder: database.home.evidence).receive(input)
    }

    /// What is left to load of a file.
    private struct Work {
        var plan: LoadPlan
        var actID: ActID
        var reading: RecordReading
        var reader: SharedChunkReader
        var isCompressed: Bool
        var nextNumber: Int
        var firstLine: Int
        var watch: RejectWatch
    }

    private func loaded(_ evidence: Evidence, _ connection: Connection) throws -> FileAccount {
        let row = try find(evidence, connection).only()
        return try FileAccount.of(fileID: try row.id("file_id"), connection)
    }

    private func find(_ evidence: Evidence, _ connection: Connection) throws -> Rows {
        try connection.run(
            query: "find_cdr_file",
            [
                "entity_id": .id(source.entityID), "sha256": .bytes(evidence.sha256),
                "stated_at_micros": .optional(options.statedMicros),
            ])
    }

    /// Nil where all of the file is loaded.
    private func prepare(_ evidence: Evidence, name: String, _ connection: Connection) throws -> Work? {
        let known = try find(evidence, connection).first.map { try KnownFile($0, nowNamed: name) }
        try known?.check(switch: source.switchCode)
        if let known, known.isLoaded {
            try known.check(layout: options.layout.map(options.stated))
            return nil
        }
        // What was entered and has no chunk is entered anew: nothing is frozen yet.
        let begun = known.flatMap { $0.isBegun ? $0 : nil }
        let limits = try begun.map { try $0.limits(options) } ?? limits
        guard !limits.starts.isEmpty else {
            throw Refusal(
                .invalid, "file.no_plausible_start",
                "\(name): no start of a call is plausible, for the first one is not before the end of them",
                facts: ["file": name])
        }
        let chunkBytes = try begun.map { Int(try $0.row.int("chunk_bytes")) } ?? options.chunkBytes
        let (bytes, present) = try ByteSources.open(
            FileDescriptor(reading: evidence.path, named: name), isPacked: evidence.packedFrom != nil)
        let compression = evidence.packedFrom ?? present
        let reader = ChunkReader(source: bytes, chunkBytes: chunkBytes)
        let asked =
            options.again == nil ? options.layout.map(source.completed).map(options.stated) : options.layout
        let stated = try begun.map { try $0.layout(asked: asked) } ?? asked
        let layout: CallLayout
        var bound: BoundLayout
        let sample = try reader.sample()
        do throws(LayoutError) {
            if let stated {
                layout = stated
            } else {
                let found = try CallLayout.detected(in: sample, switchZone: source.zone, zones: TimeZones.offsets)
                layout = options.stated(source.completed(found))
            }
            bound = try layout.bound(to: sample, switchZone: source.zone, zones: TimeZones.offsets)
        } catch {
            throw LayoutError(error.code, "\(name): \(error.description)")
        }
        bound.starts = limits.starts
        reader.begin(bound)
        let catalog = try compile(begun.flatMap { try ExchangeBasis(ofLastChunk: $0.row) })
        let statedMicros = try known.map { try $0.row.optionalInt("stated_at_micros") } ?? options.statedMicros
        let fileID: CallFileID
        let actID: ActID
        if let begun {
            fileID = begun.fileID
            try checkTariff(catalog, begunWith: begun.row.bytes("tariff_hash"), name: name)
            try reader.skip(to: Int(begun.row.int("next_offset")), nextNumber: Int(begun.row.int("next_number")))
            actID = try goOn(begun, connection)
        } else {
            let entered = try enter(known, connection) {
                try enter(evidence, name: name, compression, layout, catalog, statedMicros, connection)
            }
            fileID = try CallFileID(Int32(narrowing: entered.value))
            actID = entered.id
        }
        let plan = LoadPlan(
            fileID: fileID, entityID: source.entityID, switchID: source.switchID,
            catalog: catalog, partnerCurrencies: try LoadPlan.partnerCurrencies(source.entityID, connection),
            limits: limits, statedMicros: statedMicros, parts: options.parts)
        let reading = RecordReading(layout: bound, hasher: CallKeyHasher(seed: source.keySeed))
        return Work(
            plan: plan, actID: actID, reading: reading, reader: SharedChunkReader(reader),
            isCompressed: compression != .none,
            nextNumber: Int(try begun?.row.int("next_number") ?? 0),
            firstLine: try begun.map { Int(try $0.row.int("next_line")) } ?? bound.headerLines + 1,
            watch: RejectWatch(
                name: name, layout: layout.name, limits: limits,
                records: begun?.records ?? 0, rejected: begun?.rejected ?? 0))
    }

    /// Of a file that is new.
    private var limits: LoadLimits {
        var limits = options.limits
        limits.startsFromMicros = options.startsFromMicros ?? limits.startsFromMicros
        limits.startsUntilMicros = options.startsUntilMicros ?? limits.startsUntilMicros
        if options.acceptsRejects { limits.rejectedPercentMax = nil }
        return limits
    }

    /// Takes up the act by which a file was begun, or begins another one for the rest where that has ended.
    private func goOn(_ file: KnownFile, _ connection: Connection) throws -> ActID {
        let fileID: [String: Value] = ["file_id": .id(file.fileID)]
        func acceptRejects() throws {
            guard options.acceptsRejects else { return }
            _ = try connection.run(query: "accept_rejects", fileID)
        }
        if let actID = try file.actUnderWay {
            try Acts.goOn(actID, on: connection) { try acceptRejects() }
            return actID
        }
        return try Acts.begin(request, on: connection) { _ in
            try acceptRejects()
            _ = try connection.run(query: "take_up_cdr_file", fileID)
        }.id
    }

    /// By the act that entered it before and brought no chunk, or a new one.
    private func enter(
        _ known: KnownFile?, _ connection: Connection, _ body: () throws -> Int64
    ) throws -> (id: ActID, value: Int64) {
        if let again = options.again { return (again.actID, try Acts.goOn(again.actID, on: connection, body)) }
        if let actID = try known?.actUnderWay { return (actID, try Acts.goOn(actID, on: connection, body)) }
        return try Acts.begin(request, on: connection) { _ in try body() }
    }

    private func enter(
        _ evidence: Evidence, name: String, _ compression: Compression, _ layout: CallLayout,
        _ catalog: CompiledCatalog, _ statedMicros: Int64?, _ connection: Connection
    ) throws -> Int64 {
        let definition = try JSONEncoder().encode(layout)
        return try connection.run(
            query: "add_cdr_file",
            [
                "entity_id": .id(source.entityID), "switch_id": .int(Int64(source.switchID)),
                "kind": "received",
                "sha256": .bytes(evidence.sha256), "name": .text(name), "bytes": .int(Int64(evidence.bytes)),
                "compression": .text(compression.rawValue), "layout": .text(layout.name),
                "layout_definition": .text(String(decoding: definition, as: UTF8.self)),
                "tariff_hash": .bytes(catalog.hash), "chunk_bytes": .int(Int64(options.chunkBytes)),
                "starts_from_micros": .optional(limits.startsFromMicros),
                "starts_until_micros": .optional(limits.startsUntilMicros),
                "longest_call_s": .optional(limits.longestSeconds),
                "rejected_percent_max": .optional(limits.rejectedPercentMax),
                "rejected_least": .int(Int64(limits.rejectedLeast)),
                "stated_at_micros": .optional(statedMicros), "source_file_id": .optional(options.again?.fileID),
            ]
        ).only().int("file_id")
    }

    private func checkTariff(_ catalog: CompiledCatalog, begunWith hash: [UInt8], name: String) throws {
        guard catalog.hash != hash, !options.acceptsNewTariff else { return }
        throw Refusal(
            .conflict, "file.tariff_changed",
            "\(name) is loaded in part, and rates, cards or accounts have changed since: the rest would get other prices",
            facts: ["file": name])
    }

    // MARK: - Loading

    /// Loads the rest of the file on several threads; returns the number of records read.
    private func load(
        _ work: Work, _ evidence: Evidence, name: String, lock: ImportLock, _ connection: Connection,
        elapsed: @escaping @Sendable () -> Double
    ) throws -> Int {
        let order = ChunkOrder(next: work.nextNumber)
        // The received file as the one chunk of an order of its own: committed once it is whole and on the disk.
        let safety = ChunkOrder(next: 0)
        let gate = IdentityGate(
            firstLine: work.firstLine, switchID: source.switchID, statedMicros: work.plan.statedMicros, order: order,
            bytesMax: options.markBytesMax,
            isOpen: !options.parts.contains(.duplicates))
        let partitions = CallPartitions()
        let search = KnownCallsSearch(connection, order: order, partitions: partitions)
        let progress = Mutex(
            Progress(
                name: name, bytes: 0, fileBytes: evidence.bytes, isCompressed: work.isCompressed, rows: 0, seconds: 0))
        do {
            let lent = try ChunkConnections(options.connections, plan: work.plan) {
                let connection = try connections.take()
                try lock.share(connection)
                // Chunks are committed in order and reach the disk in that order. The last commit, that of the end of the
                // file, waits for all of them; a server that loses power before has lost the last chunks, as if it had come
                // a moment earlier.
                try connection.execute("SET synchronous_commit = off")
                return connection
            }
            defer { lent.close() }
            // Besides the workers one who makes the received file safe.
            try WorkerThreads.run(options.connections + 2) { number in
                do {
                    if number == 0 {
                        try makeSafe(evidence, name: name, isCompressed: work.isCompressed)
                        safety.pass(.identify, chunk: 0)
                        return
                    }
                    var loader = ChunkLoader(
                        plan: work.plan, reading: work.reading, order: order, gate: gate, partitions: partitions,
                        search: search, watch: work.watch, connections: lent,
                        evidenceIsSafe: { try safety.wait(for: .identify, chunk: 1) })
                    let buffer = ChunkBuffer(capacity: work.reader.bufferCapacity)
                    while let chunk = try work.reader.next(into: buffer) {
                        let manifest = try loader.load(chunk)
                        progress.withLock {
                            $0.bytes = max($0.bytes, chunk.byteOffset + chunk.byteCount)
                            $0.rows += manifest.rowsRead
                            $0.seconds = elapsed()
                            onProgress($0)
                        }
                    }
                } catch {
                    order.stop()
                    safety.stop()
                    throw error
                }
            }
            try lent.end { connection in
                try lock.unshare(connection)
                try connection.execute("RESET synchronous_commit")
                connections.give(back: connection)
            }
        } catch let error as PostgresError {
            throw error.adding(context: "loading \(name)")
        }
        return progress.withLock { $0.rows }
    }

    /// Brings the received file to the disk; where it is compressed, also reads it to its end, for a file that was cut
    /// off must not be loaded in part.
    private func makeSafe(_ evidence: Evidence, name: String, isCompressed: Bool) throws {
        if options.parts.contains(.evidence) { try evidence.synchronize() }
        guard isCompressed else { return }
        let source = try ByteSources.open(FileDescriptor(reading: evidence.path, named: name)).source
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { unsafe scratch.deallocate() }
        while try unsafe source.read(into: scratch) == scratch.count {}
    }
}

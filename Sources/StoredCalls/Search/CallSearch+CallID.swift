internal import Calendar
package import CallStore
internal import Catalog
internal import Database
package import Postgres
internal import Vocabulary

// Calls by the id that the switch gave them.

extension CallSearch {
    private static let microsOfHour: Int64 = 3_600_000_000

    /// A second at which a call of the id may start.
    private struct Sighting {
        var source: SwitchSource
        var startSeconds: Int64
        var stem: CallStem
    }

    /// Finds the call that an id means, for those who show or explain one.
    ///
    /// - Throws: `Refusal` where there is none, or several, revisions of one call aside.
    package static func address(
        ofCallID callID: String, switchCode: String?, _ connection: Connection
    ) throws -> CallAddress {
        var search = CallSearch()
        search.callID = callID
        search.switchCode = switchCode
        search.budget = .none
        var (page, seconds) = (Page(), [Sighting]())
        for source in try SwitchSource.all(switchCode: switchCode, connection) {
            seconds += try search.sightings(source, &page, connection)
        }
        let calls = try search.rows(seconds, connection)
        let hits = try CallHit.describe(calls.map { ($0.startMicros, $0.chunkID, $0.ordinal) }, connection)
        let current = hits.filter { $0.status == .rated || $0.status == .unrated }
        let addresses = (current.isEmpty ? hits : current).compactMap(\.address)
        guard let address = addresses.first else {
            throw Refusal(
                .notFound, "call.id_not_found", "No call has the id \(callID)", facts: ["id": callID])
        }
        guard addresses.count == 1 || current.isEmpty else {
            let listed = addresses.prefix(5).map { "\($0)" }.joined(separator: ", ")
            throw Refusal(
                .conflict, "call.several",
                "\(addresses.count) calls have the id \(callID): \(listed)\(addresses.count > 5 ? " …" : "")",
                facts: ["id": callID])
        }
        return address
    }

    func pageOfCallID(partnerID: Int32?, _ store: EvidenceStore, _ connection: Connection) throws -> Page {
        var page = Page()
        guard let callID else { return page }
        var sightings: [Sighting] = []
        if state != .reject {
            for source in try SwitchSource.all(switchCode: switchCode, connection) {
                sightings += try self.sightings(source, &page, connection)
            }
            let calls = try rows(sightings, connection)
            if state != .duplicate {
                let hits = try CallHit.describe(calls.map { ($0.startMicros, $0.chunkID, $0.ordinal) }, connection)
                page.hits = hits.filter(isWanted).map { hit in
                    var hit = hit
                    if let row = calls.first(where: { $0.address == hit.address }) {
                        hit.place.line = try? StoredCall.rawRecord(of: row, store, connection).line
                    }
                    return hit
                }
            }
            if state == nil || state == .duplicate {
                for sighting in sightings {
                    page.hits += try duplicates(of: callID, sighting, calls, &page.leftOut, store, connection)
                }
            }
        }
        if state == nil || state == .reject {
            var rejects = self
            rejects.after = nil
            page.hits += try rejects.pageOfRejects(connection).hits
        }
        return page
    }

    private func isWanted(_ hit: CallHit) -> Bool {
        switch state {
        case nil: true
        case .rated: hit.status == .rated
        case .unrated: hit.status == .unrated
        case .revised: hit.status == .superseded
        default: false
        }
    }

    /// Looks for the id in the marks of a switch, the last hours first.
    private func sightings(
        _ source: SwitchSource, _ page: inout Page, _ connection: Connection
    ) throws -> [Sighting] {
        let until = [untilMicros, after?.startMicros].compactMap(\.self).min()
        let hours = try connection.run(
            query: "mark_hours",
            [
                "switch_id": .int(Int64(source.switchID)),
                "from_hour": .optional(fromMicros.map { PendingCall.roundedDown($0, by: CallSearch.microsOfHour) }),
                "until_hour": .optional(
                    until.map { PendingCall.roundedDown($0 - 1, by: CallSearch.microsOfHour) + 1 }),
            ])
        let hasher = CallKeyHasher(seed: source.keySeed)
        let id = Array((callID ?? "").utf8)
        var found: [Sighting] = []
        var bytesRead: Int64 = 0
        var window: [Int32] = []
        var windowBytes: Int64 = 0
        func read() throws {
            found += try search(window, id, hasher, source, connection)
            (window, windowBytes) = ([], 0)
        }
        for row in hours {
            let hour: Int32 = try row.narrow("start_hour")
            let bytes = try row.int("mark_bytes")
            if bytesRead > 0, bytes > budget.markBytes - bytesRead {
                let end = (Int64(hour) + 1) * CallSearch.microsOfHour
                page.next = Cursor(startMicros: max(end, page.next?.startMicros ?? .min))
                page.leftOut.append(
                    "calls of switch \(source.switchCode) that start before \(CallSearch.instant(end))")
                break
            }
            bytesRead += bytes
            windowBytes += bytes
            window.append(hour)
            if windowBytes > 16 << 20 { try read() }
        }
        try read()
        return found.filter { sighting in
            let micros = sighting.startSeconds * 1_000_000
            return micros + 1_000_000 > fromMicros ?? .min && micros < until ?? .max
        }
    }

    private func search(
        _ hours: [Int32], _ id: [UInt8], _ hasher: CallKeyHasher, _ source: SwitchSource, _ connection: Connection
    ) throws -> [Sighting] {
        guard !hours.isEmpty else { return [] }
        let blocks = try connection.run(
            query: "marks_of_hours",
            ["switch_id": .int(Int64(source.switchID)), "start_hours": .ints(hours.map(Int64.init))], binary: false)
        var found: [Sighting] = []
        var hour: Int32?
        /// The second of the start, by the fingerprint that is looked for.
        var sought: [UInt64: Int64] = [:]
        sought.reserveCapacity(3_600)
        for block in blocks {
            let own: Int32 = try block.narrow("start_hour")
            if own != hour {
                hour = own
                let seconds = Int64(own) * 3_600..<Int64(own) * 3_600 + 3_600
                sought.removeAll(keepingCapacity: true)
                hasher.forEachKey(ofCallID: id, switchID: source.switchID, startSeconds: seconds) { second, key in
                    sought[key.fingerprint] = second
                }
            }
            CallMark.read(try block.bytes("marks")) { mark in
                guard let second = sought.removeValue(forKey: mark.fingerprint) else { return }
                let key = hasher.key(of: id, kind: .callID, switchID: source.switchID, startSeconds: second)
                found.append(Sighting(source: source, startSeconds: second, stem: key.stem))
            }
        }
        return found
    }

    /// All revisions of the calls that start in those seconds, reversals left out.
    private func rows(_ sightings: [Sighting], _ connection: Connection) throws -> [CallRow] {
        try sightings.flatMap { sighting in
            try connection.run(
                query: "find_known_calls",
                [
                    "stems": .texts(["\\x" + hex(sighting.stem.bytes)]), "from_s": .int(sighting.startSeconds),
                    "to_s": .int(sighting.startSeconds + 1),
                ]
            ).map(CallRow.init).filter { $0.kind != .reversal }
        }
    }

    /// Records that repeat a call: those of the chunks that have duplicates and records of that time, without the ones that are rows.
    private func duplicates(
        of callID: String, _ sighting: Sighting, _ calls: [CallRow], _ leftOut: inout [String], _ store: EvidenceStore,
        _ connection: Connection
    ) throws -> [CallHit] {
        var wide = self
        wide.switchCode = sighting.source.switchCode
        let start = sighting.startSeconds * 1_000_000
        let chunks = try wide.chunks(having: "duplicates", from: start, until: start + 1_000_000, connection)
        let id = Array(callID.utf8)
        let own = calls.filter { $0.key.stem == sighting.stem }
        var reader = DuplicateReader(store: store, connection: connection)
        var bytesRead: Int64 = 0
        var hits: [CallHit] = []
        for (index, chunk) in chunks.enumerated() {
            if bytesRead > 0, chunk.textBytes > budget.textBytes - bytesRead {
                leftOut.append(
                    "duplicates in \(AmountText.count(Int64(chunks.count - index), "part")) of files received earlier")
                break
            }
            bytesRead += chunk.textBytes
            hits += try reader.hits(in: chunk.chunkId) { records, record in
                PendingCall.roundedDown(record.startMicros, by: 1_000_000) == sighting.startSeconds
                    && records.bytes(record.callID) == id
            }.map { try reader.with(original: own.last, $0) }
        }
        return hits
    }

    /// `2026-10-03T10:00:00Z`, to the second.
    static func instant(_ micros: Int64) -> String {
        let day = CallRow.day(ofMicros: micros)
        let second = (micros - Int64(day) * 86_400_000_000) / 1_000_000
        func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(CivilDay(daysSince1970: day))T\(padded(second / 3_600)):\(padded(second / 60 % 60)):\(padded(second % 60))Z"
    }
}

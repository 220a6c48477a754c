import CallRecords
import Foundation
import Rating
import Testing

@testable import CallStore
@testable import Files
@testable import Ingest
@testable import RateBook

/// The load against a slow one that takes record by record and remembers every call.
@Suite struct FileLoadReferenceTests {
    @Test(arguments: [(UInt64(1), 1, 1 << 20), (2, 4, 1 << 20), (3, 3, 2_000)])
    func `a load equals the slow one, however many threads and however little memory`(
        seed: UInt64, threads: Int, markBytesMax: Int
    ) throws {
        try withLoadFixture { fixture in
            var made = LoadedCarrierCalls(seed: seed)
            let records = made.records(9_000)
            var reference = SlowLoad(catalog: fixture.catalog)
            // Two files that overlap; in the third all come again in another order: each chunk has a few calls of every hour.
            let scattered = records.indices.map { records[$0 * 7 % records.count] }
            for (number, part) in [records[..<6_000], records[5_000...], scattered[...]].enumerated() {
                let text = LoadFixture.header + part.map { $0 + "\n" }.joined()
                let result = try fixture.load(
                    path: fixture.file(text, named: "\(number).csv"), threads: threads,
                    markBytesMax: markBytesMax)
                let expected = reference.load(text)
                let account = result.account
                #expect(account.addsUp, "seed \(seed)")
                #expect(
                    [
                        account.read, account.rated, account.unrated, account.duplicates, account.changed,
                        account.rejected, account.stale,
                    ]
                        == expected.map(Int64.init), "seed \(seed), file \(number)")
            }
            let stored = try fixture.calls().sorted()
            #expect(stored == reference.rows(), "seed \(seed)")
            let suspended = try fixture.texts("SELECT count(*) AS n FROM suspense")
            #expect(suspended == ["\(reference.suspended)"], "seed \(seed)")
            try fixture.expectUsageIsOfCalls()
            try fixture.expectManifestsAreOfRows()
        }
    }
}

/// Loads records one by one into arrays: the meaning of the load, without chunks, threads, fingerprints or a database.
private struct SlowLoad {
    let catalog: CompiledCatalog
    private var known: [String: [KnownCall]] = [:]
    private var stored: [CallRow] = []
    private(set) var suspended = 0

    init(catalog: CompiledCatalog) { self.catalog = catalog }

    /// Read, rated, unrated, duplicates, changed, rejected, stale.
    mutating func load(_ text: String) -> [Int] {
        let records = text.split(separator: "\n").dropFirst()
        let rows = parse(text)
        var counts = [records.count, 0, 0, 0, 0, 0, 0]
        for (record, state) in zip(records, rows) {
            guard let state else {
                counts[5] += 1
                continue
            }
            var row = state.row
            let fields = record.split(separator: ",", omittingEmptySubsequences: false)
            let identity = "\(fields[0]) \(row.startMicros / 1_000_000)"
            switch DuplicateVerdict(of: state, among: known[identity] ?? []) {
            case .new: known[identity, default: []].append(KnownCall(row, states: [state], statedMicros: nil))
            case .duplicate:
                counts[3] += 1
                continue
            case .stale:
                counts[3] += 1
                counts[6] += 1
                continue
            case .changed(let index):
                let original = known[identity]![index].row
                var replacement = row.replacement(of: original.address)
                if row.key.leg == .notStated { replacement.key = row.key.with(leg: original.key.leg) }
                known[identity]![index].replace(by: replacement, content: state.content, statedMicros: nil)
                stored.append(original.reversal(chunkID: 0, replacementOrdinal: 0))
                row = replacement
                counts[4] += 1
            case .ambiguous:
                for side in [\CallRow.sell, \CallRow.buy] {
                    row[keyPath: side].state = .unpriced
                    row[keyPath: side].micros = 0
                    row[keyPath: side].billedSeconds = 0
                    row[keyPath: side].rateID = nil
                    row[keyPath: side].destinationID = nil
                }
                known[identity, default: []].append(KnownCall(row, states: [state], statedMicros: nil))
            }
            stored.append(row)
            let unpriced = [row.sell, row.buy].filter { $0.state == .unpriced }.count
            suspended += unpriced
            counts[unpriced == 0 ? 1 : 2] += 1
        }
        return counts
    }

    /// The records by the parser and the engine, which have tests of their own; nil where one is no call.
    private func parse(_ text: String) -> [RecordState?] {
        let layout = try! CallLayout.canonical.bound(to: Array(text.utf8), zones: TimeZones.offsets)
        let plan = LoadPlan(fileID: 0, entityID: 1, switchID: 1, catalog: catalog, partnerCurrencies: [:])
        var content = ChunkContent()
        content.fill(
            from: Chunk(text: Array(text.utf8.dropFirst(LoadFixture.header.utf8.count))),
            reading: RecordReading(layout: layout, hasher: CallKeyHasher(seed: [UInt8](repeating: 0, count: 16))),
            plan: plan)
        var rows = [RecordState?](repeating: nil, count: content.recordCount)
        for index in 0..<content.calls.count {
            let call = content.calls[index]
            rows[Int(call.ordinal)] = RecordState(
                content: content.calls.content(index), row: content.row(call, chunkID: 0, plan: plan))
        }
        return rows
    }

    /// As `LoadFixture.calls` selects them.
    func rows() -> [String] {
        func text(_ value: (some Any)?) -> String { value.map { "\($0)" } ?? "-" }
        func day(_ day: Int32?) -> String { day.map { CallAddress.text(day: $0) } ?? "-" }
        return stored.map { row in
            let second = row.startMicros / 1_000_000 % 86_400
            let clock = [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
            let micros = String(String(1_000_000 + row.startMicros % 1_000_000).dropFirst())
            let calling = String(decoding: row.calling.digits, as: UTF8.self)
            return [
                day(row.day), clock.joined(separator: ":") + "." + micros, calling.isEmpty ? "-" : calling,
                String(decoding: row.called.digits, as: UTF8.self), "\(row.durationNanos)",
                row.sipCode == 0 ? "-" : "\(row.sipCode)", String(UnicodeScalar(row.kind.rawValue)),
                text(row.sell.partnerID), text(row.buy.partnerID), String(UnicodeScalar(row.sell.state.rawValue)),
                String(UnicodeScalar(row.buy.state.rawValue)), text(row.sell.rateID), text(row.buy.rateID),
                text(row.sell.destinationID), text(row.buy.destinationID), "\(row.sell.billedSeconds)",
                "\(row.buy.billedSeconds)", "\(row.sell.micros)", "\(row.buy.micros)", day(row.sell.billingDay),
                day(row.buy.billingDay), text(row.sell.productID), text(row.buy.productID), "\(row.entityID)",
            ].joined(separator: " ")
        }.sorted()
    }
}

extension LoadFixture {
    /// Each manifest says what rows, rejects and suspense its chunk has; the chunks of a file follow each other.
    func expectManifestsAreOfRows(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let wrong = try texts(
            """
            WITH called AS (
                SELECT chunk_id, count(*) AS call_rows, count(*) FILTER (WHERE kind <> 'r') AS calls,
                    count(*) FILTER (WHERE kind <> 'r' AND (sell_state = 'u' OR buy_state = 'u')) AS unrated,
                    count(*) FILTER (WHERE kind = 'p') AS changed, sum(duration_ns) AS duration_ns,
                    sum(duration_ns) FILTER (WHERE kind <> 'r' AND (sell_state = 'u' OR buy_state = 'u')) AS unrated_ns,
                    -sum(duration_ns) FILTER (WHERE kind = 'r') AS reversed_ns, sum(sell_micros) AS sell_micros,
                    sum(buy_micros) AS buy_micros, min(start_at) AS first, max(start_at) AS last
                FROM call GROUP BY chunk_id
            )
            SELECT id FROM chunk LEFT JOIN called ON chunk_id = id
            WHERE (chunk.call_rows, chunk.calls, chunk.unrated, chunk.changed, chunk.duration_ns, chunk.unrated_ns,
                    chunk.reversed_ns, chunk.sell_micros, chunk.buy_micros)
                <> (COALESCE(called.call_rows, 0), COALESCE(called.calls, 0), COALESCE(called.unrated, 0),
                    COALESCE(called.changed, 0), COALESCE(called.duration_ns, 0), COALESCE(called.unrated_ns, 0),
                    COALESCE(called.reversed_ns, 0), COALESCE(called.sell_micros, 0), COALESCE(called.buy_micros, 0))
                OR min_start_at IS DISTINCT FROM first OR max_start_at IS DISTINCT FROM last
                OR chunk.rejected <> (SELECT count(*) FROM call_reject WHERE chunk_id = id)
            UNION ALL
            SELECT id FROM (
                SELECT id, byte_offset, first_line, lag(byte_offset + byte_count) OVER w AS offset_due,
                    lag(first_line + line_count) OVER w AS line_due
                FROM chunk WINDOW w AS (PARTITION BY file_id ORDER BY number)
            ) AS chained
            WHERE byte_offset <> offset_due OR first_line <> line_due
            """)
        #expect(wrong.isEmpty, sourceLocation: sourceLocation)
    }
}

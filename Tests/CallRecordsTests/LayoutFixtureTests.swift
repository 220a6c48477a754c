import Foundation
import Testing

@testable import CallRecords

/// Every sample under fixtures/layouts gives the account that stands beside it.
@Suite struct LayoutFixtureTests {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures/layouts")

    @Test(arguments: CallLayout.builtIn.map(\.name))
    func `a sample of each layout is read as expected`(name: String) throws {
        let layout = try #require(CallLayout.named(name))
        let sample = Self.folder.appending(path: "\(name)/calls.csv")
        let account = try account(of: [UInt8](Data(contentsOf: sample)), layout: layout)
        let expected = Self.folder.appending(path: "\(name)/expected.csv")
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" {
            try Data(account.utf8).write(to: expected)
        }
        #expect(try account == String(contentsOf: expected, encoding: .utf8))
    }

    @Test(arguments: ["own-times", "own-quoted-rows"])
    func `a layout file reads its sample as expected`(name: String) throws {
        let folder = Self.folder.appending(path: name)
        let layout = try JSONDecoder().decode(
            CallLayout.self, from: Data(contentsOf: folder.appending(path: "layout.json")))
        #expect(try JSONDecoder().decode(CallLayout.self, from: JSONEncoder().encode(layout)) == layout)
        let account = try account(of: [UInt8](Data(contentsOf: folder.appending(path: "calls.csv"))), layout: layout)
        let expected = folder.appending(path: "expected.csv")
        if ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1" { try Data(account.utf8).write(to: expected) }
        #expect(try account == String(contentsOf: expected, encoding: .utf8))
    }

    /// One line for each record of a file, in its order.
    private func account(of bytes: [UInt8], layout: CallLayout) throws -> String {
        let bound = try layout.bound(to: bytes, switchZone: "Europe/Berlin", zones: zone)
        let chunk = Chunk(text: Array(bytes[bound.headerBytes...]), byteOffset: bound.headerBytes)
        var parser = CallParser(layout: bound, chunk: chunk)
        var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
        var lines: [Int: String] = [:]
        while true {
            let count = unsafe batch.withUnsafeMutableBufferPointer { unsafe parser.next(into: $0) }
            if count == 0 { break }
            for record in batch[..<count] {
                let texts = [
                    record.callID, record.leg, record.customer, record.supplier, record.calling, record.called,
                ]
                .map { chunk.buffer.string($0) }
                let line = Int(record.line) + bound.headerLines + 1
                let call = texts + [time(record.startMicros), seconds(record.durationNanos), "\(record.sipCode)"]
                lines[Int(record.ordinal)] = "\(line),call,\(call.joined(separator: ","))"
            }
        }
        for reject in parser.rejects {
            let located = reject.located(firstLine: bound.headerLines + 1, byteOffset: bound.headerBytes)
            lines[reject.ordinal] =
                "\(located.line),reject,column \(located.column),byte \(located.byteOffset),\(located.field),\(located.reason)"
        }
        #expect(lines.count == parser.recordCount)
        let columns = "line,call,call_id,leg,customer,supplier,calling,called,start_time,duration_s,sip_code"
        let rows = lines.sorted { $0.key < $1.key }.map(\.value)
        return ([columns] + rows).joined(separator: "\n") + "\n"
    }

    private func zone(_ name: String) -> ZoneOffsets? {
        TimeZone(identifier: name).map { zone in
            ZoneOffsets { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0)))) }
        }
    }

    private func time(_ micros: Int64) -> String {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return Date(timeIntervalSince1970: Double(micros) / 1_000_000).formatted(style)
    }

    private func seconds(_ nanos: Int64) -> String {
        nanos % 1_000_000_000 == 0 ? "\(nanos / 1_000_000_000)" : "\(Double(nanos) / 1_000_000_000)"
    }
}

import Testing

@testable import CallRecords

private let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip\n"
private let good = "a,1,2,3,44,2025-06-01T00:00:00Z,1,200,"

private func parsed(_ text: [UInt8]) throws -> (ids: [String], rejects: [Reject], lines: Int) {
    let layout = try CallLayout.canonical.bound(to: Array(header.utf8)) { _ in .utc }
    var parser = CallParser(layout: layout, chunk: Chunk(text: text))
    var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
    var ids: [String] = []
    while case let count = unsafe batch.withUnsafeMutableBufferPointer({ unsafe parser.next(into: $0) }), count > 0 {
        ids += batch[..<count].map { parser.chunk.buffer.string($0.callID) }
    }
    return (ids, parser.rejects, parser.lineCount)
}

@Suite struct BadInputTests {
    @Test func `a file that goes on with other columns loses only those lines`() throws {
        let text = (1...100).map { "\(good)\n" + ($0 > 50 ? "\(good),more\n" : "") }.joined()
        let result = try parsed(Array(text.utf8))
        #expect(result.ids.count == 100)
        #expect(result.rejects.map(\.line) == (0..<50).map { 51 + 2 * $0 })
        #expect(Set(result.rejects.map(\.reason)) == ["9 fields expected, 10 found"])
    }

    @Test func `line ends may be mixed`() throws {
        let text = (0..<90).map { good + ["\n", "\r\n", "\n\r\n"][$0 % 3] }.joined()
        let result = try parsed(Array(text.utf8))
        #expect(result.ids.count == 90)
        #expect(result.rejects.isEmpty)
        #expect(result.lines == 120)
    }

    @Test func `bytes that are no text are kept as they are`() throws {
        var text = Array("\(good)\n".utf8)
        text += [0xFF, 0xC3, 0x28, 0x00, 0x80] + Array("\(good.dropFirst())\n".utf8)
        text += Array("b,1,2,3,4".utf8) + [0xC0, 0xAF] + Array(",2025-06-01T00:00:00Z,1,200,\n\(good)\n".utf8)
        let result = try parsed(text)
        #expect(result.ids == ["a", "\u{FFFD}\u{FFFD}(\0\u{FFFD}", "a"])
        #expect(result.rejects.map(\.line) == [2])
        #expect(result.rejects.first?.text.contains(0xC0) == true)
    }

    @Test(arguments: ["", "+", "00"], [false, true])
    func `a called number of more than 32 digits is rejected`(prefix: String, isQuoted: Bool) throws {
        func record(_ digits: Int) -> String {
            let called = prefix + String(repeating: "4", count: digits)
            return good.replacing(",44,", with: isQuoted ? ",\"\(called)\"," : ",\(called),")
        }
        let counts = [18, 19, 32, 33, 34, isQuoted ? 60_000 : 1_000_000]
        let result = try parsed(Array((counts.map(record) + [good, ""]).joined(separator: "\n").utf8))
        #expect(result.ids.count == 4)
        #expect(result.rejects.map(\.line) == [3, 4, 5])
        #expect(Set(result.rejects.map(\.reason)) == ["called has more than 32 digits"])
        #expect(result.rejects.allSatisfy { $0.field == "called" && $0.column == 5 })
    }

    @Test func `a record of more than a mebibyte is rejected and the next one read`() throws {
        let long = String(repeating: "x", count: CallParser.recordBytesMax + 1)
        let result = try parsed(Array("\(good)\n\(long)\(good.dropFirst())\n\(good)\n".utf8))
        #expect(result.ids.count == 2)
        #expect(result.rejects.map(\.reason) == ["record is longer than 1048576 bytes"])
        #expect(result.rejects.first?.text.count == Reject.textBytesMax)
    }
}

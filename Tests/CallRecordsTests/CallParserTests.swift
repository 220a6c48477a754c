import Testing

@testable import CallRecords

/// The records of a text as their fields, and the rejects.
private func parse(
    _ text: String, layout: CallLayout = .canonical, zone: ZoneOffsets = .utc
) throws -> (rows: [[String]], rejects: [Reject], lines: Int, records: Int) {
    let bytes = Array(text.utf8)
    let bound = try layout.bound(to: bytes) { _ in zone }
    var parser = CallParser(
        layout: bound, chunk: Chunk(text: Array(bytes[bound.headerBytes...]), byteOffset: bound.headerBytes))
    var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
    var rows: [[String]] = []
    while true {
        let count = unsafe batch.withUnsafeMutableBufferPointer { unsafe parser.next(into: $0) }
        if count == 0 { break }
        for record in batch[..<count] {
            let buffer = parser.chunk.buffer
            rows.append([
                buffer.string(record.callID), buffer.string(record.customer), buffer.string(record.supplier),
                buffer.string(record.calling), buffer.string(record.called), "\(record.startMicros)",
                "\(record.durationNanos)", "\(record.sipCode)", "\(record.calledNumber)", "\(record.callingNumber)",
                buffer.string(record.record), "\(record.line)", "\(record.ordinal)",
            ])
        }
    }
    return (rows, parser.rejects, parser.lineCount, parser.recordCount)
}

private let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip\n"

@Suite struct CallParserTests {
    @Test func `a plain record is read in place`() throws {
        let line = "a-1,10001,501,4930123,+442071838750,2025-06-01T00:00:01.250Z,61,200,10.0.0.1"
        let result = try parse(header + line + "\n")
        #expect(
            result.rows == [
                [
                    "a-1", "10001", "501", "4930123", "442071838750", "1748736001250000", "61000000000", "200",
                    "442071838750", "4930123", line, "0", "0",
                ]
            ])
        #expect(result.rejects.isEmpty)
    }

    @Test func `a quoted record and a plain one give the same call`() throws {
        let plain = try parse(header + "a,1,2,0049301,0044207,2025-06-01 00:00:01,1.5,404,\n")
        let quoted = try parse(
            header + "\"a\",\"1\",\"2\",\"0049301\",\"0044207\",\"2025-06-01 00:00:01\",\"1.5\",404,\"\"\n")
        #expect(plain.rows.map { $0[0...9] } == quoted.rows.map { $0[0...9] })
        #expect(plain.rows[0][4] == "44207")
        #expect(plain.rows[0][6] == "1500000000")
    }

    @Test(arguments: [
        ("", "9 fields expected, 1 found", "x"),
        ("called", "called is not a number", "a,1,2,3,44a,2025-06-01T00:00:00Z,1,200,"),
        ("called", "called is not a number", "a,1,2,3,+,2025-06-01T00:00:00Z,1,200,"),
        ("called", "called is not a number", "a,1,2,3,4420718387ä,2025-06-01T00:00:00Z,1,200,"),
        ("duration_s", "duration is not a number", "a,1,2,3,44,2025-06-01T00:00:00Z,6ä,200,"),
        ("start_time", "start time is not a time", "a,1,2,3,44,2025-02-29T00:00:00Z,1,200,"),
        ("start_time", "start time is not a time", "a,1,2,3,44,2025-06-01,1,200,"),
        ("start_time", "start time is not a time", "a,1,2,3,44,2025-06-01T24:00:00Z,1,200,"),
        ("duration_s", "duration is empty", "a,1,2,3,44,2025-06-01T00:00:00Z,,200,"),
        ("duration_s", "duration is negative", "a,1,2,3,44,2025-06-01T00:00:00Z,-1,200,"),
        ("duration_s", "duration exceeds 2147483647 seconds", "a,1,2,3,44,2025-06-01T00:00:00Z,2147483648,200,"),
        ("duration_s", "duration is not a number", "a,1,2,3,44,2025-06-01T00:00:00Z,1e3,200,"),
        ("", "quote inside a field", "a\"b,1,2,3,44,2025-06-01T00:00:00Z,1,200,"),
        ("", "quote is not closed", "\"ab,1,2,3,44,2025-06-01T00:00:00Z,1,200,"),
        ("", "text after a closing quote", "\"a\"b,1,2,3,44,2025-06-01T00:00:00Z,1,200,"),
    ])
    func `a bad row is a reject between good ones`(field: String, reason: String, line: String) throws {
        let good = "a,1,2,3,44,2025-06-01T00:00:00Z,1,200,"
        let result = try parse(header + good + "\n" + line + "\r\n" + good)
        #expect(result.rows.count == 2)
        #expect(result.rows.last?[11] == "2")
        #expect(result.rejects.count == 1)
        let reject = try #require(result.rejects.first)
        #expect(reject.field == field)
        #expect(reject.reason == reason)
        #expect(reject.text == Array(line.utf8))
        #expect(reject.line == 1)
        #expect(reject.byteOffset == good.utf8.count + 1)
    }

    @Test func `sixty seconds are the next second`() throws {
        let result = try parse(
            header + "a,1,2,3,44,2025-06-01T00:00:60Z,1,200,\na,1,2,3,44,2025-06-01T02:01:00+02:00,1,200,\n")
        #expect(result.rows.map { $0[5] } == ["1748736060000000", "1748736060000000"])
    }

    @Test func `a batch holds while the next one is parsed`() throws {
        let names = (0..<3 * CallParser.batchSize).map { "a\"\($0)" }
        let text = names.map { name in
            let id = name.replacing("\"", with: "\"\"")
            return "\"\(id)\",10001,501,4930123,+442071838750,2025-06-01T00:00:01Z,61,200,10.0.0.1\n"
        }
        let bound = try CallLayout.canonical.bound(to: Array(header.utf8)) { _ in .utc }
        var parser = CallParser(layout: bound, chunk: Chunk(text: Array(text.joined().utf8)))
        var last: [CallRecord] = []
        var found: [String] = []
        while true {
            var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
            let count = unsafe batch.withUnsafeMutableBufferPointer { unsafe parser.next(into: $0) }
            found += last.map { parser.chunk.buffer.string($0.callID) }
            last = Array(batch[..<count])
            if count == 0 { break }
        }
        #expect(found == names)
    }

    @Test func `a quoted field may span lines`() throws {
        let result = try parse(
            header + "\"a\nb\",1,2,3,44,2025-06-01T00:00:00Z,1,200,\nb,1,2,3,44,2025-06-01T00:00:00Z,1,200,\n")
        #expect(result.rows.map { $0[0] } == ["a\nb", "b"])
        #expect(result.rows.map { $0[11] } == ["0", "2"])
        #expect(result.lines == 3)
    }

    @Test func `numbers that an integer would not give back keep their text`() throws {
        let long = String(repeating: "4", count: 30)
        let result = try parse(
            header + "a,1,2,anonymous,\(long),2025-06-01T00:00:00Z,1,200,\na,1,2,,0123,2025-06-01T00:00:00Z,1,200,\n")
        #expect(result.rows.map { $0[4] } == [long, "0123"])
        #expect(result.rows.map { $0[8] } == ["-1", "-1"])
        #expect(result.rows.map { $0[3] } == ["anonymous", ""])
    }

    @Test func `the fast way and the exact way agree on every prefix of a number`() throws {
        for count in 1...20 {
            let digits = String("12345678901234567890".prefix(count))
            let fast = try parse(header + "a,1,2,\(digits),\(digits),2025-06-01T00:00:00Z,1,200,\n")
            let slow = try parse(header + "\"a\",1,2,\(digits),\(digits),2025-06-01T00:00:00Z,1,200,\n")
            #expect(fast.rows.map { $0[0...9] } == slow.rows.map { $0[0...9] })
            #expect(fast.rows[0][8] == (count <= 18 ? digits : "-1"))
        }
    }

    @Test func `a byte that is no digit makes a number none, wherever it stands`() {
        let buffer = ChunkBuffer(capacity: 64)
        for count in 1...18 {
            for position in 0..<count {
                for byte in UInt8.min...UInt8.max {
                    for index in 0..<count {
                        // In bounds: a number has 18 digits at most, and the buffer holds 64.
                        unsafe buffer.base.storeBytes(of: 0x39, toByteOffset: index, as: UInt8.self)
                    }
                    unsafe buffer.base.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
                    let value = unsafe NumberText.digits(buffer.base, count: count)
                    let text =
                        String(repeating: "9", count: position) + String(Character(UnicodeScalar(byte)))
                        + String(repeating: "9", count: count - position - 1)
                    let expected = byte >= 0x30 && byte <= 0x39 ? Int64(text)! : -1
                    if value != expected { Issue.record("byte \(byte) at \(position) of \(count): \(value)") }
                }
            }
        }
    }

    @Test func `blank lines are no records`() throws {
        let result = try parse(header + "\n\r\na,1,2,3,44,2025-06-01T00:00:00Z,1,200,\n\n")
        #expect(result.rows.count == 1)
        #expect(result.records == 1)
        #expect(result.lines == 4)
    }

    @Test func `a longer line than the masks are wide is scanned whole`() throws {
        let id = String(repeating: "x", count: 1_000)
        let result = try parse(
            header + "\(id),1,2,3,44,2025-06-01T00:00:00Z,1,200,\nb,1,2,3,44,2025-06-01T00:00:00Z,1,200,")
        #expect(result.rows.map { $0[0] } == [id, "b"])
    }
}

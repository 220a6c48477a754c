import Testing

@testable import CallRecords

/// Everything that a parser says of a text, by the fast way where that can or by the exact way alone.
private func everything(_ text: [UInt8], _ layout: BoundLayout, fast: Bool) -> [String] {
    let body = Array(text[layout.headerBytes...])
    var parser = CallParser(layout: layout, chunk: Chunk(text: body), readsExactly: !fast)
    var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
    var lines: [String] = []
    while case let count = unsafe batch.withUnsafeMutableBufferPointer({ unsafe parser.next(into: $0) }), count > 0 {
        for record in batch[..<count] {
            let buffer = parser.chunk.buffer
            let texts = [
                record.callID, record.leg, record.customer, record.supplier, record.calling, record.called,
                record.record,
            ].map { buffer.string($0).debugDescription }
            lines.append(
                """
                \(record.ordinal) \(record.line): \(texts) \(record.startMicros) \(record.durationNanos) \
                \(record.sipCode) \(record.calledNumber) \(record.callingNumber) \(record.routingNumber) \
                \(layout.hasPostDialDelay ? record.postDialMillis : 0)
                """)
        }
    }
    lines += parser.rejects.map { "\($0)" }
    return lines + ["\(parser.recordCount) records in \(parser.lineCount) lines"]
}

private let berlin = ZoneOffsets(changes: [1_743_296_400, 1_761_440_400], offsets: [3_600, 7_200, 3_600])

@Suite struct FastWayTests {
    private static let times = [
        "2025-06-01T00:00:01.250Z", "2025-06-01 23:59:59Z", "2025-06-01T23:59:60Z", "2025-06-01T12:34:56",
        "2025-06-01 12:34:56.789", "2025-06-01T12:34:56.123456Z", "2025-06-01T12:34:56+02:00",
        "2025-06-01T12:34:56.5-0330",
        "2025-03-30 02:30:00", "2025-10-26 02:30:00", "2025-13-01T00:00:00Z", "2025-06-01T00:00:00.25Z",
        "2025-06-01T00:0a:00Z", "2025-06-01", "1748736001", "1748736001250", "2025/6/1 7:08:09", "2025/06/01 07:08",
        "1/6/2025 07:08:09", "20250601-070809", "12:34:56", ":00:00", "",
        "\"2025-06-01 12:34:56\"", "2025-06-01 12:34:5", "2025-06-01 12:60:00", "2025-06-01 12:34;56",
        "\"2025\"\"06\"\"01 07:08\"",
    ]
    private static let ids = [
        "a-1", "0123456789abcdef-0123456789abcdef-01234", "\"quoted\"", "\"a,b\"", "\"say \"\"hi\"\"\"", "\"open",
        "a\"b",
        "\"a\"b", "\"two\nlines\"", "", "\"\"", " a ", "\"  a\t\"", "\u{E9}\u{20AC}",
    ]
    private static let numbers = [
        "4930123", "+442071838750", "0044207", "44a", "", "0123", "123456789012345678901", "\"4930\"", "+",
        "\"\"\"x\"\" <4930>\"", "\"49\"\"30\"",
    ]
    private static let durations = [
        "61", "0", "", "1.5", "-1", "2147483648", "1e3", "\"7\"", "\"7\"\"\"", "1:02:03", "59000", "00:00:00:01",
    ]

    private static func records(seed: UInt64, columns: Int, delimiter: String, count: Int) -> String {
        var random = TextGenerator(seed: seed)
        return (0..<count).map { _ in
            // Mostly usual values, so that records come together that are wrong in one place.
            func value(_ all: [String], _ usual: String) -> String {
                random.below(4) > 0 ? usual : all[random.below(all.count)]
            }
            var fields = [
                value(ids, "a-1"), value(["10001", "\"10001\"", "", "'x'", "\"1\"\"\"", "\"\""], "10001"),
                value(["501", "", "\"\"\"\"", "\"501\""], "501"),
                value(numbers, "4930123"), value(numbers, "442071838750"), value(times, times[random.below(5)]),
                value(durations, "61"), value(["200", "x", "\"200\"", "\"2\"\"0\""], "200"),
                value(["10.0.0.1", "\"\"", "\"10\"\"\""], "10.0.0.1"),
            ]
            if random.below(20) == 0 { fields.removeLast() }
            if random.below(20) == 0 { fields.append("more") }
            while fields.count < columns { fields.append(random.below(3) == 0 ? "\"\"\"name\"\" <7>\"" : "x") }
            let end = ["\n", "\n", "\n", "\r\n", "\n\n", "\r\n\r\n"][random.below(6)]
            return fields.joined(separator: delimiter) + end
        }.joined()
    }

    private static let layouts: [(String, @Sendable (inout CallLayout) -> Void)] = [
        ("canonical", { _ in }),
        ("lenient quotes", { $0.quoting = .lenient }),
        ("no quotes", { $0.quoting = .none }),
        ("post-dial delays", { $0.fields[.postDialDelay] = ["duration_s"] }),
        ("trimmed", { $0.trimsBlanks = true }),
        (
            "patterns",
            { $0.timeFormats = ["yyyy/M/d H:mm:ss", "yyyy/M/d H:mm", "d/M/yyyy HH:mm:ss", "yyyyMMdd-HHmmss"] }
        ),
        ("quotes in a pattern", { $0.timeFormats = ["iso8601", "yyyy\"\"MM\"\"dd HH:mm", "yyyy\"MM\"dd HH:mm:ss"] }),
        ("local times first", { $0.timeFormats = ["iso8601", "yyyyMMdd-HHmmss"] }),
        ("epoch seconds", { $0.timeFormats = ["epoch_seconds", "iso8601"] }),
        ("epoch milliseconds", { $0.timeFormats = ["epoch_milliseconds"] }),
        ("minutes last", { $0.timeFormats = ["yyyy-MM-dd HH:ss:mm", "iso8601"] }),
        ("clock durations", { $0.durationFormat = .clock }),
        ("milliseconds", { $0.durationFormat = .milliseconds }),
        (
            "joined columns",
            {
                $0.fields[.callID] = ["call_id+supplier_id"]
                $0.fields[.startTime] = ["start_time+duration_s"]
                $0.timeFormats = ["yyyy-MM-dd HH:mm:ss", "iso8601"]
            }
        ),
        (
            "record types",
            {
                $0.fields[.recordType] = ["sip_code"]
                $0.callRecordType = "200"
            }
        ),
        (
            "record types with quotes",
            {
                $0.fields[.recordType] = ["sip_code"]
                $0.callRecordType = "2\"\"0"
            }
        ),
        (
            "a number plan",
            {
                var plan = NumberPlan()
                plan.techPrefixes = ["44"]
                plan.homeCountry = "49"
                $0.numbers = plan
            }
        ),
        ("semicolons", { $0.delimiter = 0x3B }),
    ]

    @Test(arguments: 0..<layouts.count)
    func `the fast way gives what the exact way gives`(number: Int) throws {
        let (name, change) = FastWayTests.layouts[number]
        var layout = CallLayout.canonical
        change(&layout)
        let delimiter = String(UnicodeScalar(layout.delimiter))
        let header = [
            "call_id", "customer_id", "supplier_id", "calling", "called", "start_time", "duration_s", "sip_code",
            "ingress_ip",
        ]
        for seed in 0..<UInt64(4) {
            let records = FastWayTests.records(seed: seed, columns: 9, delimiter: delimiter, count: 60)
            let text = Array((header.joined(separator: delimiter) + "\n" + records).utf8)
            let bound = try layout.bound(to: text) { _ in seed % 2 == 0 ? .utc : berlin }
            let fast = everything(text, bound, fast: true)
            let exact = everything(text, bound, fast: false)
            #expect(fast == exact, "\(name), seed \(seed)")
        }
    }

    @Test func `a name with doubled quotes in a column that is not read takes nothing away`() throws {
        for seed in 0..<UInt64(5) {
            let records = FastWayTests.records(seed: seed, columns: 12, delimiter: ",", count: 100)
            var layout = CallLayout.canonical
            layout.header = .none
            layout.columnCounts = 9...13
            layout.quoting = .lenient
            layout.required = []
            layout.fields = [
                .callID: ["#1"], .customer: ["#2"], .calling: ["#4"], .called: ["#5"], .startTime: ["#6"],
                .duration: ["#7"],
            ]
            let bound = try layout.bound(to: Array(records.utf8)) { _ in .utc }
            let text = Array(records.utf8)
            #expect(everything(text, bound, fast: true) == everything(text, bound, fast: false), "seed \(seed)")
        }
    }

    @Test func `records in quotes throughout are read as the exact way reads them`() throws {
        let quoted = CallLayout.canonical
        for seed in 0..<UInt64(8) {
            var random = TextGenerator(seed: seed)
            let names = ["call_id", "customer_id", "supplier_id", "calling", "called", "start_time", "duration_s"]
            let usual = ["a-1", "10001", "501", "4930123", "442071838750", "2025-06-01 12:34:56", "61"]
            let doubled = ["\"\"", "a\"\"b", "x\"\"", "\"\"x\"\"", ""]
            let lines = (0..<300).map { _ in
                // One field in ten lines has a doubled quote or nothing in it, wherever it may stand.
                let place = random.below(70)
                return usual.enumerated().map { column, text in
                    "\"\(place % 7 == column && place < 42 ? doubled[random.below(doubled.count)] : text)\""
                }.joined(separator: ",")
            }
            for end in ["\n", "\r\n"] {
                let text = Array((names.joined(separator: ",") + "\n" + lines.map { $0 + end }.joined()).utf8)
                let bound = try quoted.bound(to: Array(text.prefix(200))) { _ in seed % 2 == 0 ? .utc : berlin }
                #expect(everything(text, bound, fast: true) == everything(text, bound, fast: false), "seed \(seed)")
            }
        }
    }

    @Test(arguments: [
        "x,1,2,3,44,2025-06-01T00:00:00Z,1e3,200,", "x,1,2,3,44,2025-06-01T00:00:00Z,1,200,,more", "",
        "\"x\",1,2,3,\"44\",2025-06-01T00:00:00Z,1,200,\"\"", "\"x\"\"\",1,2,3,44,2025-06-01T00:00:00Z,1,200,",
        "x,1,2,3,44,2025-06-01T00:00:60Z,1,200,", "x,1,2,3,44,2025-06-01T00:00:00Z,1,200,\r", "x,,2,\"3\n\",44,,1,200,",
    ])
    func `an odd line among many changes none of the others, wherever it stands`(odd: String) throws {
        let usual = (0..<150).map { "id-\($0),1,2,3,44,2025-06-01T00:00:00Z,\($0),200,10.0.0.1" }
        let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip"
        let bound = try CallLayout.canonical.bound(to: Array((header + "\n").utf8)) { _ in .utc }
        for place in 0...usual.count {
            var lines = usual
            lines.insert(odd, at: place)
            // Some of the lines behind it are odd, too: they come in runs.
            if place % 3 == 0 { lines.insert(odd, at: min(place + place / 3, lines.count)) }
            let text = Array(([header] + lines).map { $0 + "\n" }.joined().utf8)
            let fast = everything(text, bound, fast: true)
            #expect(fast == everything(text, bound, fast: false), "at \(place)")
            #expect(fast.filter { $0.contains("id-") }.count == usual.count, "at \(place)")
        }
    }

    @Test func `a line longer than a window is read`() throws {
        let long = String(repeating: "x", count: 3 * FieldScanner.windowBytes)
        let rest = ",1,2,3,44,2025-06-01T00:00:00Z,1,200,\n"
        let text = Array(
            ("call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip\n"
                + String(repeating: "a" + rest, count: 200) + long + rest + "b" + rest).utf8)
        let bound = try CallLayout.canonical.bound(to: Array(text.prefix(200))) { _ in .utc }
        let fast = everything(text, bound, fast: true)
        #expect(fast == everything(text, bound, fast: false))
        #expect(fast.last == "202 records in 202 lines")
    }
}

import CKernels
import Testing

@testable import CallRecords

/// Small random texts of the bytes that matter, from a seed.
struct TextGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    mutating func text(_ pieces: [String], count: Int) -> String {
        (0..<count).map { _ in pieces[below(pieces.count)] }.joined()
    }
}

/// What a scan found: the fields of whole lines by line, and the marks.
private struct Found: Equatable {
    var lines: [[UInt32]] = []
    var hasQuotes = false
    var hasEscapes = false
}

private typealias Scan = (UnsafeRawPointer, UInt32, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) ->
    ck_window

private func found(_ chunk: Chunk, _ scan: Scan) -> Found {
    var ends = [UInt32](repeating: 0, count: chunk.textCount + 64)
    var feeds = ends
    let window = unsafe ends.withUnsafeMutableBufferPointer { ends in
        unsafe feeds.withUnsafeMutableBufferPointer { feeds in
            unsafe scan(chunk.buffer.base, UInt32(chunk.textCount), ends.baseAddress!, feeds.baseAddress!)
        }
    }
    var found = Found(hasQuotes: window.has_quotes, hasEscapes: window.has_escapes)
    var first = 0
    for line in 0..<Int(window.lines) {
        found.lines.append(Array(ends[first...Int(feeds[line])]))
        first = Int(feeds[line]) + 1
    }
    return found
}

@Suite struct FieldScannerTests {
    private static let pieces = [
        "a", "bc", ",", ",", "\n", "\r\n", "\"", "\"", "\"\"", "\",\"", "\"\n\"", "0123456789abcdef",
    ]

    @Test(arguments: 0..<UInt64(20))
    func `every way of scanning finds what the plain one finds`(seed: UInt64) throws {
        var random = TextGenerator(seed: seed)
        for length in [1, 3, 10, 40, 100, 300] {
            let text = random.text(FieldScannerTests.pieces, count: length)
            let chunk = Chunk(text: Array(text.utf8))
            for quoting in [true, false] {
                let plain = unsafe found(chunk) {
                    unsafe ck_scan_window_plain($0, 0, $1, .max, 0x2C, quoting, $2, $3)
                }
                for way in 0..<ck_scan_ways() {
                    let fast = unsafe found(chunk) {
                        unsafe ck_scan_window_by(way, $0, 0, $1, .max, 0x2C, quoting, $2, $3)
                    }
                    // A closing quote as the last byte of a block, and a carriage return there, may stop it sooner.
                    let common = fast.lines.count
                    let lastEnd = withExtendedLifetime(chunk) {
                        unsafe ck_last_line_end_by(
                            way, chunk.buffer.base, 0, UInt32(chunk.textCount), 0x2C, quoting)
                    }
                    #expect(lastEnd == (fast.lines.last?.last).map { $0 + 1 } ?? 0, "\(text.debugDescription)")
                    #expect(
                        fast.lines == Array(plain.lines.prefix(common)),
                        "seed \(seed), way \(way): \(text.debugDescription)")
                    if !quoting || !text.contains("\r") {
                        #expect(common == plain.lines.count, "seed \(seed), way \(way): \(text.debugDescription)")
                    }
                }
            }
        }
    }

    @Test(arguments: [
        "\"a\",\"b\"\n", "\"a\"\"b\",c\n", "\"a\"\r\n", "\"\",\"\"\r\n", "\"\"\"\"\n", "a\"b\n", "\"a\"b\n", "\"a\" \n",
        "\"a\nb\"\n", "\"a\"\rb\n", "\"a,\"\"\",\"b\"\n", ",\"\n", "\"a\"\"\n",
    ])
    func `quotes are told wherever blocks of bytes begin`(line: String) {
        for before in 45..<66 {
            // The line with a block's border at each place of it, between two usual ones.
            let chunk = Chunk(text: Array((String(repeating: "x", count: before) + "\n" + line + "c,d\n").utf8))
            let plain = unsafe found(chunk) { unsafe ck_scan_window_plain($0, 0, $1, .max, 0x2C, true, $2, $3) }
            var first: Found?
            for way in 0..<ck_scan_ways() {
                let fast = unsafe found(chunk) { unsafe ck_scan_window_by(way, $0, 0, $1, .max, 0x2C, true, $2, $3) }
                if first == nil { first = fast }
                #expect(fast == first, "way \(way), \(before) bytes before \(line.debugDescription)")
                #expect(fast.lines == Array(plain.lines.prefix(fast.lines.count)), "way \(way), \(before) bytes before")
                if !line.contains("\r") { #expect(fast.lines == plain.lines, "way \(way), \(before) bytes before") }
                let end = withExtendedLifetime(chunk) {
                    unsafe ck_last_line_end_by(way, chunk.buffer.base, 0, UInt32(chunk.textCount), 0x2C, true)
                }
                #expect(end == fast.lines.last?.last.map { $0 + 1 } ?? 0, "way \(way), \(before) bytes before")
            }
        }
    }

    @Test(arguments: [1, 2, 7, 64])
    func `a scan ends with the last of the lines that are wanted`(most: Int) {
        let text = Array(String(repeating: "\n,\na,\"b\"\n0123456789abcdef,0123456789\n", count: 40).utf8)
        let all = unsafe found(Chunk(text: text)) { unsafe ck_scan_window_plain($0, 0, $1, .max, 0x2C, true, $2, $3) }
        #expect(all.lines.count == 160)
        let wanted = UInt32(most)
        let plain = unsafe found(Chunk(text: text)) {
            unsafe ck_scan_window_plain($0, 0, $1, wanted, 0x2C, true, $2, $3)
        }
        #expect(plain.lines == Array(all.lines.prefix(most)))
        for way in 0..<ck_scan_ways() {
            let fast = unsafe found(Chunk(text: text)) {
                unsafe ck_scan_window_by(way, $0, 0, $1, wanted, 0x2C, true, $2, $3)
            }
            #expect(fast.lines == plain.lines, "way \(way)")
        }
    }

    @Test(arguments: 0..<UInt64(5))
    func `digits by vectors are what they are one by one`(seed: UInt64) {
        var random = TextGenerator(seed: seed)
        for length in 0..<400 {
            let text = Array(random.text(["0", "1", "9", "58", "407", length % 4 == 0 ? "/" : "2"], count: 16).utf8)
            let count = UInt32(1 + length % 16)
            let bytes = [UInt8](repeating: 0x37, count: 16) + text
            unsafe bytes.withUnsafeBytes { bytes in
                // In bounds: 16 bytes stand before the digits, and 16 or more follow.
                let start = unsafe bytes.baseAddress! + 16
                #expect(unsafe ck_digits(start, count) == ck_digits_plain(start, count), "seed \(seed): \(text)")
            }
        }
    }

    @Test func `the plain way splits at delimiters outside quotes`() {
        let text = Array("a,\"b,\"\"c\",d\r\n\"e\",\nf\"\n".utf8)
        let result = unsafe found(Chunk(text: text)) {
            unsafe ck_scan_window_plain($0, 0, $1, .max, 0x2C, true, $2, $3)
        }
        #expect(result.lines == [[1, 9, 12], [16, 17]])
        #expect(result.hasQuotes && result.hasEscapes)
    }

    @Test(arguments: 0...70) func `a quote is found wherever it stands, and not behind the end`(count: Int) {
        for place in 0..<80 {
            var bytes = [UInt8](repeating: 0x61, count: 160)
            bytes[place] = 0x22
            let has = unsafe bytes.withUnsafeBytes { unsafe ck_has_quote($0.baseAddress!, UInt32(count)) }
            #expect(has == (place < count), "\(count) bytes, quote at \(place)")
        }
    }
}

import Foundation
import Testing

@testable import CallRecords

/// The slow, obvious twin of `NumberReader`: steps over strings.
private func slowReading(_ written: String, _ plan: NumberPlan, isCalled: Bool) -> (digits: String?, techPrefix: String)
{
    var user = written
    var separators = plan.separators
    if plan.readsURIs {
        if let open = user.firstIndex(of: "<") {
            user = String(user[user.index(after: open)...])
            if let close = user.firstIndex(of: ">") { user = String(user[..<close]) }
        }
        user = user.trimmingCharacters(in: CharacterSet(charactersIn: " "))
        let lower = user.lowercased()
        if lower.hasPrefix("tel:") {
            separators += "-.()"
            user = String(user.dropFirst(4).prefix { $0 != ";" })
        } else {
            let scheme = lower.hasPrefix("sips:") ? 5 : lower.hasPrefix("sip:") ? 4 : 0
            user = String(user.dropFirst(scheme))
            if user.contains("@") {
                user = String(user.prefix { $0 != "@" })
            } else if scheme > 0 {
                user = ""
            }
            user = String(user.prefix { $0 != ";" })
            if scheme > 0 { user = String(user.prefix { $0 != ":" }) }
        }
    }
    if user.isEmpty || user.utf8.count > 240 { return (nil, "") }
    if !isCalled, plan.anonymous.contains(where: { $0.lowercased() == user.lowercased() }) { return (nil, "") }
    if plan.readsURIs { user = user.removingPercentEncoding ?? user }
    var number = user.filter { !separators.contains($0) }
    func longest(_ prefixes: [String]) -> String {
        prefixes.filter { number.hasPrefix($0) }.max { $0.count < $1.count } ?? ""
    }
    var techPrefix = isCalled ? longest(plan.techPrefixes) : ""
    if techPrefix.count == number.count { techPrefix = "" }
    number.removeFirst(techPrefix.count)
    let international = longest(plan.internationalPrefixes)
    if number.hasPrefix("+") {
        number.removeFirst()
    } else if !international.isEmpty {
        number.removeFirst(international.count)
    } else if let home = plan.homeCountry {
        if let prefix = plan.nationalPrefix, number.hasPrefix(prefix), number.count > prefix.count {
            number = home + number.dropFirst(prefix.count)
        } else if plan.nationalDigits?.contains(number.count) == true {
            number = home + number
        }
    }
    let isNumber = !number.isEmpty && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return (isNumber ? number : nil, techPrefix)
}

/// A number read through the parser: digits of the called one (nil where the row is rejected) and what names the customer.
private func parsed(
    called: String, calling: String = "", plan: NumberPlan?, quoted: Bool = false
) throws -> (called: String?, calling: String, callingNumber: Int64, customer: String) {
    var layout = CallLayout.canonical
    layout.numbers = plan
    let header = "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip\n"
    func field(_ text: String) -> String {
        quoted ? "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : text
    }
    let bytes = Array((header + "a,,s,\(field(calling)),\(field(called)),2026-10-01T00:00:00Z,60,200,10.0.0.1\n").utf8)
    let bound = try layout.bound(to: bytes) { _ in .utc }
    var parser = CallParser(layout: bound, chunk: Chunk(text: Array(bytes[bound.headerBytes...])))
    var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
    let count = unsafe batch.withUnsafeMutableBufferPointer { unsafe parser.next(into: $0) }
    let record = batch[0]
    let buffer = parser.chunk.buffer
    return (
        count == 1 ? buffer.string(record.called) : nil, buffer.string(record.calling), record.callingNumber,
        buffer.string(record.customer)
    )
}

private func plan(_ change: (inout NumberPlan) -> Void) -> NumberPlan {
    var plan = NumberPlan()
    change(&plan)
    return plan
}

private let british = plan {
    $0.internationalPrefixes = ["00", "011"]
    $0.techPrefixes = ["1234#", "9999", "99"]
    $0.homeCountry = "44"
    $0.nationalPrefix = "0"
    $0.nationalDigits = 9...10
    $0.separators = " .-()"
    $0.readsURIs = true
    $0.anonymous = ["anonymous", "0000000000"]
}

@Suite struct NumberPlanTests {
    @Test(arguments: [
        ("+442071838750", "442071838750", "10.0.0.1"),
        ("00442071838750", "442071838750", "10.0.0.1"),
        ("011442071838750", "442071838750", "10.0.0.1"),
        ("02071838750", "442071838750", "10.0.0.1"),
        ("2071838750", "442071838750", "10.0.0.1"),
        ("+44 (207) 183-87.50", "442071838750", "10.0.0.1"),
        ("1234#442071838750", "442071838750", "1234#"),
        ("1234#+442071838750", "442071838750", "1234#"),
        ("1234#02071838750", "442071838750", "1234#"),
        ("9999442071838750", "442071838750", "9999"),
        ("9900442071838750", "442071838750", "99"),
        ("sip:+442071838750@10.1.2.3:5060;user=phone", "442071838750", "10.0.0.1"),
        ("SIPS:1234%23442071838750:secret@host", "442071838750", "1234#"),
        ("<sip:+442071838750;npdi;rn=+442070000000@host>;tag=9", "442071838750", "10.0.0.1"),
        ("+442071838750;npdi;rn=+442070000000", "442071838750", "10.0.0.1"),
        ("tel:+44-207-183-8750;phone-context=example.com", "442071838750", "10.0.0.1"),
        ("442071838750@10.1.2.3", "442071838750", "10.0.0.1"),
    ])
    func `a called number becomes E.164`(written: String, digits: String, customer: String) throws {
        for quoted in [false, true] {
            let result = try parsed(called: written, plan: british, quoted: quoted)
            #expect(result.called == digits)
            #expect(result.customer == customer)
        }
    }

    @Test(arguments: ["sip:10.1.2.3", "sip:@host", "1234#", "+", "00", "anonymous", "44x", "", "tel:"])
    func `what is no called number rejects the row`(written: String) throws {
        #expect(try parsed(called: written, plan: british).called == nil)
        #expect(try parsed(called: written, plan: british, quoted: true).called == nil)
    }

    @Test func `a called number of more than 32 digits rejects the row, and a calling one does not`() throws {
        let (most, more) = (String(repeating: "7", count: 32), String(repeating: "7", count: 33))
        for quoted in [false, true] {
            #expect(try parsed(called: "1234#" + most, plan: british, quoted: quoted).called == most)
            #expect(try parsed(called: "1234#" + more, plan: british, quoted: quoted).called == nil)
            #expect(try parsed(called: "44", calling: "+" + more, plan: british, quoted: quoted).calling == more)
            #expect(try parsed(called: "44", calling: "+" + more, plan: nil, quoted: quoted).calling == more)
        }
    }

    @Test(arguments: [
        ("\"Bob\" <sip:02071838750@h>", "442071838750", 442_071_838_750),
        ("Anonymous", "Anonymous", -1),
        ("sip:anonymous@anonymous.invalid", "anonymous", -1),
        ("0000000000", "0000000000", -1),
        ("1234#441", "1234#441", -1),
    ])
    func `a calling number that is none is kept as text`(written: String, text: String, number: Int64) throws {
        let result = try parsed(called: "441", calling: written, plan: british, quoted: true)
        #expect(result.calling == text)
        #expect(result.callingNumber == number)
    }

    @Test func `a tech prefix names nobody where the plan says so`() throws {
        var routing = british
        routing.techPrefixNamesAccount = false
        #expect(try parsed(called: "1234#44207", plan: routing).customer == "10.0.0.1")
    }

    @Test(arguments: ["+44207", "0044207", "00", "+0044", "44207", "044", "4 4", "x", "1234#44"])
    func `a plan like the standard one reads as no plan does`(written: String) throws {
        // The added tech prefix occurs nowhere; it only takes the reader away from the standard plan's own way.
        let other = plan { $0.techPrefixes = ["ZZ"] }
        for quoted in [false, true] {
            let standard = try parsed(called: written, calling: written, plan: nil, quoted: quoted)
            let planned = try parsed(called: written, calling: written, plan: other, quoted: quoted)
            #expect(standard.called == planned.called)
            #expect(standard.calling == planned.calling)
            #expect(standard.callingNumber == planned.callingNumber)
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `fast and slow readings agree`(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        func pick(_ texts: [String]) -> String { texts[draw(texts.count)] }
        let readers = (0..<8).map { _ in
            plan {
                $0.internationalPrefixes = [["00"], ["00", "011"], [], ["0", "00", "810"]][draw(4)]
                $0.techPrefixes = [[], ["1234#", "12"], ["9999", "99", "A1*"]][draw(3)]
                $0.homeCountry = [nil, "44", "1"][draw(3)]
                if $0.homeCountry != nil {
                    $0.nationalPrefix = [nil, "0", "1"][draw(3)]
                    $0.nationalDigits = [nil, 10...10, 3...9][draw(3)]
                }
                $0.separators = ["", " .-()", "/"][draw(3)]
                $0.readsURIs = draw(2) == 0
                $0.anonymous = [[], ["anonymous", "0000"]][draw(2)]
            }
        }
        let pieces = [
            "sip:", "tel:", "SIPS:", "<", ">", "@host", ";npdi", ";rn=", "+", "00", "011", "0", "1", "44", "207",
            "9999",
            "1234#", "A1*", "%23", "%2B", " ", "-", "(", ")", ".", "/", "anonymous", "0000", ":pw", "5551234567", "x",
        ]
        for _ in 0..<2_000 {
            let plan = readers[draw(readers.count)]
            let written = (0...draw(6)).map { _ in pick(pieces) }.joined()
            guard plan != .standard else { continue }
            let isCalled = draw(2) == 0
            let expected = slowReading(written, plan, isCalled: isCalled)
            let buffer = ChunkBuffer(capacity: 1_024)
            let bytes = Array(written.utf8)
            unsafe buffer.base.copyMemory(from: bytes, byteCount: bytes.count)
            let reading = unsafe NumberReader(plan).read(
                TextRange(offset: 0, count: UInt32(bytes.count)), base: buffer.base, slot: buffer.numbersOffset,
                isCalled: isCalled)
            let digits = reading.number.isDigits ? buffer.string(reading.number.digits) : nil
            #expect(digits == expected.digits, "seed \(seed): \(written) by \(plan)")
            if digits != nil { #expect(buffer.string(reading.techPrefix) == expected.techPrefix, "\(written)") }
        }
    }

    @Test func `a plan survives the layout file`() throws {
        var layout = CallLayout.canonical
        layout.numbers = british
        let decoded = try JSONDecoder().decode(CallLayout.self, from: JSONEncoder().encode(layout))
        #expect(decoded == layout)
    }

    @Test(arguments: [
        (#"{"techPrefix": ["1"]}"#, "unknown key techPrefix"),
        (#"{"nationalDigits": "10"}"#, "national numbers need a home country"),
        (#"{"homeCountry": "44", "nationalDigits": "many"}"#, "nationalDigits must be a count"),
        (#"{"separators": "x"}"#, "'x' is not a separator"),
    ])
    func `a faulty plan is refused with what is wrong`(json: String, reason: String) {
        do {
            let plan = try JSONDecoder().decode(NumberPlan.self, from: Data(json.utf8))
            Issue.record("taken as \(plan)")
        } catch {
            #expect("\(error)".contains(reason))
        }
    }
}

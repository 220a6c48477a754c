internal import Calendar

extension SyntheticCalls {
    /// The canonical columns.
    public static let header =
        "call_id,customer_id,supplier_id,calling,called,start_time,duration_s,sip_code,ingress_ip\n"

    /// Above the length of any record, its line end included.
    public static let recordBytesMax = 192

    /// The records of `range`, without the header.
    public func text(_ range: Range<Int>) -> [UInt8] {
        [UInt8](capacity: range.count * SyntheticCalls.recordBytesMax) { output in
            for index in range { append(index, to: &output) }
        }
    }

    private func append(_ index: Int, to output: inout OutputSpan<UInt8>) {
        switch kind(of: index) {
        case .ordinary:
            append(call(index), to: &output)
        case .duplicate(let original):
            append(call(original), to: &output)
        case .changed(let original):
            var changed = call(original)
            changed.durationSeconds += 1 + index % 997
            append(changed, to: &output)
        case .malformed:
            append(call(index), fault: Fault.allCases[index % Fault.allCases.count], to: &output)
        case .unknownPrefix:
            append(call(index), called: "999", to: &output)
        case .unknownAccount:
            append(call(index), customerPrefix: "X", to: &output)
        }
    }

    /// Ways in which a malformed record is wrong.
    private enum Fault: CaseIterable {
        case letterInDuration, missingFields, dateAlone, lettersInCalled, noDuration, negativeDuration, noTime,
            openQuote
    }

    private func append(
        _ call: Call, fault: Fault? = nil, called: String? = nil, customerPrefix: String = "",
        to output: inout OutputSpan<UInt8>
    ) {
        if fault == .openQuote { output.append(UInt8(ascii: "\"")) }
        output.append(uuid: call.id)
        output.appendComma()
        output.append(text: customerPrefix)
        output.append(text: carrier.customers[call.customer].account)
        output.appendComma()
        output.append(text: carrier.suppliers[call.supplier].account)
        output.appendComma()
        if call.isAnonymous {
            output.append(text: "anonymous")
        } else {
            output.append(number: carrier.prefixes.entries[call.callingEntry].digits, tail: call.callingTail)
        }
        output.appendComma()
        if fault == .lettersInCalled { output.append(text: "sip") }
        output.append(number: called ?? carrier.prefixes.entries[call.calledEntry].digits, tail: call.calledTail)
        output.appendComma()
        if fault == .noTime {
            output.append(text: "yesterday")
        } else {
            output.append(milliseconds: call.startMilliseconds, dateAlone: fault == .dateAlone)
        }
        output.appendComma()
        if fault == .missingFields {
            output.append(UInt8(ascii: "\n"))
            return
        }
        if fault == .negativeDuration { output.append(text: "-1") }
        if fault != .noDuration { output.append(decimal: call.durationSeconds) }
        if fault == .letterInDuration { output.append(UInt8(ascii: "s")) }
        output.appendComma()
        output.append(decimal: call.sipCode)
        output.append(text: ",10.")
        output.append(decimal: call.address >> 16 & 255)
        output.append(UInt8(ascii: "."))
        output.append(decimal: call.address >> 8 & 255)
        output.append(UInt8(ascii: "."))
        output.append(decimal: call.address & 255)
        output.append(UInt8(ascii: "\n"))
    }
}

extension OutputSpan<UInt8> {
    fileprivate mutating func appendComma() { append(UInt8(ascii: ",")) }

    fileprivate mutating func append(text: String) {
        for byte in text.utf8 { append(byte) }
    }

    fileprivate mutating func append(decimal number: Int) {
        if number >= 10 { append(decimal: number / 10) }
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }

    fileprivate mutating func append(_ number: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    /// 8-4-4-4-12 hexadecimal digits.
    fileprivate mutating func append(uuid words: (UInt64, UInt64)) {
        append(hex: words.0 >> 32, digits: 8)
        append(UInt8(ascii: "-"))
        append(hex: words.0 >> 16, digits: 4)
        append(UInt8(ascii: "-"))
        append(hex: words.0 & 0xFFF | 0x4000, digits: 4)
        append(UInt8(ascii: "-"))
        append(hex: words.1 >> 48 & 0x3FFF | 0x8000, digits: 4)
        append(UInt8(ascii: "-"))
        append(hex: words.1, digits: 12)
    }

    private mutating func append(hex word: UInt64, digits: Int) {
        var shift = UInt64(digits) * 4
        while shift > 0 {
            shift -= 4
            let digit = UInt8(truncatingIfNeeded: word >> shift & 15)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    /// A number of 11 or 12 digits that begins with `prefix`.
    fileprivate mutating func append(number prefix: String, tail: UInt64) {
        let digits = prefix.utf8.first == UInt8(ascii: "1") ? 11 : 11 + prefix.utf8.count & 1
        append(text: prefix)
        var rest = tail >> 4
        for _ in 0..<(digits - prefix.utf8.count) {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
    }

    /// `2026-10-31T23:59:59.999Z`
    fileprivate mutating func append(milliseconds: Int, dateAlone: Bool) {
        let date = CivilDay(daysSince1970: Int32(milliseconds / 86_400_000))
        append(date.year, digits: 4)
        append(UInt8(ascii: "-"))
        append(date.month, digits: 2)
        append(UInt8(ascii: "-"))
        append(date.day, digits: 2)
        if dateAlone { return }
        let time = milliseconds % 86_400_000
        append(UInt8(ascii: "T"))
        append(time / 3_600_000, digits: 2)
        append(UInt8(ascii: ":"))
        append(time / 60_000 % 60, digits: 2)
        append(UInt8(ascii: ":"))
        append(time / 1_000 % 60, digits: 2)
        append(UInt8(ascii: "."))
        append(time % 1_000, digits: 3)
        append(UInt8(ascii: "Z"))
    }
}

/// Reads telephone numbers by a `NumberPlan` that is not the standard one. Rewritten numbers lie in the chunk's number
/// space: two slots a record of the batch, each
///
///     | the number without separators: 256 | room for a country's code: 16 | a national number: 240 |
final class NumberReader: Sendable {
    struct Reading {
        var number: NumberText.Number
        /// What was taken off; empty where nothing was.
        var techPrefix: TextRange = .empty
        /// The called number's routing number (`;rn=`) in the North American plan; -1 = none.
        var routing: Int64 = -1
    }

    private let internationalPrefixes: PrefixSet
    private let techPrefixes: PrefixSet
    let techPrefixNamesAccount: Bool
    private let homeCountry: [UInt8]
    private let nationalPrefix: [UInt8]
    private let nationalDigits: ClosedRange<Int>?
    /// By byte, below 128: whether it means nothing in a number; in a `tel:` URI.
    private let isSeparator: [Bool]
    private let isTelSeparator: [Bool]
    private let readsURIs: Bool
    /// In lower case.
    private let anonymous: Set<[UInt8]>

    static let slotBytes = 512
    /// A longer number is none.
    private static let textBytesMax = 240
    private static let nationalOffset = 272

    init(_ plan: NumberPlan) {
        internationalPrefixes = PrefixSet(plan.internationalPrefixes)
        techPrefixes = PrefixSet(plan.techPrefixes)
        techPrefixNamesAccount = plan.techPrefixNamesAccount
        homeCountry = Array((plan.homeCountry ?? "").utf8)
        nationalPrefix = Array((plan.nationalPrefix ?? "").utf8)
        nationalDigits = plan.nationalDigits
        isSeparator = (0..<128).map { plan.separators.utf8.contains($0) }
        isTelSeparator = (0..<128).map { plan.separators.utf8.contains($0) || "-.()".utf8.contains($0) }
        readsURIs = plan.readsURIs
        anonymous = Set(plan.anonymous.map { NumberReader.lowercased(Array($0.utf8)) })
    }

    /// - Parameters:
    ///   - field: the number as written, within the text or the scratch space of the buffer.
    ///   - slot: offset of the slot, of `slotBytes`, that the number may use.
    func read(
        _ field: TextRange, base: UnsafeMutableRawPointer, slot: Int, isCalled: Bool
    ) -> Reading {
        let text = unsafe UnsafeRawBufferPointer(start: base + Int(field.offset), count: Int(field.count))
        var user = 0..<text.count
        var isTel = false
        if readsURIs { unsafe (user, isTel) = NumberReader.userPart(text) }
        let written = TextRange(offset: field.offset + UInt32(user.lowerBound), count: UInt32(user.count))
        let none = Reading(number: NumberText.Number(digits: written, value: -1, isDigits: false))
        guard !user.isEmpty, user.count <= NumberReader.textBytesMax else { return none }
        if !isCalled, !anonymous.isEmpty,
            unsafe anonymous.contains(NumberReader.lowercased([UInt8](UnsafeRawBufferPointer(rebasing: text[user]))))
        {
            return none
        }
        let count = unsafe copy(
            UnsafeRawBufferPointer(rebasing: text[user]), to: base + slot,
            separators: isTel ? isTelSeparator : isSeparator)
        var start = slot
        let end = slot + count
        var reading = none
        if isCalled {
            if readsURIs { reading.routing = unsafe RoutingNumber.parameter(of: text) }
            let prefix = unsafe techPrefixes.longest(base + start, count: count)
            if prefix > 0, prefix < count {
                reading.techPrefix = TextRange(offset: UInt32(start), count: UInt32(prefix))
                start += prefix
            }
        }
        let international = unsafe internationalPrefixes.longest(base + start, count: end - start)
        if start < end, unsafe base.load(fromByteOffset: start, as: UInt8.self) == 0x2B {
            start += 1
        } else if international > 0 {
            start += international
        } else if !homeCountry.isEmpty {
            let prefix = nationalPrefix.count
            let hasPrefix = unsafe prefix > 0 && end - start > prefix && begins(base + start, with: nationalPrefix)
            if hasPrefix || nationalDigits?.contains(end - start) == true {
                start += hasPrefix ? prefix : 0
                // In bounds: at most `textBytesMax` bytes behind the room for the country's code.
                let home = slot + NumberReader.nationalOffset
                unsafe (base + home).copyMemory(from: base + start, byteCount: end - start)
                unsafe (base + home - homeCountry.count).copyMemory(from: homeCountry, byteCount: homeCountry.count)
                reading.number = unsafe NumberReader.number(
                    from: home - homeCountry.count, to: home + end - start, base: base, otherwise: written)
                return reading
            }
        }
        reading.number = unsafe NumberReader.number(from: start, to: end, base: base, otherwise: written)
        return reading
    }

    /// The digits between two offsets as a number; none where they are not all digits.
    private static func number(
        from start: Int, to end: Int, base: UnsafeMutableRawPointer, otherwise written: TextRange
    ) -> NumberText.Number {
        let bytes = unsafe UnsafeRawBufferPointer(start: base + start, count: end - start)
        guard unsafe !bytes.isEmpty && bytes.allSatisfy({ $0 &- 0x30 < 10 }) else {
            return NumberText.Number(digits: written, value: -1, isDigits: false)
        }
        let hasLeadingZero = unsafe bytes[0] == 0x30
        return NumberText.Number(
            digits: TextRange(offset: UInt32(start), count: UInt32(end - start)),
            value: hasLeadingZero ? -1 : unsafe NumberText.digits(base + start, count: end - start), isDigits: true)
    }

    /// Copies a number without its separators and with `%23` decoded; returns its length.
    private func copy(
        _ text: UnsafeRawBufferPointer, to slot: UnsafeMutableRawPointer, separators: [Bool]
    ) -> Int {
        var count = 0
        var index = 0
        // In bounds: at most as many bytes are written as are read, and those are at most `textBytesMax`.
        while index < text.count {
            var byte = unsafe text[index]
            index += 1
            if readsURIs, byte == 0x25, index + 1 < text.count,
                let high = unsafe NumberReader.hex(text[index]), let low = unsafe NumberReader.hex(text[index + 1])
            {
                byte = high << 4 | low
                index += 2
            }
            if byte < 0x80, separators[Int(byte)] { continue }
            unsafe slot.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
            count += 1
        }
        return count
    }

    private func begins(_ text: UnsafeMutableRawPointer, with prefix: [UInt8]) -> Bool {
        // In bounds: the caller has as many bytes.
        for (index, byte) in prefix.enumerated() where unsafe text.load(fromByteOffset: index, as: UInt8.self) != byte {
            return false
        }
        return true
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    private static func lowercased(_ text: [UInt8]) -> [UInt8] {
        text.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    /// The user part of a URI, or all of what is none, and whether it is a `tel:` URI. A `sip:` URI without a user has
    /// an empty one.
    private static func userPart(_ text: UnsafeRawBufferPointer) -> (Range<Int>, isTel: Bool) {
        var start = 0
        var end = text.count
        if let open = unsafe text.firstIndex(of: 0x3C) {
            start = open + 1
            end = unsafe text[start...].firstIndex(of: 0x3E) ?? end
        }
        while start < end, unsafe text[start] == 0x20 { start += 1 }
        while end > start, unsafe text[end - 1] == 0x20 { end -= 1 }
        func begins(with scheme: StaticString) -> Bool {
            let letters = unsafe UnsafeBufferPointer(start: scheme.utf8Start, count: scheme.utf8CodeUnitCount)
            guard end - start >= letters.count else { return false }
            return letters.indices.allSatisfy { unsafe text[start + $0] | 0x20 == letters[$0] | 0x20 }
        }
        if begins(with: "tel:") {
            start += 4
            return (start..<(unsafe text[start..<end].firstIndex(of: 0x3B) ?? end), true)
        }
        let hasScheme = begins(with: "sip:") || begins(with: "sips:")
        if hasScheme { start += begins(with: "sip:") ? 4 : 5 }
        if let host = unsafe text[start..<end].firstIndex(of: 0x40) {
            end = host
        } else if hasScheme {
            end = start
        }
        if let parameters = unsafe text[start..<end].firstIndex(of: 0x3B) { end = parameters }
        if hasScheme, let password = unsafe text[start..<end].firstIndex(of: 0x3A) { end = password }
        return (start..<end, false)
    }
}

/// Texts of ASCII characters as a trie: which of them a number begins with takes as many steps as it has characters.
private struct PrefixSet: Sendable {
    /// 128 for each node, by byte; 0 = none. Node 0 is the root.
    private var next: [Int32]
    private var isEnd: [Bool]

    init(_ prefixes: [String]) {
        next = [Int32](repeating: 0, count: 128)
        isEnd = [false]
        for prefix in prefixes {
            var node = 0
            for byte in prefix.utf8 {
                let slot = node * 128 + Int(byte & 127)
                if next[slot] == 0 {
                    next[slot] = Int32(isEnd.count)
                    next += [Int32](repeating: 0, count: 128)
                    isEnd.append(false)
                }
                node = Int(next[slot])
            }
            isEnd[node] = true
        }
        isEnd[0] = false
    }

    /// Length of the longest of the texts that begins the `count` bytes at `text`, 0 where none does.
    func longest(_ text: UnsafeMutableRawPointer, count: Int) -> Int {
        var node = 0
        var found = 0
        for index in 0..<count {
            let byte = unsafe text.load(fromByteOffset: index, as: UInt8.self)
            guard byte < 0x80 else { break }
            node = Int(next[node * 128 + Int(byte)])
            if node == 0 { break }
            if isEnd[node] { found = index + 1 }
        }
        return found
    }
}

/// Makes the key of a call from what the switch says of it, with a secret of the installation: call ids are chosen by
/// callers, who could otherwise make two of them collide and one of the calls be taken for a duplicate.
///
/// The function (its values are stored: it must never change):
///
///     fold(x, y)  = low half ^ high half of the 128-bit product x * y
///     s0 … s7     = the secrets: splitmix64 of the seed's two little-endian words, in turn
///     block 0     = (start in whole seconds since 1970, switch | kind << 16 | byte count of the text << 32)
///     block 1 …   = the text in pairs of little-endian words, the last one padded with zeros
///     a, b        = s0, s1; then for each block (x, y):
///                   a = fold(x ^ a ^ s2, y ^ s3), b = fold(y ^ b ^ s4, x ^ s5)
///     high        = fold(a ^ s6, b ^ s7), 1 where that is 0
///     low         = fold(b ^ s6 ^ s0, a ^ s7 ^ s1), its lowest 16 bits replaced by the leg
///
/// kind is 0 where the text is a call id and 1 where it is the whole record, for layouts without one.
///
/// What else is said of the call, its content, is hashed alike (`content`), to know a record that is repeated as it was
/// from one that says something new of the call. It is what the record itself says, and nothing that was looked up for it.
/// With `low` of the stem, -1 for what is not there, and texts as pairs of little-endian words, the last one padded with zeros:
///
///     c           = fold(stem ^ s1 ^ s3, calling ^ s5)
///     c           = fold(called ^ c ^ s2, nanoseconds ^ s4)
///     c           = fold(bytes of the customer's account << 32 | bytes of the supplier's ^ c ^ s6, SIP code ^ s7)
///     c           for each pair of the customer's account, then of the supplier's: c = fold(x ^ c ^ s4, y ^ s3)
///     c           where a number is a text or a routing number is stated: for each number, c = fold(byte count ^ c ^ s2, s5),
///                   then for each pair of its text: c = fold(x ^ c ^ s4, y ^ s3); at last c = fold(routing ^ c ^ s6, s1)
///     content     = highest 48 bits of c, 1 where they are 0
package struct CallKeyHasher: Sendable {
    private let s0, s1, s2, s3, s4, s5, s6, s7: UInt64

    package enum Kind: UInt64, Sendable {
        case callID = 0
        case record = 1
    }

    /// `seed` is `secret.call_key.seed`: 16 bytes.
    package init(seed: [UInt8]) {
        precondition(seed.count == 16)
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        var first = word(seed[0..<8])
        var second = word(seed[8..<16])
        s0 = CallKeyHasher.splitmix(&first)
        s1 = CallKeyHasher.splitmix(&second)
        s2 = CallKeyHasher.splitmix(&first)
        s3 = CallKeyHasher.splitmix(&second)
        s4 = CallKeyHasher.splitmix(&first)
        s5 = CallKeyHasher.splitmix(&second)
        s6 = CallKeyHasher.splitmix(&first)
        s7 = CallKeyHasher.splitmix(&second)
    }

    /// - Parameter text: readable for 16 bytes from each multiple of 16 below its count, whatever lies behind its end.
    @inline(__always)
    package func key(
        switchID: Int16, startSeconds: Int64, kind: Kind, text: UnsafeRawBufferPointer, leg: CallLeg
    ) -> CallKey {
        var x = UInt64(bitPattern: startSeconds)
        var y =
            UInt64(UInt16(bitPattern: switchID)) | kind.rawValue << 16 | UInt64(truncatingIfNeeded: text.count) << 32
        var a = CallKeyHasher.fold(x ^ s0 ^ s2, y ^ s3)
        var b = CallKeyHasher.fold(y ^ s1 ^ s4, x ^ s5)
        var offset = 0
        while offset < text.count {
            unsafe (x, y) = CallKeyHasher.pair(of: text, at: offset)
            a = CallKeyHasher.fold(x ^ a ^ s2, y ^ s3)
            b = CallKeyHasher.fold(y ^ b ^ s4, x ^ s5)
            offset += 16
        }
        let high = CallKeyHasher.fold(a ^ s6, b ^ s7)
        let low = CallKeyHasher.fold(b ^ s6 ^ s0, a ^ s7 ^ s1)
        return CallKey(high: high == 0 ? 1 : high, low: low & ~0xFFFF | UInt64(leg.code))
    }

    /// The words at `offset`, below the count, of a text that is readable for 16 bytes from there; what is behind its end is
    /// zeros.
    @inline(__always)
    private static func pair(of text: UnsafeRawBufferPointer, at offset: Int) -> (UInt64, UInt64) {
        // 16 bytes are readable here, as promised; those behind the end are masked off.
        let base = unsafe text.baseAddress! + offset
        let x = unsafe UInt64(littleEndian: base.loadUnaligned(as: UInt64.self))
        let y = unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let rest = text.count - offset
        guard rest < 16 else { return (x, y) }
        return (
            rest < 8 ? x & ~(.max << UInt64(8 * rest)) : x, rest <= 8 ? 0 : y & ~(.max << UInt64(8 * (rest - 8)))
        )
    }

    /// What a record says of a call, in 48 bits other than 0.
    ///
    /// - Parameters:
    ///   - customer: how the record names the customer, readable as the text of `key` is; `supplier` alike.
    ///   - texts: the numbers as written, where they are no integers, and the routing number.
    @inline(__always)
    func content(
        of call: PendingCall, customer: UnsafeRawBufferPointer, supplier: UnsafeRawBufferPointer, texts: NumberTexts?
    ) -> UInt64 {
        var c = CallKeyHasher.fold(call.key.low >> 16 ^ s1 ^ s3, UInt64(bitPattern: call.calling) ^ s5)
        c = CallKeyHasher.fold(UInt64(bitPattern: call.called) ^ c ^ s2, UInt64(bitPattern: call.durationNanos) ^ s4)
        let counts = UInt64(customer.count) << 32 | UInt64(supplier.count)
        c = CallKeyHasher.fold(counts ^ c ^ s6, UInt64(UInt16(bitPattern: call.sipCode)) ^ s7)
        unsafe c = account(c, customer)
        unsafe c = account(c, supplier)
        if let texts { c = content(c, texts) }
        return max(c >> 16, 1)
    }

    @inline(__always)
    private func account(_ start: UInt64, _ text: UnsafeRawBufferPointer) -> UInt64 {
        var c = start
        var offset = 0
        while offset < text.count {
            let (x, y) = unsafe CallKeyHasher.pair(of: text, at: offset)
            c = CallKeyHasher.fold(x ^ c ^ s4, y ^ s3)
            offset += 16
        }
        return c
    }

    @inline(never)
    private func content(_ start: UInt64, _ texts: NumberTexts) -> UInt64 {
        var c = start
        for text in [texts.calling, texts.called ?? []] {
            c = CallKeyHasher.fold(UInt64(text.count) ^ c ^ s2, s5)
            for block in stride(from: 0, to: text.count, by: 16) {
                func word(_ from: Int) -> UInt64 {
                    guard from < text.count else { return 0 }
                    return text[from..<min(from + 8, text.count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
                }
                c = CallKeyHasher.fold(word(block) ^ c ^ s4, word(block + 8) ^ s3)
            }
        }
        return CallKeyHasher.fold(UInt64(bitPattern: texts.routing) ^ c ^ s6, s1)
    }

    /// The leg that a field states: empty = none, a number below 30,000 as it is, any other text by 15 bits of hash.
    package func leg(_ text: UnsafeRawBufferPointer) -> CallLeg {
        if unsafe text.isEmpty { return .notStated }
        var number = 0
        var isNumber = text.count <= 5
        var hash = s0
        for index in 0..<text.count {
            let byte = unsafe text[index]
            isNumber = isNumber && byte >= 0x30 && byte <= 0x39
            if isNumber { number = number * 10 + Int(byte & 0xF) }
            hash = CallKeyHasher.fold(hash ^ s1, UInt64(byte) ^ s2)
        }
        if isNumber, number < CallLeg.numbersEnd { return CallLeg(code: UInt16(1 + number)) }
        return CallLeg(code: 0x8000 | UInt16(truncatingIfNeeded: hash >> 49))
    }

    @inline(__always)
    private static func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
        let product = x.multipliedFullWidth(by: y)
        return product.high ^ product.low
    }

    private static func splitmix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

import Testing

@testable import CallStore

@Suite struct CallKeyHasherTests {
    static let seed: [UInt8] = (0..<16).map { UInt8($0 * 17) }

    /// The values are stored in databases: they must never change.
    @Test(arguments: [
        (
            "0f8fad5b-d9cb-469f-a165-70867728950e", Int64(1_748_736_000), Int16(1), UInt16(0),
            "d45760c9-a055-b47d-9c11-359d84cf0000"
        ),
        ("", 0, 1, 0, "074e3a60-40ec-f91d-218f-4aae2ff00000"),
        ("a", -1, 2, 1, "a3ba6b90-1729-cc19-4501-6e9459d40001"),
        ("exactly16bytes!!", 1_790_000_000, -1, 0x8001, "2f18e2d1-ee52-44c7-05e4-1d20c18f8001"),
        ("seventeen bytes!!", 1_790_000_000, 32_767, 30_000, "792ad1a1-2cc7-4314-6c1b-790beb8e7530"),
    ])
    func `keys never change`(id: String, start: Int64, switchID: Int16, leg: UInt16, expected: String) {
        let key = Self.key(id, start: start, switchID: switchID, leg: CallLeg(code: leg))
        #expect(key.description == expected)
        #expect(key == Self.slowKey(Array(id.utf8), start: start, switchID: switchID, kind: 0, leg: leg))
        #expect(CallKey(expected) == key)
    }

    @Test func `the fast function equals the slow one at every length`() {
        var generator = SystemRandomNumberGenerator()
        for count in 0..<70 {
            let text = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let start = Int64.random(in: -10_000_000_000...10_000_000_000, using: &generator)
            let fast = Self.key(text, start: start, switchID: 7, kind: .record, leg: .notStated)
            #expect(fast == Self.slowKey(text, start: start, switchID: 7, kind: 1, leg: 0), "\(text), \(start)")
        }
    }

    @Test func `what lies behind the text does not matter`() {
        let one = Self.key(Array("call-1".utf8), start: 5, switchID: 1, behind: 0)
        let other = Self.key(Array("call-1".utf8), start: 5, switchID: 1, behind: 0xEE)
        #expect(one == other)
    }

    @Test func `each part of the identity counts`() {
        let base = Self.key("call-1", start: 1_000, switchID: 1)
        let others = [
            Self.key("call-2", start: 1_000, switchID: 1), Self.key("call-1", start: 1_001, switchID: 1),
            Self.key("call-1", start: 1_000, switchID: 2), Self.key("call-1\0", start: 1_000, switchID: 1),
            Self.key(Array("call-1".utf8), start: 1_000, switchID: 1, kind: .record),
        ]
        for other in others {
            #expect(other.fingerprint != base.fingerprint)
            #expect(other.stem.low != base.stem.low)
        }
        let leg = Self.key("call-1", start: 1_000, switchID: 1, leg: CallLeg(code: 2))
        #expect(leg.stem == base.stem && leg != base)
        let elsewhere = CallKeyHasher(seed: [UInt8](repeating: 9, count: 16))
        #expect(Self.key(Array("call-1".utf8), start: 1_000, switchID: 1, hasher: elsewhere).high != base.high)
    }

    /// The values are stored in databases: they must never change.
    @Test func `what a record says never gets another hash`() {
        let call = Self.call(calling: 442_071_838_750, called: 33_142_345_678, seconds: 61, sipCode: 200)
        let hasher = CallKeyHasher(seed: Self.seed)
        let texts = NumberTexts(calling: Array("anonymous".utf8), called: nil, routing: -1)
        let found = [
            Self.content(call, "acme-premium", "sup", nil, hasher), Self.content(call, "", "", nil, hasher),
            Self.content(call, "an account of more than 16 bytes", "sup", texts, hasher),
        ].map { String($0, radix: 16) }
        #expect(found == ["f5c456ad0b13", "2571b15f5", "abe591e2cad9"])
    }

    @Test func `what lies behind an account does not matter`() {
        let call = Self.call(calling: 1, called: 2, seconds: 3, sipCode: 200)
        let hasher = CallKeyHasher(seed: Self.seed)
        for count in 0..<40 {
            let account = String(repeating: "a", count: count)
            #expect(
                Self.content(call, account, "sup", nil, hasher)
                    == Self.content(call, account, "sup", nil, hasher, behind: 0xEE))
        }
    }

    @Test func `each part of what a record says counts`() {
        let hasher = CallKeyHasher(seed: Self.seed)
        let base = Self.call(calling: 1, called: 2, seconds: 3, sipCode: 200)
        let long = NumberTexts(calling: Array("a caller without a number".utf8), called: nil, routing: -1)
        var contents: Set<UInt64> = [Self.content(base, "c", "s", nil, hasher)]
        for other in [
            Self.call(calling: -1, called: 2, seconds: 3, sipCode: 200),
            Self.call(calling: 1, called: 3, seconds: 3, sipCode: 200),
            Self.call(calling: 1, called: 2, seconds: 4, sipCode: 200),
            Self.call(calling: 1, called: 2, seconds: 3, sipCode: 486),
            Self.call(calling: 1, called: 2, seconds: 3, sipCode: 200, id: "another"),
        ] { contents.insert(Self.content(other, "c", "s", nil, hasher)) }
        for (customer, supplier) in [("s", "c"), ("", "s"), ("c", ""), ("cs", ""), ("", "cs"), ("c\0", "s")] {
            contents.insert(Self.content(base, customer, supplier, nil, hasher))
        }
        for texts in [
            NumberTexts(calling: Array("anonymous".utf8), called: nil, routing: -1),
            NumberTexts(calling: [], called: Array("anonymous".utf8), routing: -1),
            NumberTexts(calling: Array("anonymous\0".utf8), called: nil, routing: -1), long,
            NumberTexts(calling: [], called: nil, routing: 49), NumberTexts(calling: [], called: nil, routing: 50),
        ] { contents.insert(Self.content(base, "c", "s", texts, hasher)) }
        #expect(contents.count == 18)
        #expect(contents.allSatisfy { $0 > 0 && $0 < 1 << 48 })
    }

    static func content(
        _ call: PendingCall, _ customer: String, _ supplier: String, _ texts: NumberTexts?, _ hasher: CallKeyHasher,
        behind: UInt8 = 0x41
    ) -> UInt64 {
        let padding = [UInt8](repeating: behind, count: 16)
        return unsafe (Array(customer.utf8) + padding).withUnsafeBytes { customerBytes in
            unsafe (Array(supplier.utf8) + padding).withUnsafeBytes { supplierBytes in
                unsafe hasher.content(
                    of: call, customer: UnsafeRawBufferPointer(rebasing: customerBytes.dropLast(16)),
                    supplier: UnsafeRawBufferPointer(rebasing: supplierBytes.dropLast(16)), texts: texts)
            }
        }
    }

    static func call(
        calling: Int64, called: Int64, seconds: Int64, sipCode: Int16, id: String = "call-1"
    ) -> PendingCall {
        let side = PendingSide(
            micros: 0, rateID: -1, destinationID: -1, billedSeconds: 0, billingDay: 0, party: -1, state: .notApplicable,
            reason: .none)
        return PendingCall(
            startMicros: 0, durationNanos: seconds * 1_000_000_000, calling: calling, called: called,
            key: key(id, start: 0, switchID: 1), sell: side, buy: side, ordinal: 0, texts: -1, sipCode: sipCode,
            sighting: .new)
    }

    @Test(
        arguments: [
            ("", 0), ("0", 1), ("1", 2), ("007", 8), ("29999", 30_000), ("30000", nil), ("a", nil), ("-1", nil),
            ("123456", nil),
        ] as [(String, UInt16?)])
    func `small numbers are legs as they are`(text: String, code: UInt16?) {
        let hasher = CallKeyHasher(seed: Self.seed)
        let leg = unsafe Array(text.utf8).withUnsafeBytes { unsafe hasher.leg($0) }
        if let code { #expect(leg.code == code) } else { #expect(leg.code >= 0x8000) }
    }

    static func key(_ id: String, start: Int64, switchID: Int16, leg: CallLeg = .notStated) -> CallKey {
        key(Array(id.utf8), start: start, switchID: switchID, leg: leg)
    }

    static func key(
        _ text: [UInt8], start: Int64, switchID: Int16, kind: CallKeyHasher.Kind = .callID, leg: CallLeg = .notStated,
        behind: UInt8 = 0x41, hasher: CallKeyHasher = CallKeyHasher(seed: seed)
    ) -> CallKey {
        let padded = text + [UInt8](repeating: behind, count: 16)
        return unsafe padded.withUnsafeBytes {
            unsafe hasher.key(
                switchID: switchID, startSeconds: start, kind: kind,
                text: UnsafeRawBufferPointer(rebasing: $0[..<text.count]), leg: leg)
        }
    }

    /// The definition in the doc comment, word by word.
    static func slowKey(_ text: [UInt8], start: Int64, switchID: Int16, kind: UInt64, leg: UInt16) -> CallKey {
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            bytes.enumerated().reduce(0) { $0 + UInt64($1.element) << UInt64(8 * $1.offset) }
        }
        func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
            let product = UInt128(x) * UInt128(y)
            return UInt64(truncatingIfNeeded: product) ^ UInt64(product >> 64)
        }
        var states = [word(seed[0..<8]), word(seed[8..<16])]
        let s = (0..<8).map { index in
            states[index % 2] = states[index % 2] &+ 0x9E37_79B9_7F4A_7C15
            var mixed = states[index % 2]
            mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
        var blocks = [
            (UInt64(bitPattern: start), UInt64(UInt16(bitPattern: switchID)) + kind << 16 + UInt64(text.count) << 32)
        ]
        for start in stride(from: 0, to: text.count, by: 16) {
            let block = text[start..<min(start + 16, text.count)] + [UInt8](repeating: 0, count: 16)
            blocks.append((word(Array(block)[0..<8]), word(Array(block)[8..<16])))
        }
        var (a, b) = (s[0], s[1])
        for (x, y) in blocks {
            a = fold(x ^ a ^ s[2], y ^ s[3])
            b = fold(y ^ b ^ s[4], x ^ s[5])
        }
        let high = fold(a ^ s[6], b ^ s[7])
        let low = fold(b ^ s[6] ^ s[0], a ^ s[7] ^ s[1])
        return CallKey(high: high == 0 ? 1 : high, low: low & ~0xFFFF | UInt64(leg))
    }
}

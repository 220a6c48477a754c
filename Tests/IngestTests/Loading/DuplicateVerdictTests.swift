import Testing

@testable import CallStore
@testable import Ingest

@Suite struct DuplicateVerdictTests {
    /// Known calls and the call to settle as (leg, seconds, called), leg 0 = none stated.
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var known: [(UInt16, Int64, Int64)]
        var call: (UInt16, Int64, Int64)
        var expected: DuplicateVerdict
    }

    static let cases: [Case] = [
        Case(testDescription: "nothing known", known: [], call: (0, 60, 44), expected: .new),
        Case(testDescription: "the same again", known: [(0, 60, 44)], call: (0, 60, 44), expected: .duplicate),
        Case(testDescription: "other duration", known: [(0, 60, 44)], call: (0, 61, 44), expected: .changed(0)),
        Case(testDescription: "other number", known: [(0, 60, 44)], call: (0, 60, 45), expected: .changed(0)),
        Case(testDescription: "another leg", known: [(2, 60, 44)], call: (3, 60, 44), expected: .new),
        Case(
            testDescription: "same leg of two", known: [(2, 60, 44), (3, 60, 45)], call: (3, 9, 45),
            expected: .changed(1)),
        Case(testDescription: "leg missing in the call", known: [(2, 60, 44)], call: (0, 60, 44), expected: .duplicate),
        Case(testDescription: "leg missing before", known: [(0, 60, 44)], call: (2, 60, 44), expected: .duplicate),
        Case(testDescription: "leg missing, changed", known: [(2, 60, 44)], call: (0, 61, 44), expected: .changed(0)),
        Case(
            testDescription: "leg missing before, changed", known: [(0, 60, 44)], call: (2, 61, 44),
            expected: .changed(0)),
        Case(
            testDescription: "leg missing, another number", known: [(2, 60, 44)], call: (0, 60, 45),
            expected: .ambiguous),
        Case(
            testDescription: "leg missing, one of several has its content", known: [(2, 60, 44), (3, 61, 44)],
            call: (0, 61, 44), expected: .duplicate),
        Case(
            testDescription: "leg missing, several alike", known: [(2, 60, 44), (3, 60, 44)], call: (0, 60, 44),
            expected: .ambiguous),
        Case(
            testDescription: "leg missing, none of several has its content", known: [(2, 60, 44), (3, 61, 44)],
            call: (0, 62, 44), expected: .ambiguous),
        Case(
            testDescription: "the ambiguous one again", known: [(2, 60, 44), (3, 61, 44), (0, 62, 44)],
            call: (0, 62, 44), expected: .duplicate),
    ]

    @Test(arguments: cases) func `a call is settled`(_ example: Case) {
        for isRemembered in [true, false] {
            let known = example.known.map {
                Self.known([Self.row(leg: $0.0, seconds: $0.1, called: $0.2)], isRemembered)
            }
            let call = Self.state(Self.row(leg: example.call.0, seconds: example.call.1, called: example.call.2))
            #expect(DuplicateVerdict(of: call, among: known) == example.expected)
        }
    }

    @Test func `what was said before is stale, unless it is stated later`() {
        let states = [60, 600, 61].map { Self.row(leg: 0, seconds: $0, called: 44) }
        for isRemembered in [true, false] {
            let known = [Self.known(states, isRemembered, statedMicros: 5)]
            func settled(_ seconds: Int64, _ statedMicros: Int64?, leg: UInt16 = 0) -> DuplicateVerdict {
                DuplicateVerdict(
                    of: Self.state(Self.row(leg: leg, seconds: seconds, called: 44)), statedMicros: statedMicros,
                    among: known)
            }
            #expect(settled(61, nil) == .duplicate)
            for seconds in [60, 600] as [Int64] {
                #expect(
                    settled(seconds, nil) == .stale && settled(seconds, 5) == .stale && settled(seconds, 4) == .stale)
                #expect(settled(seconds, 6) == .changed(0))
                #expect(settled(seconds, nil, leg: 3) == .stale)
            }
            // Something that was never said.
            #expect(settled(9, nil) == .changed(0) && settled(9, 5) == .changed(0) && settled(9, 6) == .changed(0))
            #expect(settled(9, 4) == .stale)
        }
    }

    @Test func `a superseded state of one leg is told by its content where the record states no leg`() {
        let one = Self.known([60, 600].map { Self.row(leg: 2, seconds: $0, called: 44) }, true)
        let other = Self.known([Self.row(leg: 3, seconds: 5, called: 44)], true)
        let old = Self.state(Self.row(leg: 0, seconds: 60, called: 44))
        #expect(DuplicateVerdict(of: old, among: [other, one]) == .stale)
        #expect(DuplicateVerdict(of: old, statedMicros: 1, among: [other, one]) == .changed(1))
        #expect(DuplicateVerdict(of: old, among: [one, one]) == .ambiguous)
    }

    @Test func `an account is content where it is remembered, and a partner that one side does not know says nothing`()
    {
        let row = Self.row(leg: 0, seconds: 60, called: 44)
        #expect(
            DuplicateVerdict(of: RecordState(content: 7, row: row), among: [Self.known([row], true)]) == .changed(0))

        var known = row
        var call = row
        func settled() -> DuplicateVerdict {
            DuplicateVerdict(of: Self.state(call), among: [Self.known([known], false)])
        }
        call.sell.partnerID = 7
        #expect(settled() == .duplicate)
        known.sell.partnerID = 8
        #expect(settled() == .changed(0))
        known.sell.partnerID = 7
        known.routing = 49
        #expect(settled() == .changed(0))
        known.routing = nil
        known.sipCode = 486
        #expect(settled() == .changed(0))
    }

    /// A call of these revisions; where they are not remembered, their rows tell what they said.
    static func known(_ rows: [CallRow], _ isRemembered: Bool, statedMicros: Int64? = nil) -> KnownCall {
        KnownCall(
            rows.last!, states: rows.map { isRemembered ? state($0) : RecordState(content: 0, row: $0) },
            statedMicros: statedMicros)
    }

    /// What a record said, the hash made up of the row.
    static func state(_ row: CallRow) -> RecordState {
        RecordState(
            content: UInt64(row.durationNanos) * 1_000 + UInt64(row.called.number ?? 0) + 1, row: row)
    }

    static func row(leg: UInt16, seconds: Int64, called: Int64) -> CallRow {
        CallRow(
            startMicros: 1_000_000, durationNanos: seconds * 1_000_000_000, calling: .none, called: .number(called),
            key: CallKey(high: 1, low: UInt64(leg)), chunkID: 1, ordinal: 0, entityID: 1, sipCode: 200,
            sell: CallSide(),
            buy: CallSide(), kind: .original, replaces: nil)
    }
}

import Testing

@testable import Ingest

@Suite struct SettlementTests {
    /// Known calls and the call to settle as (leg, seconds, called), leg 0 = none stated.
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var known: [(UInt16, Int64, Int64)]
        var call: (UInt16, Int64, Int64)
        var expected: Settlement
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
        let known = example.known.map { Self.row(leg: $0.0, seconds: $0.1, called: $0.2) }
        let call = Self.row(leg: example.call.0, seconds: example.call.1, called: example.call.2)
        #expect(Settlement(of: call, among: known) == example.expected)
    }

    @Test func `a partner that one side does not know says nothing`() {
        var known = Self.row(leg: 0, seconds: 60, called: 44)
        var call = known
        call.sell.partnerID = 7
        #expect(Settlement(of: call, among: [known]) == .duplicate)
        known.sell.partnerID = 8
        #expect(Settlement(of: call, among: [known]) == .changed(0))
        known.sell.partnerID = 7
        known.sipCode = 486
        #expect(Settlement(of: call, among: [known]) == .changed(0))
    }

    static func row(leg: UInt16, seconds: Int64, called: Int64) -> CallRow {
        CallRow(
            startMicros: 1_000_000, durationNanos: seconds * 1_000_000_000, calling: .none, called: .number(called),
            key: CallKey(high: 1, low: UInt64(leg)), chunkID: 1, ordinal: 0, entityID: 1, sipCode: 200,
            sell: CallSide(),
            buy: CallSide(), kind: .original, replaces: nil)
    }
}

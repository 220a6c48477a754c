import Testing
import Vocabulary

@Suite struct RefusalTests {
    private struct Maybe: ConvertibleToRefusal {
        var isFault: Bool
        var refusal: Refusal? { isFault ? nil : Refusal(.busy, "test.busy", "Wait") }
    }

    @Test func `a sentence has its place before it and no full stop`() {
        let refusal = Refusal(.invalid, "test.it", "Not so.", place: .init(file: "a.csv", line: 3, field: "rate"))
        #expect("\(refusal)" == "a.csv, line 3, rate: Not so")
        #expect("\(Refusal(.invalid, "test.it", "Not so"))" == "Not so")
    }

    @Test func `an error is a refusal, becomes one, or is a fault`() {
        struct Other: Error {}
        let refusal = Refusal(.busy, "test.busy", "Wait")
        #expect(Refusal(refusal as any Error) == refusal)
        #expect(Refusal(Maybe(isFault: false)) == refusal)
        #expect(Refusal(Maybe(isFault: true)) == nil && Refusal(Other()) == nil)
    }

    @Test func `a number that does not fit is refused`() throws {
        #expect(try Int16(narrowing: Int64(-32_768)) == -32_768)
        let refusal = #expect(throws: Refusal.self) { try Int16(narrowing: Int64(32_768)) }
        #expect(refusal?.message == "32768 is not from -32768 to 32767")
    }
}

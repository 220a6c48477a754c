import Testing
import Vocabulary

/// Expects that `body` is refused with a reason, in these words.
func expectRefusal(
    _ reason: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> some Any
) {
    let refusal = #expect(throws: Refusal.self, sourceLocation: sourceLocation) { _ = try body() }
    #expect(refusal?.reason == reason, sourceLocation: sourceLocation)
    #expect(refusal?.message == message, sourceLocation: sourceLocation)
}

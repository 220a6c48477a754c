import Accounts
import Testing

/// Codes by time.
@Suite struct OneTimeCodeTests {
    /// RFC 6238, appendix B, of which a code has the last six digits.
    @Test(
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)])
    func `codes are those of the standard`(seconds: Int64, expected: String) {
        let code = OneTimeCode(key: Array("12345678901234567890".utf8))
        #expect(code.code(step: OneTimeCode.step(atSeconds: seconds)) == expected)
    }

    @Test func `a code counts within half a minute and once`() {
        let code = OneTimeCode(key: Array("12345678901234567890".utf8))
        let now: Int64 = 1_234_567_890
        let step = OneTimeCode.step(atSeconds: now)
        #expect(code.step(of: code.code(step: step - 1), atSeconds: now, after: 0) == step - 1)
        #expect(code.step(of: code.code(step: step), atSeconds: now, after: step) == nil)
        #expect(code.step(of: code.code(step: step - 2), atSeconds: now, after: 0) == nil)
        #expect(code.step(of: "", atSeconds: now, after: 0) == nil)
    }

    @Test func `the key is stated in base 32`() {
        #expect(OneTimeCode(key: Array("12345678901234567890".utf8)).keyText == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    }
}

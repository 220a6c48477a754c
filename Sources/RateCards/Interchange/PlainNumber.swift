/// Numbers of JSON written out: `5e-05` is `0.00005`, exactly.
enum PlainNumber {
    /// Nil where the exponent is beyond 40, which no price is.
    static func text(_ number: [UInt8]) -> [UInt8]? {
        guard let e = number.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else { return number }
        let sign = number.first == UInt8(ascii: "-") ? 1 : 0
        let mantissa = number[sign..<e]
        guard let exponent = Int(String(decoding: number[(e + 1)...], as: UTF8.self)), abs(exponent) <= 40 else {
            return nil
        }
        let point = mantissa.firstIndex(of: UInt8(ascii: ".")) ?? e
        var digits = mantissa.filter { $0 != UInt8(ascii: ".") }
        var places = point - sign + exponent
        if places <= 0 {
            digits.insert(contentsOf: [UInt8](repeating: UInt8(ascii: "0"), count: 1 - places), at: 0)
            places = 1
        }
        while digits.count < places { digits.append(UInt8(ascii: "0")) }
        var text = Array(number[..<sign]) + digits[..<places]
        if digits.count > places { text += [UInt8(ascii: ".")] + digits[places...] }
        return text
    }
}

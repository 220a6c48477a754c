/// Powers of two with a fraction, in integers: the same on every machine, which a library's `exp` does not promise.
enum PowersOfTwo {
    /// 2^(index / 64) in units of 2^-30.
    private static let fractions: [UInt64] = {
        var roots: [UInt64] = []
        var root: UInt64 = 2 << 30
        for _ in 0..<6 {
            root = squareRoot(root << 30)
            roots.append(root)
        }
        return (0..<64).map { index in
            roots.enumerated().reduce(UInt64(1 << 30)) { product, root in
                index >> (5 - root.offset) & 1 == 1 ? (product * root.element) >> 30 : product
            }
        }
    }()

    /// `unit` times 2^(sixtyFourths / 64), rounded down; the power is at least 1.
    static func scaled(_ unit: Int, sixtyFourths: Int) -> Int {
        let whole = sixtyFourths >> 6
        let scaled = (UInt64(unit) << UInt64(whole)).multipliedFullWidth(by: fractions[sixtyFourths & 63])
        return Int(scaled.high << 34 | scaled.low >> 30)
    }

    private static func squareRoot(_ value: UInt64) -> UInt64 {
        var root: UInt64 = 0
        var bit: UInt64 = 1 << 31
        while bit != 0 {
            let trial = root | bit
            if trial * trial <= value { root = trial }
            bit >>= 1
        }
        return root
    }
}

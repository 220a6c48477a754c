/// Random numbers that a seed decides: the same on every machine and in every version (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A generator of its own for each subject (call, customer, deck …) and number of it.
    init(seed: UInt64, _ subject: Subject, _ number: Int, _ part: Int = 0) {
        let mixed = SeededGenerator.mixed(seed ^ subject.rawValue)
        state = SeededGenerator.mixed(mixed &+ UInt64(bitPattern: Int64(number))) &+ UInt64(bitPattern: Int64(part))
    }

    /// What is drawn; each has numbers of its own, so that more customers do not change the calls' times.
    enum Subject: UInt64 {
        case call = 0x63_616C
        case fault = 0x66_6C74
        case customer = 0x63_7573
        case route = 0x72_7465
        case country = 0x63_6F75
        case destination = 0x64_7374
        case price = 0x70_7263
        case coverage = 0x63_6F76
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SeededGenerator.mixed(state)
    }

    /// From 0 to below `bound`, which is at least 1 and at most 2^32. Not exactly even: off by 2^-32 at most.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: ((next() >> 32) &* UInt64(truncatingIfNeeded: bound)) >> 32)
    }

    /// True `share` times in a million.
    mutating func happens(perMillion share: Int) -> Bool { below(1_000_000) < share }

    static func mixed(_ word: UInt64) -> UInt64 {
        var z = word
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

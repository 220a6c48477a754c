/// Call detail records of a carrier, in the canonical layout; each is a function of its number alone, so any part of a
/// file of any length can be made at any time, on any thread.
public struct SyntheticCalls: Sendable {
    /// How many records in a million are not ordinary calls.
    public struct Faults: Sendable {
        /// Cannot be parsed: a letter in a number, a missing field, a date without a time …
        public var malformed = 200
        /// An exact copy of an earlier record.
        public var duplicates = 2_000
        /// An earlier call again with another duration.
        public var changed = 50
        /// Called numbers that no deck knows.
        public var unknownPrefixes = 1_000
        /// Customers that have no account.
        public var unknownAccounts = 20

        public init() {}

        public static var none: Faults {
            var faults = Faults()
            faults.malformed = 0
            faults.duplicates = 0
            faults.changed = 0
            faults.unknownPrefixes = 0
            faults.unknownAccounts = 0
            return faults
        }
    }

    /// What record `index` is.
    public enum Kind: Equatable, Sendable {
        case ordinary
        case malformed
        case duplicate(of: Int)
        case changed(Int)
        case unknownPrefix
        case unknownAccount
    }

    public let carrier: SyntheticCarrier
    /// Records of the file.
    public let count: Int
    public let faults: Faults
    let profile: TrafficProfile
    /// Shares of a customer's destinations: 41 % of the calls go to the first of many, 16 % to the second, 1 % to the tenth.
    let routeShares: RunningShares

    static let routesMax = 32

    public init(carrier: SyntheticCarrier, count: Int, faults: Faults = Faults()) {
        self.carrier = carrier
        self.count = count
        self.faults = faults
        profile = TrafficProfile(firstDay: carrier.firstDay, days: carrier.days)
        routeShares = RunningShares(
            (1...SyntheticCalls.routesMax).map { UInt64(1 << 32) / UInt64($0 * ($0 + 3)) })
    }

    public func kind(of index: Int) -> Kind {
        let kind = drawnKind(of: index)
        switch kind {
        // What is copied must be an ordinary record; the few that find none nearby are ordinary themselves.
        case .duplicate(let wanted):
            return original(near: wanted, before: index) { _ in true }.map { .duplicate(of: $0) } ?? .ordinary
        case .changed(let wanted):
            return original(near: wanted, before: index) { call($0).durationSeconds > 0 }.map { .changed($0) }
                ?? .ordinary
        default:
            return kind
        }
    }

    private func drawnKind(of index: Int) -> Kind {
        var random = SeededGenerator(seed: carrier.seed, .fault, index)
        var draw = random.below(1_000_000)
        if draw < faults.malformed { return .malformed }
        draw -= faults.malformed
        if draw < faults.duplicates { return .duplicate(of: earlier(than: index, &random)) }
        draw -= faults.duplicates
        if draw < faults.changed { return .changed(earlier(than: index, &random)) }
        draw -= faults.changed
        if draw < faults.unknownPrefixes { return .unknownPrefix }
        draw -= faults.unknownPrefixes
        return draw < faults.unknownAccounts ? .unknownAccount : .ordinary
    }

    /// Mostly one of the last ten thousand records, sometimes any earlier one.
    private func earlier(than index: Int, _ random: inout SeededGenerator) -> Int {
        let isNear = random.below(10) < 9
        let word = random.next()
        let reach = isNear ? min(index, 10_000) : index
        return reach == 0 ? 0 : index - 1 - Int(word % UInt64(reach))
    }

    /// The last ordinary record at or before `wanted` that fits; of odd number for duplicates and even for changed
    /// calls, so that no call is both changed and repeated.
    private func original(near wanted: Int, before index: Int, where fits: (Int) -> Bool) -> Int? {
        var candidate = min(wanted, index - 1)
        let isChange: Bool
        if case .changed = drawnKind(of: index) { isChange = true } else { isChange = false }
        if candidate % 2 == (isChange ? 1 : 0) { candidate -= 1 }
        for _ in 0..<32 where candidate >= 0 {
            if drawnKind(of: candidate) == .ordinary, fits(candidate) { return candidate }
            candidate -= 2
        }
        return nil
    }
}

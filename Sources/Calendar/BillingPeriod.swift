/// Consecutive days that are billed together; in which zone they begin and end, the agreement says. Never empty.
public struct BillingPeriod: Sendable, Hashable, Codable {
    public let first: CivilDay
    /// First day after.
    public let endBefore: CivilDay

    public init(first: CivilDay, endBefore: CivilDay) {
        precondition(first < endBefore, "a billing period has at least one day")
        self.first = first
        self.endBefore = endBefore
    }

    /// A month, `2026-10`, or one day, `2026-10-05`. Nil for any other text.
    public init?(_ text: String) {
        if let day = CivilDay(text) {
            self.init(first: day, endBefore: day + 1)
        } else if let first = CivilDay("\(text)-01") {
            self.init(first: first, endBefore: first.startOfNextMonth)
        } else {
            return nil
        }
    }

    public var last: CivilDay { endBefore - 1 }
    public var days: Int { Int(endBefore.daysSince1970 - first.daysSince1970) }

    public func contains(_ day: CivilDay) -> Bool { first <= day && day < endBefore }
}

extension BillingPeriod: CustomStringConvertible {
    /// `2026-10-01 to 2026-10-31`.
    public var description: String { "\(first) to \(last)" }
}

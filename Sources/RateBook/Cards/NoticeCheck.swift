internal import Postgres
import RateCards

/// How changes of one kind keep the notice that a partner's agreement asks for.
public struct NoticeCheck: Sendable, Encodable {
    public let partner: String
    /// Kind of change: new, increase, decrease, blocked or closed. Other increments, fees and terms count as an increase.
    public let kind: String
    /// Days from the day on which the deck was received.
    public let days: Int64
    /// Beginning of the day so many days later in the card's zone, in UTC: changes may begin then.
    public let earliest: String
    public var kept = 0
    public var broken = 0
    /// Prefixes that begin too early, the first ten.
    public var examples: [String] = []

    /// Marks each change with whether it keeps the notice of every agreement, and counts them by partner and kind.
    ///
    /// - Parameter received: the instant of receipt.
    static func checks(
        of changes: inout [RateDifference.Entry], card: RateCard, received: String, on connection: Connection
    ) throws -> [NoticeCheck] {
        let rows = try connection.run(
            query: "card_notice_terms", ["card_id": .id(card.id), "received_at": .text(received)])
        guard !rows.isEmpty else { return [] }
        var checks: [NoticeCheck] = []
        var earliestMicros: [Int64] = []
        for row in rows {
            checks.append(
                NoticeCheck(
                    partner: try row.string("partner"), kind: try row.string("kind"), days: try row.int("days"),
                    earliest: try row.string("earliest")))
            earliestMicros.append(try row.int("earliest_micros"))
        }
        for index in changes.indices {
            guard let kind = changes[index].noticeKind, let start = changes[index].startMicros else { continue }
            for number in checks.indices where checks[number].kind == kind {
                let isKept = start >= earliestMicros[number]
                changes[index].keepsNotice = isKept && changes[index].keepsNotice != false
                if isKept {
                    checks[number].kept += 1
                } else {
                    checks[number].broken += 1
                    if checks[number].examples.count < 10 { checks[number].examples.append(changes[index].prefix) }
                }
            }
        }
        return checks.filter { $0.kept + $0.broken > 0 }
    }
}

extension NoticeCheck: CustomStringConvertible {
    /// `acme, increase: 7 days (from 2026-12-02T00:00:00Z), 3 kept, 2 broken: 49, 4915`
    public var description: String {
        var text = "\(partner), \(kind): \(days) days (from \(earliest)), \(kept) kept, \(broken) broken"
        if broken > 0 { text += ": " + examples.joined(separator: ", ") + (broken > examples.count ? " …" : "") }
        return text
    }
}

extension RateDifference.Entry {
    /// The kind of change that an agreement knows; nil = needs no notice.
    fileprivate var noticeKind: String? {
        switch kind {
        case .new, .increase, .decrease, .blocked, .closed: kind.rawValue
        case .changed: changesPrice ? RateDifference.Kind.increase.rawValue : nil
        case .unchanged: nil
        }
    }
}

internal import Catalog
public import Postgres
import RateCards

extension RateCardApproval {
    /// What the approval of a draft would change now: the difference against the version that it would follow, whose notice it
    /// breaks, and what it means for the margin, as the import said it then. Changes nothing.
    ///
    /// - Parameters:
    ///   - number: of the draft; nil = the latest.
    ///   - now: in UTC microseconds.
    ///   - listsNew: whether the rates of a first version are listed.
    /// - Throws: `Refusal` where there is no such draft.
    public static func review(
        _ card: RateCard, number: Int64?, atMicros now: Int64, listsNew: Bool = true, on connection: Connection
    ) throws -> RateCardReport {
        let versions = try card.versions(on: connection)
        let draft = try chosen(card, versions, number: number) { $0.state == .draft }
        let followed = versions.without(ids: draft.replacedIDs).inEffect(atMicros: draft.effectiveFromMicros)
        var report = RateCardReport(card: card.name, side: card.side, currency: card.currency, source: draft.source)
        report.state = .waiting
        report.version = draft.number
        report.effectiveFrom = draft.effectiveFrom
        report.rates = Int(draft.rates)
        report.replaces = versions.filter { draft.replacedIDs.contains($0.id) && $0.state == .approved }.map(\.number)
            .sorted()
        let after = try StoredRates.sheet(draft, on: connection)
        let before = try followed.map { try StoredRates.sheet($0, on: connection) }
        let difference = RateDifference(
            from: before ?? RateSheet(rates: [], names: after.names), to: after, startMicros: draft.effectiveFromMicros)
        report.comparedWith = followed?.number
        report.comparedStage = followed.map { versions.stage(of: $0, atMicros: now) }
        report.counts = difference.counts
        report.difference = before == nil && !listsNew ? [] : difference.entries
        report.implausible = difference.implausibilities(
            receivedMicros: draft.receivedMicros, isFirst: followed == nil)
        if let before {
            let received = RateSheet.text(utcMicros: draft.receivedMicros)
            report.notice = try NoticeCheck.checks(
                of: &report.difference, card: card, received: received, on: connection)
            report.margin = try MarginEffect(from: before, to: after, card: card, received: received, on: connection)
        }
        return report
    }
}

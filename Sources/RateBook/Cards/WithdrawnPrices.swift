internal import Catalog
internal import Postgres
import RateCards
import Rating
internal import Vocabulary

/// Prices that would come back after their version is withdrawn, because later versions were made from it.
enum WithdrawnPrices {
    /// Refuses to withdraw a version while an approved one that was made against it, or against one that was, still has
    /// prices that only the version brought.
    static func refuse(
        returnOf version: RateCardVersion, _ versions: [RateCardVersion], on connection: Connection
    ) throws {
        let heirs = heirs(of: version, versions)
        guard version.state == .approved, !heirs.isEmpty else { return }
        // What is in effect instead once the version is withdrawn.
        let before = versions.filter {
            $0.id != version.id && ($0.state == .approved || $0.displacedByID == version.id)
                && $0.effectiveFromMicros <= version.effectiveFromMicros
        }.max { $0.effectiveFromMicros < $1.effectiveFromMicros }
        let sheet = try StoredRates.sheet(version, on: connection)
        let old =
            try before.map { try StoredRates.sheet($0, on: connection) } ?? RateSheet(rates: [], names: sheet.names)
        for heir in heirs {
            let start = heir.effectiveFromMicros
            let own = sheet.cut(from: start, to: .max)
            let former = old.cut(from: start, to: .max)
            let inherited = try StoredRates.sheet(heir, on: connection).cut(from: start, to: .max)
            let returning = Set(own.prefixesPricedDifferently(from: former))
                .subtracting(inherited.prefixesPricedDifferently(from: own))
            guard !returning.isEmpty else { continue }
            throw Refusal(
                .conflict, "ratecard.withdrawal_returns_prices",
                sentence(version, heir, returning.sorted(), RateDifference(from: former, to: own)),
                facts: ["version": "\(version.number)", "heir": "\(heir.number)"])
        }
    }

    /// Approved versions made against a version, or against others that were; the next first.
    private static func heirs(of version: RateCardVersion, _ versions: [RateCardVersion]) -> [RateCardVersion] {
        var ids: Set<CardVersionID> = [version.id]
        // A version is made against one that was there before it.
        for other in versions.sorted(by: { $0.number < $1.number }) where other.baseID.map(ids.contains) ?? false {
            ids.insert(other.id)
        }
        return versions.with(ids: ids).filter { $0.state == .approved && $0.id != version.id }
            .sorted { $0.effectiveFromMicros < $1.effectiveFromMicros }
    }

    private static func sentence(
        _ version: RateCardVersion, _ heir: RateCardVersion, _ prefixes: [Prefix], _ difference: RateDifference
    ) -> String {
        let texts = Set(prefixes.map(\.description))
        let examples = difference.entries.filter { texts.contains($0.prefix) }.prefix(3).map {
            "\($0.prefix) \($0.to ?? "closed")"
        }
        let count = "\(prefixes.count) \(prefixes.count == 1 ? "prefix" : "prefixes")"
        let list = examples.joined(separator: ", ") + (prefixes.count > examples.count ? " …" : "")
        return
            "Version \(heir.number), which takes over on \(heir.effectiveFrom), was made from version \(version.number) and "
            + "would bring its prices back (\(count): \(list))"
    }
}

internal import Database
internal import Postgres
import RateCards
internal import Vocabulary

/// Time bands and origins of several cards, held against each other: prices of a band are compared only where its hours are the
/// same on each card, and prices of an origin only where its callers are.
struct SharedVariants {
    private var origins: [String: (prefixes: [String], card: String)] = [:]
    /// Of the first card with time bands: when which of them holds.
    private var calendar: (hours: [String], card: String)?

    /// Takes the definitions of a card, as far as its rates name them.
    ///
    /// - Parameter isTarget: rates are made for the card; one that has no bands or origins of a name has to get them.
    /// - Throws: `Refusal` where another card means something else by a name.
    mutating func add(
        _ card: RateCard, timeBands: Set<String>, origins named: Set<String>, atMicros instant: Int64,
        on connection: Connection, isTarget: Bool = false
    ) throws {
        if !timeBands.isEmpty { try addBands(timeBands, card, atMicros: instant, isTarget, on: connection) }
        if !named.isEmpty { try addOrigins(named, card, isTarget, on: connection) }
    }

    private mutating func addBands(
        _ names: Set<String>, _ card: RateCard, atMicros instant: Int64, _ isTarget: Bool, on connection: Connection
    ) throws {
        let sets = try TimeBandSet.list(cardID: card.id, on: connection)
        let windows = sets.last { $0.fromMicros <= instant }?.joinedWindows ?? []
        if windows.isEmpty, isTarget { return }
        let holidays = try connection.run(query: "card_holidays", ["card_id": .id(card.id)])
            .map { try $0.string("holiday_on") }
        // The zone and the holidays are part of what a window is.
        var hours = windows.map { "\($0.name) \($0.window.text)" }.sorted()
        hours += ["by the clock of \(card.zone)"]
        if !holidays.isEmpty { hours += ["holidays \(holidays.joined(separator: " "))"] }
        guard let other = calendar else {
            calendar = (hours, card.name)
            return
        }
        guard other.hours != hours else { return }
        throw Refusal(
            .conflict, "ratecard.other_time_bands",
            "Cards \(other.card) and \(card.name) have other time bands (\(other.hours.joined(separator: "; ")) against "
                + "\(hours.joined(separator: "; "))): prices of bands with other hours are not compared",
            facts: ["card": card.name, "other": other.card])
    }

    private mutating func addOrigins(
        _ names: Set<String>, _ card: RateCard, _ isTarget: Bool, on connection: Connection
    ) throws {
        var prefixes: [String: [String]] = [:]
        for row in try connection.run(query: "card_origins", ["card_id": .id(card.id)]) {
            prefixes[try row.string("origin"), default: []].append(try row.string("prefix"))
        }
        if prefixes.isEmpty, isTarget { return }
        for name in names.sorted() {
            let own = prefixes[name] ?? []
            guard let other = origins[name] else {
                origins[name] = (own, card.name)
                continue
            }
            guard other.prefixes != own else { continue }
            throw Refusal(
                .conflict, "ratecard.other_origins",
                "Cards \(other.card) and \(card.name) mean other callers by the origin \(name): prices of them are not compared",
                facts: ["card": card.name, "other": other.card])
        }
    }
}

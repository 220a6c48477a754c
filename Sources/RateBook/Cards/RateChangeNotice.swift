internal import Catalog
public import Postgres
public import RateCards
public import Vocabulary

/// What a customer is told before the prices of its card change: the changes alone, with the instants at which they begin.
public struct RateChangeNotice: Sendable, Encodable {
    public let card: String
    public let customer: String
    public let currency: String
    /// The version that takes over, and the one that it follows; nil = there was none.
    public let version: Int64
    public let after: Int64?
    /// Prefixes that change, by prefix.
    public let changes: [RateDifference.Entry]

    /// The columns of the notice as a table.
    public static let columns = [
        "prefix", "destination", "change", "currency", "current_rate", "new_rate", "setup_fee", "increments", "details",
        "effective_from",
    ]

    /// - Parameters:
    ///   - number: of the version that takes over; nil = the next scheduled one, or else the latest draft.
    ///   - now: UTC microseconds.
    /// - Throws: `Refusal` where the customer does not have the card, or nothing is to change.
    public init(
        _ card: RateCard, customer: String, version number: Int64?, atMicros now: Int64, entityID: EntityID,
        on connection: Connection
    ) throws {
        _ = try Catalog.partnerID(customer, on: connection)
        guard card.side == "sell" else {
            throw Refusal(
                .conflict, "ratecard.not_for_customers",
                "Card \(card.name) is one of the buy side; customers have sell cards", facts: ["card": card.name])
        }
        let versions = try card.versions(on: connection)
        let chosen =
            number.map { number in versions.first { $0.number == number } }
            ?? versions.scheduled(afterMicros: now).first ?? versions.first { $0.state == .draft }
        guard let chosen else {
            throw number.map { Refusal.noVersion($0, of: card) }
                ?? Refusal(
                    .conflict, "ratecard.nothing_to_announce",
                    "Card \(card.name) has neither a scheduled version nor a draft: nothing is to change",
                    facts: ["card": card.name])
        }
        let isAssigned = try connection.run(
            query: "card_is_assigned",
            [
                "card_id": .id(card.id), "partner": .text(customer),
                "at": .text(RateSheet.text(utcMicros: chosen.effectiveFromMicros)),
            ]
        ).only().bool("is_assigned")
        guard isAssigned else {
            throw Refusal(
                .conflict, "ratecard.not_assigned",
                "\(customer) does not have card \(card.name) on \(chosen.effectiveFrom)",
                facts: ["card": card.name, "partner": customer])
        }
        let previous = versions.filter { $0.id != chosen.id }.inEffect(atMicros: chosen.effectiveFromMicros)
        self.card = card.name
        self.customer = customer
        currency = card.currency
        version = chosen.number
        after = previous?.number
        changes = try RateCardExport.difference(from: previous, to: chosen, on: connection).entries
    }

    /// A row for each change, in the order of `columns`; nil = empty.
    public var rows: [[String?]] {
        changes.map { change in
            [
                change.prefix, change.destination + (change.variant.map { " (\($0))" } ?? ""), change.kind.rawValue,
                currency, change.from, change.to, change.fee, change.increments, change.details, change.effectiveFrom,
            ]
        }
    }

    /// The notice as CSV: header, then one line a change.
    public var csv: String {
        ([Self.columns.map(Optional.some)] + rows).map { row in
            row.map { Self.quoted($0 ?? "") }.joined(separator: ",") + "\n"
        }.joined()
    }

    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

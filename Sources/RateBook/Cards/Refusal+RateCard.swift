public import Vocabulary

extension Refusal {
    /// No version of a card has that number.
    public static func noVersion(_ number: Int64, of card: RateCard) -> Refusal {
        Refusal(
            .notFound, "ratecard.no_version", "Card \(card.name) has no version \(number)",
            facts: ["card": card.name, "version": "\(number)"])
    }

    public static func zoneIsUnknown(_ zone: String) -> Refusal {
        Refusal(.invalid, "zone.unknown", "'\(zone)' is not a time zone of the IANA list", facts: ["zone": zone])
    }
}

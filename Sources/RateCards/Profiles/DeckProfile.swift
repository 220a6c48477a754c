/// How a supplier's decks are read, and what the last one looked like. As JSON in a file, or kept with a card.
public struct DeckProfile: Equatable, Sendable, Codable {
    /// What a person stated.
    public var settings: ReadingSettings
    /// What was found out then; nil = the profile was written by hand and holds settings alone.
    public var layout: DeckShape?

    public init(settings: ReadingSettings, layout: DeckShape?) {
        self.settings = settings
        self.layout = layout
    }
}

extension DeckProfile {
    /// A profile that cannot be used, and why.
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    /// Settings must name fields and columns that there can be.
    public func checked() throws(Fault) -> DeckProfile {
        for field in (settings.columns ?? [:]).keys.sorted() where DeckField(rawValue: field) == nil {
            let fields = DeckField.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(description: "The profile names a column for '\(field)', which is none of \(fields).")
        }
        if let row = settings.headerRow, row < 0 {
            throw Fault(description: "The profile has the header in row \(row); rows count from 1, and 0 means none.")
        }
        if let increments = settings.increments, increments.initial < 0 || increments.further < 1 {
            throw Fault(description: "The profile's increments are below 1 second.")
        }
        for divisor in [settings.priceDivisor, settings.feeDivisor].compactMap(\.self)
        where !PriceUnit.divisors.contains(divisor) {
            throw Fault(description: "The profile divides prices or fees by \(divisor), which is not 1 to 1000000000.")
        }
        if let code = settings.countryCode, !ReadingSettings.isCountryCode(code) {
            throw Fault(description: "The profile puts '\(code)' before codes, which is no country code.")
        }
        if let trunk = settings.trunkPrefix, !ReadingSettings.isTrunkPrefix(trunk) {
            throw Fault(description: "The profile has the trunk prefix '\(trunk)', which is neither digits nor none.")
        }
        for band in (settings.bandPrices ?? [:]).keys.sorted() where VariantName.checked(band) == nil {
            throw Fault(description: "The profile names a time band '\(band)', which is no name of one.")
        }
        return self
    }
}

extension JSON {
    /// The time bands of a card from an instant on.
    package struct TimeBandSet: Codable, Equatable, Sendable {
        package var effectiveAt: String?
        package var splits: Bool
        package var windows: [TimeBandWindow]

        package init(effectiveAt: String? = nil, splits: Bool, windows: [TimeBandWindow]) {
            self.effectiveAt = effectiveAt
            self.splits = splits
            self.windows = windows
        }

        private enum CodingKeys: String, CodingKey {
            case effectiveAt = "effective_at"
            case splits, windows
        }
    }

    /// A window of a time band.
    package struct TimeBandWindow: Codable, Equatable, Sendable {
        package var timeBand: String
        package var window: String

        package init(timeBand: String, window: String) {
            self.timeBand = timeBand
            self.window = window
        }

        private enum CodingKeys: String, CodingKey {
            case timeBand = "time_band"
            case window
        }
    }
}

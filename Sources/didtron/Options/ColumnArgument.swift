import ArgumentParser
import RateCards

/// `rate_per_min=Voice in USD`.
struct ColumnArgument: ExpressibleByArgument {
    let field: DeckField
    let name: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let field = DeckField(rawValue: String(parts[0])) else { return nil }
        self.field = field
        name = String(parts[1])
    }
}

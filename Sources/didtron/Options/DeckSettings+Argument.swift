import ArgumentParser
import RateCards

// Settings of decks as options.

extension DeckSettings.DateOrder: ExpressibleByArgument {}
extension DeckSettings.Delimiter: ExpressibleByArgument {}
extension DeckSettings.DecimalMark: ExpressibleByArgument {}
extension DeckSettings.Formulas: ExpressibleByArgument {}
extension DeckSettings.MergedCells: ExpressibleByArgument {}
extension DeckSettings.ClosedCodes: ExpressibleByArgument {}
extension DeckSettings.Codes: ExpressibleByArgument {}
extension DeckSettings.Tables: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}

extension PriceUnit: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

import ArgumentParser
import RateCards

// Settings of decks as options.

extension ReadingSettings.DateOrder: ExpressibleByArgument {}
extension ReadingSettings.Delimiter: ExpressibleByArgument {}
extension ReadingSettings.DecimalMark: ExpressibleByArgument {}
extension ReadingSettings.Formulas: ExpressibleByArgument {}
extension ReadingSettings.MergedCells: ExpressibleByArgument {}
extension ReadingSettings.ClosedCodes: ExpressibleByArgument {}
extension ReadingSettings.Codes: ExpressibleByArgument {}
extension ReadingSettings.Tables: ExpressibleByArgument {}
extension ReadingSettings.CodeHyphens: ExpressibleByArgument {}
extension ReadingSettings.CodeBlanks: ExpressibleByArgument {}
extension ReadingSettings.Duplicates: ExpressibleByArgument {}
extension DeckWarning: ExpressibleByArgument {}
extension DeckRule: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
extension TextEncoding: ExpressibleByArgument {}

extension PriceUnit: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
extension ReadingSettings.CodeMarks: ExpressibleByArgument {}
extension RefusedCodes.Treatment: ExpressibleByArgument {}

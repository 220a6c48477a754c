import ArgumentParser
import Money
import RateCards

/// Answers to what is asked about the units and columns of a deck.
struct DeckAnswerOptions: ParsableArguments {
    @Option(
        help: "Unit of prices: minute, second, hour, 10-minutes, 30s, or cents-per- or 1/1000-per- one of these.")
    var unit: PriceUnit?

    @Option(help: "Divisor that turns prices into whole units of the currency: 100 for cents.")
    var priceDivisor: Int64?

    @Option(help: "Divisor of fees and limits of cost.")
    var feeDivisor: Int64?

    @Option(
        help: ArgumentHelp(
            "Fee for each attempt, answered or not, where the deck states none, in units of the currency.",
            valueName: "amount"))
    var attemptFee: FeeArgument?

    @Option(
        help: ArgumentHelp(
            "Column that means nothing for prices, by its heading or as #4 by its number, so that no question is asked about it.",
            valueName: "column"))
    var ignore: [String] = []

    @Option(
        help: ArgumentHelp(
            "Meaning of a value in the column of states, such as 1=closed, D=blocked or 0=open.",
            valueName: "value=state"))
    var state: [StateArgument] = []

    func validate() throws {
        for (name, divisor) in [("--price-divisor", priceDivisor), ("--fee-divisor", feeDivisor)] {
            if let divisor, !PriceUnit.divisors.contains(divisor) {
                throw ValidationError("\(name) is a whole number from 1 to 1000000000.")
            }
        }
        if let unit, unit.partsOfUnit != 1, priceDivisor != nil {
            throw ValidationError(
                "--price-divisor and --unit \(unit.name) both say what prices are divided by; state one.")
        }
    }

    func apply(to settings: inout ReadingSettings) {
        settings.unit = unit
        settings.priceDivisor = priceDivisor
        settings.feeDivisor = feeDivisor
        settings.attemptFeeNanos = attemptFee?.nanos
        if !ignore.isEmpty { settings.ignoredColumns = ignore }
        if !state.isEmpty {
            settings.states = Dictionary(state.map { ($0.value, $0.meaning) }) { _, last in last }
        }
    }
}

/// `0.0005`.
struct FeeArgument: ExpressibleByArgument {
    let nanos: Int64

    init?(argument: String) {
        guard let nanos = try? DecimalText.parse(argument, decimals: DecimalText.nanoDecimals), nanos >= 0 else {
            return nil
        }
        self.nanos = nanos
    }
}

/// `1=closed`.
struct StateArgument: ExpressibleByArgument {
    /// In small letters.
    let value: String
    let meaning: ReadingSettings.State

    init?(argument: String) {
        guard let mark = argument.lastIndex(of: "="), mark > argument.startIndex,
            let meaning = ReadingSettings.State(rawValue: String(argument[argument.index(after: mark)...]))
        else { return nil }
        value = argument[..<mark].lowercased()
        self.meaning = meaning
    }
}

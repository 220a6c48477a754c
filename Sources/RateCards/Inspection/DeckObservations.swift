/// What was seen in the rows that is no fault of one of them, for the sentences of the report.
struct DeckObservations {
    /// How often, and where first.
    struct Count {
        private(set) var rows = 0
        private(set) var firstLine = 0

        mutating func note(line: Int) {
            if rows == 0 { firstLine = line }
            rows += 1
        }
    }

    var rowsWithSeveralCodes = 0
    var rowsWithDialledZeros = 0
    var rowsWithThreeIncrements = 0
    var closedRows = 0
    var immediateRows = 0
    /// Prices that state another unit than the column, which states none.
    var ownUnits = Count()
    /// Rows whose column of currencies names a part of one, as `GBp` does.
    var rowsInParts = Count()
    /// Fees above zero that do not say in which part of the currency they are, where prices are in one.
    var unsureFees = Count()
    /// Rows that say the same as another of their code.
    var twins = Count()
    /// Of these, with another name.
    var renamedTwins = 0
    /// Rows that are not active, by a column of their own.
    var inactiveRows = Count()
    /// Rows with the first increment alone.
    var rowsWithoutFurther = Count()
    /// Rows that state anything in the column of states.
    var statedStatuses = 0
    /// Codes with marks behind them that stand for any digits.
    var rowsWithMarks = Count()
    /// Rates left out for another of their code that says otherwise, as was asked for.
    var settledDuplicates = Count()
    /// Rows whose first increment has a price of its own.
    var firstPrices = Count()
    /// Codes that can be read in two ways, with the first of each kind.
    private(set) var doubts: [CodeText.Fault.Doubt: (count: Count, text: String)] = [:]
    /// Codes that begin with 0, where nothing was said of national ones.
    var nationalCodes = Count()
    /// Codes before which a country code was put, and those of them that begin with it themselves.
    var codesWithoutCountry = 0
    var codesWithCountry = Count()
    /// Rows whose price is 0.
    var freeRows = Count()
    /// Rows without a country below some that have one.
    var rowsWithoutCountry = Count()
    /// Rows that keep their price.
    var keptRows = Count()
    /// Codes that do not begin with the country code of their row.
    var foreignCodes = Count()
    var foreignCurrencyRows = 0
    /// Dates without an offset.
    var zonelessDates = Count()
    private(set) var currencies: [String: Count] = [:]
    /// Rows by state that was not understood, by the number of its name.
    private(set) var unknownStatuses: [Int: Int] = [:]
    private(set) var ambiguousDates = Count()
    private(set) var ambiguousDate = ""
    /// A date that can be read in one order only, with that order.
    private(set) var tellingDate: (text: String, line: Int, order: ReadingSettings.DateOrder)?
    private var refusedFields: [DeckField: [String: Int]] = [:]

    mutating func note(_ doubt: CodeText.Fault.Doubt, _ text: String, line: Int) {
        var (count, first) = doubts[doubt] ?? (Count(), text)
        count.note(line: line)
        if count.rows == 1 { first = text }
        doubts[doubt] = (count, first)
    }

    mutating func refused(_ field: DeckField, _ reason: String) {
        refusedFields[field, default: [:]][reason, default: 0] += 1
    }

    mutating func note(currency code: String, line: Int) { currencies[code, default: Count()].note(line: line) }

    mutating func note(unknownStatus index: Int) { unknownStatuses[index, default: 0] += 1 }

    mutating func note(ambiguousDate text: String, line: Int) {
        if ambiguousDates.rows == 0 { ambiguousDate = text }
        ambiguousDates.note(line: line)
        guard tellingDate == nil else { return }
        let numbers = text.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        guard numbers.count == 2 else { return }
        if numbers[0] > 12, numbers[1] <= 12 { tellingDate = (text, line, .dmy) }
        if numbers[1] > 12, numbers[0] <= 12 { tellingDate = (text, line, .mdy) }
    }

    /// The field and reason for which most rows were refused.
    var commonestRefusal: (field: DeckField, reason: String, rows: Int)? {
        var commonest: (field: DeckField, reason: String, rows: Int)?
        for (field, reasons) in refusedFields {
            for (reason, rows) in reasons {
                guard let best = commonest, (best.rows, best.reason) >= (rows, reason) else {
                    commonest = (field, reason, rows)
                    continue
                }
            }
        }
        return commonest
    }
}

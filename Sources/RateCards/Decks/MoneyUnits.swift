internal import Vocabulary

/// For what, and in which part of the currency, each column of money states its amounts.
///
/// A person's word comes first, then the heading of the column, then a line before the header such as `All prices in US cents`.
/// What seems to state a unit and is not understood is a question: no such price is taken for whole units a minute.
struct MoneyUnits {
    /// By `DeckField.index`.
    private var prices = [PriceUnit](repeating: .minute, count: DeckField.allCases.count)
    private var divisors = [Int64](repeating: 1, count: DeckField.allCases.count)
    /// Prices whose unit is stated, by anything but a line before the header.
    private var stated: Set<DeckField> = []
    /// Fees of a deck whose prices are in parts of the currency, which do not say whether they are as well.
    private(set) var unsureFees: Set<DeckField> = []
    private(set) var questions: [String] = []
    private(set) var assumptions: [String] = []

    static let priceFields: [DeckField] = [.ratePerMinute, .nextRate] + DeckField.jurisdictionRates.map(\.field)
    static let feeFields: [DeckField] = [.setupFee, .maximumCost, .minimumCost, .attemptFee]

    init(_ header: DeckHeader, _ columns: DeckColumns, _ options: DeckOptions, unit: String) {
        let settings = options.settings
        let main = MoneyUnits.priceFields.first(where: columns.has)
        guard !options.isCanonical else { return }
        let headings = header.headings(options)
        let before = MoneyUnits.statement(before: header)
        for field in MoneyUnits.priceFields where columns.has(field) {
            let text = headings.unit(columns[field])
            let column = "Column \(columns[field] + 1) ('\(header.names[columns[field]])')"
            ask(text, column, settings)
            var price = PriceUnit(seconds: text.seconds ?? 60, partsOfUnit: text.parts ?? 1)
            if text.parts != nil || text.seconds != nil || settings.unit != nil || settings.priceDivisor != nil {
                stated.insert(field)
            }
            if settings.unit == nil, settings.priceDivisor == nil, text.parts == nil, let before {
                take(before, text, &price, isMain: field == main, unit: unit)
            }
            if let own = settings.unit { price = own }
            if let divisor = settings.priceDivisor { price.partsOfUnit = divisor }
            prices[field.index] = price
        }
        if main == nil, let own = settings.unit { prices[DeckField.ratePerMinute.index] = own }
        for field in MoneyUnits.feeFields where columns.has(field) {
            let text = headings.unit(columns[field])
            divisors[field.index] = settings.feeDivisor ?? text.parts ?? 1
            guard settings.feeDivisor == nil else { continue }
            if let odd = text.oddPart {
                questions.append(
                    "Column \(columns[field] + 1) ('\(header.names[columns[field]])') has amounts in a part of the currency that is "
                        + "not understood ('\(odd)'): state what they are divided by with \(Choice(.feeDivisor)), 1 for whole units."
                )
            } else if text.parts == nil, text.currency == nil, let main, prices[main.index].partsOfUnit != 1 {
                unsureFees.insert(field)
            }
        }
    }

    subscript(field: DeckField) -> PriceUnit { prices[field.index] }

    /// What amounts of a column of fees are divided by.
    func divisor(_ field: DeckField) -> Int64 { divisors[field.index] }

    func isStated(_ field: DeckField) -> Bool { stated.contains(field) }

    /// Asks for what a heading leaves open, or says otherwise than the person.
    private mutating func ask(_ text: UnitText, _ column: String, _ settings: ReadingSettings) {
        if let odd = text.oddPart, settings.unit == nil, settings.priceDivisor == nil {
            questions.append(
                "\(column) has prices in a part of the currency that is not understood ('\(odd)'): state what they are divided by "
                    + "with \(Choice(.priceDivisor)), such as 1000, or 1 for whole units.")
        }
        if settings.unit == nil {
            if text.isPerNumberOfWhat {
                questions.append(
                    "\(column) has prices per a number of what? State \(Choice(.unit, "100-minutes")), "
                        + "\(Choice(.unit, "100-seconds")), \(Choice(.unit, "cents-per-minute")), or what it is.")
            } else if let odd = text.oddTime {
                questions.append(
                    "\(column) has prices for something that is not understood ('\(odd)'): state what with "
                        + "\(Choice(.unit)), such as minute, 10-minutes or 30s.")
            }
        }
        if let parts = text.parts, let own = settings.unit, own.partsOfUnit == 1, settings.priceDivisor == nil {
            questions.append(
                "\(column) says that its prices are \(PriceUnit(seconds: own.seconds, partsOfUnit: parts).phrase), and "
                    + "\(Choice(.unit, own.name)) says whole units: state \(Choice(.priceDivisor, "\(parts)")), or 1.")
        }
    }

    // MARK: - Lines before the header

    /// What a line says about the unit of prices.
    struct Statement {
        let line: Int
        let text: String
        let unit: UnitText
        /// Every word of it is understood.
        let isSure: Bool
    }

    /// Nil where a text says nothing of an odd unit of prices.
    static func statement(_ text: String, line: Int) -> Statement? {
        let unit = UnitText(text)
        let isOfPrices = UnitText.tokens(text).contains { PriceHeading.isPriceWord($0) || priceWords.contains($0) }
        let hasParts =
            unit.parts != nil || unit.oddPart.map { isOfPrices || $0.contains("cent") } ?? false
        let hasTime =
            isOfPrices && unit.isPer && !unit.speaksOfIncrements
            && unit.seconds.map { $0 != 60 } ?? (unit.oddTime != nil)
        guard hasParts || hasTime else { return nil }
        let isSure =
            isOfPrices && unit.oddPart == nil && unit.oddTime == nil && !unit.isPerNumberOfWhat
            && unit.rest.allSatisfy {
                PriceHeading.isPriceWord($0) || priceWords.contains($0) || plainWords.contains($0)
            }
        return Statement(line: line, text: String(text.prefix(80)), unit: unit, isSure: isSure)
    }

    /// The first line that says something; one that contradicts it makes it unsure.
    private static func statement(before header: DeckHeader) -> Statement? {
        let all = header.preamble.compactMap { statement($0.text, line: $0.line) }
        guard let first = all.first else { return nil }
        let agree = all.allSatisfy { $0.unit.parts == first.unit.parts && $0.unit.seconds == first.unit.seconds }
        return Statement(
            line: first.line, text: first.text, unit: first.unit, isSure: agree && all.allSatisfy(\.isSure))
    }

    private static let priceWords: Set<String> = ["amount", "amounts", "charges", "tariffs", "pricing", "currency"]

    private static let plainWords: Set<String> = [
        "our", "these", "this", "are", "is", "quoted", "stated", "expressed", "given", "shown", "listed", "denominated",
        "following", "below", "here", "of", "deck", "sheet", "list", "note", "nb", "please", "unless", "otherwise",
        "and", "as", "on", "to", "for", "call", "calls", "charge", "charges", "usd", "us", "alle", "sind", "preise",
    ]

    private mutating func take(
        _ before: Statement, _ heading: UnitText, _ price: inout PriceUnit, isMain: Bool, unit: String
    ) {
        let title = "\(unit.prefix(1).uppercased())\(unit.dropFirst()) \(before.line)"
        let agrees = heading.seconds == nil || before.unit.seconds == nil || heading.seconds == before.unit.seconds
        guard before.isSure, agrees, heading.currency == nil || before.unit.parts == nil else {
            if isMain { questions.append(MoneyUnits.question(before, title: title)) }
            return
        }
        price.partsOfUnit = before.unit.parts ?? 1
        price.seconds = before.unit.seconds ?? price.seconds
        if isMain { assumptions.append("\(title) says '\(before.text)', and prices were taken so.") }
    }

    static func question(_ statement: Statement, title: String) -> String {
        "\(title) says '\(statement.text)': are prices in whole units of the currency a minute? State \(Choice(.unit, "minute")), or what "
            + "they are, such as \(Choice(.unit, "cents-per-minute"))."
    }
}

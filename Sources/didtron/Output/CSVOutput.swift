import Money

/// What `--csv` prints: a header, then a record a row, for spreadsheets and programs.
enum CSVOutput {
    static func print(_ header: [String], _ rows: [[String]]) {
        Swift.print(text(header, rows), terminator: "")
    }

    /// What is printed.
    static func text(_ header: [String], _ rows: [[String]]) -> String {
        ([header] + rows).map(CSVText.line).joined()
    }

    /// An amount without separators of thousands, exactly.
    static func amount(_ micros: some SignedInteger, digits: Int) -> String {
        DecimalText.format(micros, decimals: DecimalText.microDecimals, decimalsMin: digits)
    }

    /// The same with at least the decimals of its currency.
    static func amount(_ micros: some SignedInteger, in currency: String) -> String {
        amount(micros, digits: Currency.minorDigits(of: currency))
    }
}

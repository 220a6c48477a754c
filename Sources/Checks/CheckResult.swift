internal import Postgres

/// What one check found.
package struct CheckResult: Sendable {
    /// A figure looked at, or an offence.
    package struct Figure: Sendable {
        /// What was counted or summed, or the row that offends.
        package var subject: String
        /// `rows`, `micros`, `minor`, `ns`, `s`, `bytes`, `number` or `close number`.
        package var unit: String
        /// Of `micros` and `minor`; nil where currencies are mixed or do not matter.
        package var currency: String?
        /// Nil where there is nothing to compare with.
        package var expected: Int128?
        package var found: Int128?
    }

    package var check: BooksCheck
    package var figures: [Figure] = []
    package var offences: [Figure] = []
    package var took: Duration

    package var passed: Bool { offences.isEmpty }

    init(_ check: BooksCheck, rows: Rows, took: Duration) throws {
        self.check = check
        self.took = took
        for row in rows {
            let figure = try Figure(
                subject: row.string("subject"), unit: row.string("unit"), currency: row.optionalString("currency"),
                expected: row.optionalString("expected").flatMap(Self.whole),
                found: row.optionalString("found").flatMap(Self.whole))
            if try row.bool("is_offence") { offences.append(figure) } else { figures.append(figure) }
        }
    }

    /// A numeric that holds a whole number, also one written with decimals.
    private static func whole(_ text: String) -> Int128? { Int128(text.prefix { $0 != "." }) }
}

package import Catalog
package import Postgres

/// Usage of closed files summed over one destination or partner, in one currency.
package struct UsageLine: Sendable, Encodable {
    /// What usage is summed by.
    package enum Subject: String, Sendable {
        case destination
        case partner
    }

    package var name: String
    package var currency: String
    package var minorDigits: Int
    package var attempts: Int64
    package var answered: Int64
    package var billedSeconds: Int64
    /// Micros (10^-6) of the currency.
    package var micros: Int128

    /// The `count` largest, by amount.
    ///
    /// - Parameter isSell: what customers called; otherwise what suppliers carried.
    package static func largest(
        _ count: Int, by subject: Subject, isSell: Bool, on connection: Connection
    ) throws -> [UsageLine] {
        let rows = try connection.run(
            query: "usage_by_\(subject.rawValue)", ["side": .text(isSell ? "s" : "b"), "count": .int(Int64(count))])
        return try rows.map { row in
            try UsageLine(
                name: row.string("name"), currency: row.string("currency"), minorDigits: Int(row.int("minor_digits")),
                attempts: row.int("attempts"), answered: row.int("answered"), billedSeconds: row.int("billed_s"),
                micros: row.wideInt("micros"))
        }
    }
}

extension UsageLine {
    /// In minor units, rounded half up for the eye only.
    private var amount: String {
        var unit: Int128 = 1
        for _ in minorDigits..<6 { unit *= 10 }
        let minor = (Int128(micros.magnitude) + unit / 2) / unit
        return AmountText.minor(micros < 0 ? -minor : minor, digits: minorDigits)
    }

    fileprivate var cells: [String] {
        [
            name, AmountText.count(attempts), AmountText.count(answered), AmountText.minutes(seconds: billedSeconds),
            amount, currency,
        ]
    }
}

extension [UsageLine] {
    /// As a table for people; `title` heads the first column.
    package func table(_ title: String) -> TextTable {
        var table = TextTable([
            .left(title), .right("attempts"), .right("answered"), .right("minutes"), .right("amount"), .left(""),
        ])
        table.rows = map(\.cells)
        return table
    }
}

import Rating
internal import Vocabulary

// When a row begins and ends.

extension DeckAssembly {
    /// - Parameter isRequired: false for a row that only keeps its price, and begins nothing; without a start it has `Int64.min`.
    mutating func effectiveFrom(_ row: Row, _ bytes: Span<UInt8>, isRequired: Bool) throws(RowFault) -> Int64 {
        if columns.has(.effectiveFrom) {
            switch try moment(.effectiveFrom, row, bytes) {
            case .micros(let start): return start
            case .notice(.immediately):
                guard let start = options.effectiveFromMicros, start > .min else {
                    throw RowFault(field: .effectiveFrom, reason: "no date; state the start with \(Choice(.effective))")
                }
                observations.immediateRows += 1
                return start
            case .notice(.undecided): throw RowFault(field: .effectiveFrom, reason: "no date yet; ask for it")
            case .notice: throw RowFault(field: .effectiveFrom, reason: "not a date")
            case .empty: break
            }
        }
        if let start = defaults.effectiveFromMicros { return start }
        guard let start = options.effectiveFromMicros else {
            // Without such a column it is asked for the deck as a whole.
            guard isRequired, columns.has(.effectiveFrom) else { return .min }
            throw RowFault(
                field: .effectiveFrom, reason: "no start date; state one for the deck with \(Choice(.effective))")
        }
        return start
    }

    mutating func effectiveTo(_ row: Row, _ bytes: Span<UInt8>, after start: Int64) throws(RowFault) -> Int64 {
        var end = defaults.effectiveToMicros
        if columns.has(.effectiveTo) {
            switch try moment(.effectiveTo, row, bytes) {
            case .micros(let stated): end = stated
            case .empty, .notice(.none): break
            case .notice: throw RowFault(field: .effectiveTo, reason: "not a date")
            }
        }
        guard end > start else { throw RowFault(field: .effectiveTo, reason: "not after the start") }
        return end
    }
}

/// The cells of one sheet, row by row, with what a reader must know not to misread them.
///
/// Cells lie in one array and their texts in one buffer, so that a sheet of a million cells is a few allocations.
public struct Sheet: Sendable {
    public enum Kind: UInt8, Sendable {
        case text
        /// A number, written out without an exponent and at most 15 significant digits, which is what a spreadsheet shows.
        case number
        /// A number in a date format, as `2026-10-01` or `2026-10-01 12:00:00`.
        case date
        case boolean
        /// `#REF!` and its like.
        case error
    }

    public struct Cell: Sendable {
        /// From 0.
        public var column: Int32
        public var kind: Kind
        /// The value is the last result of a formula.
        public var isFormula: Bool
        /// Where its text stands in `text`; empty for a formula without a stored result.
        public var start: Int
        public var end: Int
    }

    public struct Row: Sendable {
        /// From 1, as the spreadsheet counts.
        public var number: Int
        /// Its cells, by column; empty cells are not among them.
        public var cells: Range<Int>
    }

    /// Cells that are shown as one; only the first of them has a value.
    public struct Merge: Sendable, Equatable {
        /// From 1.
        public var rows: ClosedRange<Int>
        /// From 0.
        public var columns: ClosedRange<Int>

        public init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
            self.rows = rows
            self.columns = columns
        }
    }

    public internal(set) var name: String
    public internal(set) var text: [UInt8]
    public internal(set) var cells: [Cell] = []
    /// By number; rows without cells are not among them.
    public internal(set) var rows: [Row] = []
    public internal(set) var merges: [Merge] = []
    /// Rows that the spreadsheet does not show, by a filter or by hand.
    public internal(set) var hiddenRows = 0
    /// There are pictures or charts on it.
    public internal(set) var hasDrawing = false
}

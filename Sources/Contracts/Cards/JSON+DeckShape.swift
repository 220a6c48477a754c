extension JSON {
    /// The form of a deck.
    package struct DeckShape: Codable, Equatable, Sendable {
        /// `text`, `workbook` or `interchange`.
        package var form: String
        package var encoding: String?
        package var hasByteOrderMark: Bool?
        package var delimiter: String?
        package var sheet: String?
        package var headerLine: Int
        package var headerRows: Int?
        package var preambleRows: Int
        package var columns: [DeckColumn]
        /// The unit of prices.
        package var unit: String
        package var currency: String?

        package init(
            form: String, encoding: String? = nil, hasByteOrderMark: Bool? = nil, delimiter: String? = nil,
            sheet: String? = nil, headerLine: Int, headerRows: Int? = nil, preambleRows: Int, columns: [DeckColumn],
            unit: String, currency: String? = nil
        ) {
            self.form = form
            self.encoding = encoding
            self.hasByteOrderMark = hasByteOrderMark
            self.delimiter = delimiter
            self.sheet = sheet
            self.headerLine = headerLine
            self.headerRows = headerRows
            self.preambleRows = preambleRows
            self.columns = columns
            self.unit = unit
            self.currency = currency
        }

        private enum CodingKeys: String, CodingKey {
            case form, encoding
            case hasByteOrderMark = "has_byte_order_mark"
            case delimiter, sheet
            case headerLine = "header_line"
            case headerRows = "header_rows"
            case preambleRows = "preamble_rows"
            case columns, unit, currency
        }
    }

    /// A column of a deck, and the field that it is taken for.
    package struct DeckColumn: Codable, Equatable, Sendable {
        package var number: Int
        package var heading: String
        package var field: String?

        package init(number: Int, heading: String, field: String? = nil) {
            self.number = number
            self.heading = heading
            self.field = field
        }
    }
}

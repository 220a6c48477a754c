/// One record read byte by byte: the slow, obvious way, which knows quotes. Records without quotes take the fast way in
/// `CallParser`; tests hold the two against each other.
struct QuotedRecord {
    /// The fields, unescaped.
    var fields: [[UInt8]] = []
    /// Offset behind the record's line end.
    var end = 0
    /// Offset behind the record's last byte, line end not counted.
    var textEnd = 0
    /// Line feeds within the record's fields.
    var innerLineFeeds = 0
    /// What is wrong with the quotes; then the record is the physical line.
    var fault: String?
    /// Column (from 1) of the fault.
    var faultColumn = 0
    /// Whether a quote was open when the bytes ended, so that more bytes might make another record of this.
    var dependsOnMore = false

    /// A quoted field may span lines, but not more bytes than this.
    static let quotedBytesMax = 65_536

    /// Reads the record that begins at `start`. A record not ended by a line feed ends with `bytes`.
    static func read(
        _ bytes: some RandomAccessCollection<UInt8>, from start: Int, delimiter: UInt8, quoting: CallLayout.Quoting
    ) -> QuotedRecord {
        let limit = bytes.count
        func byte(_ offset: Int) -> UInt8 { bytes[bytes.index(bytes.startIndex, offsetBy: offset)] }
        func slice(_ from: Int, _ to: Int) -> [UInt8] {
            let lower = bytes.index(bytes.startIndex, offsetBy: from)
            return Array(bytes[lower..<bytes.index(lower, offsetBy: to - from)])
        }
        var record = QuotedRecord()
        var position = start
        // Column of the first field that spans lines; 0 = none.
        var spanningColumn = 0
        // What is refused is the physical line at `start`. A fault behind it is none of that line, and a chunk may end
        // before it: of the line it is said that the quote which leads out of it is not closed.
        func faulty(_ fault: String, dependsOnMore: Bool = false) -> QuotedRecord {
            let column = spanningColumn > 0 ? spanningColumn : record.fields.count + 1
            return .faulty(
                spanningColumn > 0 ? "quote is not closed" : fault, byte, start, limit, column: column,
                dependsOnMore: dependsOnMore)
        }
        while true {
            var field: [UInt8] = []
            var isTaken = false
            if quoting != .none, position < limit, byte(position) == 0x22 {
                switch quotedField(from: position, limit: limit, delimiter: delimiter, byte: byte) {
                case .field(let text, let next, let feeds):
                    field = text
                    position = next
                    record.innerLineFeeds += feeds
                    if feeds > 0, spanningColumn == 0 { spanningColumn = record.fields.count + 1 }
                    isTaken = true
                case .unclosed(let isAtLimit):
                    record.dependsOnMore = record.dependsOnMore || isAtLimit
                    if quoting == .strict {
                        return faulty("quote is not closed", dependsOnMore: isAtLimit)
                    }
                case .misused where quoting == .strict:
                    return faulty("text after a closing quote")
                case .misused:
                    break
                }
            }
            if !isTaken {
                let from = position
                while position < limit, byte(position) != delimiter, byte(position) != 0x0A {
                    if byte(position) == 0x22, quoting == .strict {
                        return faulty("quote inside a field")
                    }
                    position += 1
                }
                var to = position
                if position >= limit || byte(position) == 0x0A, to > from, byte(to - 1) == 0x0D { to -= 1 }
                field = slice(from, to)
            }
            record.fields.append(field)
            // Here is a delimiter, a line end or the end of the bytes.
            if position < limit, byte(position) == delimiter {
                position += 1
                continue
            }
            record.textEnd = position
            if position < limit, byte(position) == 0x0D {
                position += 1
            } else if position > start, position == limit || byte(position) == 0x0A, byte(position - 1) == 0x0D {
                record.textEnd = position - 1
            }
            record.end = position < limit ? position + 1 : limit
            return record
        }
    }

    /// The record that the first field holds, where the others are empty; itself where it has several, or a fault.
    func unwrapped(delimiter: UInt8, quoting: CallLayout.Quoting) -> QuotedRecord {
        guard fault == nil, let content = fields.first, content.contains(delimiter),
            fields.dropFirst().allSatisfy(\.isEmpty)
        else { return self }
        let inner = QuotedRecord.read(content, from: 0, delimiter: delimiter, quoting: quoting)
        var record = self
        record.fault = inner.fault
        record.faultColumn = inner.faultColumn
        record.fields = inner.fields
        return record
    }

    private enum Quoted {
        case field([UInt8], next: Int, lineFeeds: Int)
        /// Whether because the bytes ended.
        case unclosed(isAtLimit: Bool)
        case misused
    }

    /// A field that opens with a quote at `start`; its closing quote must stand before a delimiter or a line end.
    private static func quotedField(
        from start: Int, limit: Int, delimiter: UInt8, byte: (Int) -> UInt8
    ) -> Quoted {
        var text: [UInt8] = []
        var feeds = 0
        var position = start + 1
        let last = min(limit, start + 1 + quotedBytesMax)
        while position < last {
            let value = byte(position)
            if value != 0x22 {
                if value == 0x0A { feeds += 1 }
                text.append(value)
                position += 1
            } else if position + 1 < limit, byte(position + 1) == 0x22 {
                text.append(0x22)
                position += 2
            } else {
                let next = position + 1
                let isClosed =
                    next >= limit || byte(next) == delimiter || byte(next) == 0x0A
                    || (byte(next) == 0x0D && (next + 1 >= limit || byte(next + 1) == 0x0A))
                if isClosed { return .field(text, next: next, lineFeeds: feeds) }
                // As above, where it is this field that spans lines.
                return feeds > 0 ? .unclosed(isAtLimit: false) : .misused
            }
        }
        return .unclosed(isAtLimit: last == limit)
    }

    /// The physical line at `start` as a record that cannot be read.
    private static func faulty(
        _ fault: String, _ byte: (Int) -> UInt8, _ start: Int, _ limit: Int, column: Int, dependsOnMore: Bool = false
    ) -> QuotedRecord {
        var record = QuotedRecord()
        var end = start
        while end < limit, byte(end) != 0x0A { end += 1 }
        record.textEnd = end > start && byte(end - 1) == 0x0D ? end - 1 : end
        record.end = end < limit ? end + 1 : limit
        record.fault = fault
        record.faultColumn = column
        record.dependsOnMore = dependsOnMore
        return record
    }
}

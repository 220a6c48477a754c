/// Where a field's content stands in the bytes of the file, without its quotes.
struct FieldRange {
    var start: Int
    var end: Int
    /// The content holds doubled quotes, which stand for one each.
    var isEscaped: Bool
    var kind = Kind.text

    /// What a cell of a sheet says about its content; fields of text files are texts.
    enum Kind: UInt8 {
        case text
        /// A number, exact and without an exponent, though it may be read like a text.
        case number
        /// A date as `2026-10-01`, whatever the sheet shows.
        case date
        case formula
        /// One of several cells shown as one.
        case merged
        case error
    }

    var isEmpty: Bool { start == end }
}

/// Cuts a file into records and fields by RFC 4180, with LF or CRLF line ends and any one-byte delimiter.
///
/// A misused or unclosed quote makes a fault of its physical line alone; reading resumes at the next line.
struct RecordScanner {
    enum Record {
        case fields
        /// An empty line, or one of nothing but delimiters, as spreadsheets write them.
        case blank
        case fault(String)
        case end
    }

    /// A quoted field may span lines up to this many bytes.
    static let recordBytesMax = 65_536

    let delimiter: UInt8
    /// First byte not yet read.
    private(set) var offset: Int
    /// Physical line, from 1, at which the record just read begins.
    private(set) var line = 0
    private var nextLine = 1

    init(delimiter: UInt8, offset: Int) {
        self.delimiter = delimiter
        self.offset = offset
    }

    /// Goes back to a record that was read before.
    init(delimiter: UInt8, offset: Int, line: Int) {
        self.init(delimiter: delimiter, offset: offset)
        nextLine = line
    }

    /// Reads one record; `fields` then holds its fields, at least one.
    mutating func next(_ bytes: Span<UInt8>, into fields: inout [FieldRange]) -> Record {
        fields.removeAll(keepingCapacity: true)
        guard offset < bytes.count else { return .end }
        line = nextLine
        let start = offset
        var at = offset
        var hasContent = false
        while true {
            if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
                guard let closed = quotedField(bytes, recordStart: start, from: at, into: &fields) else {
                    return fault(bytes, recordStart: start, "a quoted field is not closed or goes on behind its quote")
                }
                at = closed
                hasContent = true
            } else {
                let fieldStart = at
                while at < bytes.count {
                    let byte = bytes[at]
                    if byte == delimiter || byte == UInt8(ascii: "\n") { break }
                    if byte == UInt8(ascii: "\"") {
                        return fault(bytes, recordStart: start, "a quote within a field that is not quoted")
                    }
                    at += 1
                }
                var end = at
                if end > fieldStart, at == bytes.count || bytes[at] != delimiter, bytes[end - 1] == UInt8(ascii: "\r") {
                    end -= 1
                }
                hasContent = hasContent || end > fieldStart
                fields.append(FieldRange(start: fieldStart, end: end, isEscaped: false))
            }
            guard at < bytes.count else { break }
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\n") {
                nextLine += 1
                break
            }
        }
        offset = at
        return hasContent ? .fields : .blank
    }

    /// The end of the field that opens with a quote at `open` (at a delimiter, a line feed or the end); nil = misused.
    private mutating func quotedField(
        _ bytes: Span<UInt8>, recordStart: Int, from open: Int, into fields: inout [FieldRange]
    ) -> Int? {
        var at = open + 1
        var isEscaped = false
        var linesInside = 0
        while at < bytes.count, at - recordStart <= RecordScanner.recordBytesMax {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\n") { linesInside += 1 }
            guard byte == UInt8(ascii: "\"") else {
                at += 1
                continue
            }
            if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\"") {
                isEscaped = true
                at += 2
                continue
            }
            let content = FieldRange(start: open + 1, end: at, isEscaped: isEscaped)
            at += 1
            if at < bytes.count, bytes[at] == UInt8(ascii: "\r") {
                at += 1
                guard at == bytes.count || bytes[at] == UInt8(ascii: "\n") else { return nil }
            }
            guard at == bytes.count || bytes[at] == delimiter || bytes[at] == UInt8(ascii: "\n") else { return nil }
            nextLine += linesInside
            fields.append(content)
            return at
        }
        return nil
    }

    private mutating func fault(_ bytes: Span<UInt8>, recordStart: Int, _ reason: String) -> Record {
        var at = recordStart
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
        offset = min(at + 1, bytes.count)
        nextLine = line + 1
        return .fault(reason)
    }
}

extension RecordScanner {
    /// The content of a field with doubled quotes made single.
    static func content(_ field: FieldRange, of bytes: Span<UInt8>) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(field.end - field.start)
        var at = field.start
        while at < field.end {
            content.append(bytes[at])
            at += field.isEscaped && bytes[at] == UInt8(ascii: "\"") ? 2 : 1
        }
        return content
    }

    /// The same as text; bytes that are not UTF-8 are shown as replacement characters.
    static func text(_ field: FieldRange, of bytes: Span<UInt8>) -> String {
        String(decoding: content(field, of: bytes), as: UTF8.self)
    }
}

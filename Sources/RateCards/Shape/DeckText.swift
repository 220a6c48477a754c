/// A deck as text: its encoding, its delimiter, and where its records begin.
struct DeckText {
    /// UTF-8, or as they came where the file is canonical.
    let bytes: [UInt8]
    let encoding: TextEncoding
    let hasByteOrderMark: Bool
    let delimiter: ReadingSettings.Delimiter
    /// Stands before the first record.
    let start: RecordSource
    /// The last record has no line end.
    let endsWithinLine: Bool
    /// Bytes are missing at the end.
    let isCutOff: Bool

    init(_ raw: [UInt8], _ options: DeckOptions) throws(TableError) {
        var decoded = raw
        var encoding = TextEncoding.utf8
        var mark = 0
        if !options.isCanonical {
            let detected = TextEncoding.detect(raw.span)
            encoding = options.settings.encoding ?? detected.encoding
            mark = detected.encoding == encoding ? detected.markBytes : 0
            if encoding != .utf8 { decoded = encoding.decoded(raw[mark...]) }
        }
        bytes = decoded
        self.encoding = encoding
        hasByteOrderMark = mark > 0
        isCutOff = [.utf16LittleEndian, .utf16BigEndian].contains(encoding) && raw.count % 2 != 0
        endsWithinLine = !decoded.isEmpty && decoded.last != UInt8(ascii: "\n")
        let content = try TableHeader.checkedStart(decoded.span)
        if options.isCanonical {
            let byte = TableHeader.delimiter(decoded.span, from: content)
            delimiter = ReadingSettings.Delimiter.allCases.first { $0.byte == byte } ?? .comma
            start = .text(RecordScanner(delimiter: byte, offset: content))
            return
        }
        let (first, line, stated) = DeckText.separatorLine(decoded, content)
        let chosen = options.settings.delimiter ?? stated
        delimiter = chosen ?? DeckText.delimiter(decoded.span, from: first, line: line, options)
        start = .text(RecordScanner(delimiter: delimiter.byte, offset: first, line: line))
    }

    /// A first line `sep=;`, by which spreadsheets are told the delimiter.
    private static func separatorLine(
        _ bytes: [UInt8], _ start: Int
    ) -> (offset: Int, line: Int, delimiter: ReadingSettings.Delimiter?) {
        let line = bytes[start...].prefix { $0 != UInt8(ascii: "\n") }
        let text = String(decoding: line.prefix(16), as: UTF8.self).lowercased()
        guard text.hasPrefix("sep="), let mark = text.utf8.dropFirst(4).first,
            let delimiter = ReadingSettings.Delimiter.allCases.first(where: { $0.byte == mark })
        else { return (start, 1, nil) }
        return (min(line.endIndex + 1, bytes.count), 2, delimiter)
    }

    /// The delimiter under which a record names the columns; the most frequent one of the first line where none does.
    private static func delimiter(
        _ bytes: Span<UInt8>, from start: Int, line: Int, _ options: DeckOptions
    ) -> ReadingSettings.Delimiter {
        var found: (delimiter: ReadingSettings.Delimiter, columns: Int)?
        for delimiter in ReadingSettings.Delimiter.allCases {
            let source = RecordSource.text(RecordScanner(delimiter: delimiter.byte, offset: start, line: line))
            guard let header = try? DeckHeader(source, bytes, options), header.names.count > found?.columns ?? 1 else {
                continue
            }
            found = (delimiter, header.names.count)
        }
        if let found { return found.delimiter }
        let byte = TableHeader.delimiter(bytes, from: start)
        return ReadingSettings.Delimiter.allCases.first { $0.byte == byte } ?? .comma
    }
}

/// The first record of a file, which names its columns, and what it shows about the file's form.
struct TableHeader {
    /// As written.
    let names: [String]
    let delimiter: UInt8
    /// Physical line of the header, from 1.
    let line: Int
    /// Stands behind the header.
    let body: RecordScanner

    /// Leading empty lines and comments are passed over; a byte order mark is dropped; the delimiter is the one of `,` `;`,
    /// tab and `|` that is the most frequent in the header outside of quotes.
    init(_ bytes: Span<UInt8>) throws(TableError) {
        let text = try TableHeader.checkedStart(bytes)
        let (start, lines) = TableHeader.commentsEnd(bytes, from: text)
        delimiter = TableHeader.delimiter(bytes, from: start)
        var scanner = RecordScanner(delimiter: delimiter, offset: start, line: lines + 1)
        var fields: [FieldRange] = []
        header: while true {
            switch scanner.next(bytes, into: &fields) {
            case .fields: break header
            case .blank: continue
            case .fault(let reason): throw TableError(.header, line: scanner.line, message: "in the header, \(reason)")
            case .end:
                throw TableError(.empty, message: "the file is empty; it needs a header line that names its columns")
            }
        }
        names = fields.map { RecordScanner.text($0, of: bytes) }
        line = scanner.line
        body = scanner
    }

    /// The position, from 0, of the column that carries the first of `accepted` that the header has; nil = none does.
    ///
    /// - Parameter accepted: normalised names, the preferred one first.
    func position(of accepted: [String]) throws(TableError) -> Int? {
        for name in accepted {
            let positions = names.indices.filter { TableHeader.normalised(names[$0]) == name }
            guard let first = positions.first else { continue }
            guard positions.count == 1 else {
                throw TableError(
                    .repeatedColumn, line: line,
                    message:
                        "columns \(first + 1) and \(positions[1] + 1) are both called '\(names[first])'; remove one")
            }
            return first
        }
        return nil
    }

    /// Behind lines that begin with `# ` and empty ones between them, and how many these are.
    private static func commentsEnd(_ bytes: Span<UInt8>, from start: Int) -> (offset: Int, lines: Int) {
        var (offset, lines) = (start, 0)
        var (at, seen) = (start, 0)
        while at < bytes.count {
            let isComment = bytes[at] == UInt8(ascii: "#") && at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: " ")
            let isBlank = bytes[at] == UInt8(ascii: "\n") || bytes[at] == UInt8(ascii: "\r")
            guard isComment || isBlank else { break }
            while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
            at = min(at + 1, bytes.count)
            seen += 1
            if isComment { (offset, lines) = (at, seen) }
        }
        return (offset, lines)
    }

    /// Small letters and digits only, without accents and what stands in parentheses: `Cost / Min (USD)` is `costmin`, and
    /// `Gültig ab` is `gultigab`.
    static func normalised(_ name: String) -> String {
        var depth = 0
        var kept = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            default:
                if depth <= 0, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                    kept.unicodeScalars.append(scalar)
                }
            }
        }
        return unaccented(kept.lowercased())
    }

    /// Small letters of the languages of western Europe without their accents.
    static func unaccented(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        return String(text.map { accents[$0] ?? $0 })
    }

    private static let accents: [Character: Character] = {
        var accents: [Character: Character] = [:]
        for (plain, letters) in [
            ("a", "àáâãäå"), ("c", "ç"), ("e", "èéêë"), ("i", "ìíîï"), ("n", "ñ"), ("o", "òóôõöø"), ("u", "ùúûü"),
            ("y", "ýÿ"),
        ] as [(Character, String)] {
            for letter in letters { accents[letter] = plain }
        }
        return accents
    }()

    /// The names as a sentence shows them.
    var listed: String { names.map { "'\($0)'" }.joined(separator: ", ") }

    /// Where the text begins: behind a byte order mark. Throws for what is no text of lines.
    static func checkedStart(_ bytes: Span<UInt8>) throws(TableError) -> Int {
        func begins(_ magic: UInt8...) -> Bool {
            bytes.count >= magic.count && magic.indices.allSatisfy { bytes[$0] == magic[$0] }
        }
        if begins(0x50, 0x4B, 0x03, 0x04) || begins(0xD0, 0xCF, 0x11, 0xE0) {
            throw TableError(
                .notText, message: "the file is a workbook (XLSX, XLS) or a zip archive; save the sheet as CSV")
        }
        if begins(0xFF, 0xFE) || begins(0xFE, 0xFF) {
            throw TableError(.notText, message: "the file is UTF-16; save it as UTF-8")
        }
        if begins(0x28, 0xB5, 0x2F, 0xFD) || begins(0x1F, 0x8B) {
            throw TableError(.notText, message: "the file is compressed; decompress it first")
        }
        let start = begins(0xEF, 0xBB, 0xBF) ? 3 : 0
        var at = start
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") {
            if bytes[at] == 0 {
                throw TableError(
                    .notText,
                    message: "the file is not text; if it is UTF-16 without a byte order mark, save it as UTF-8")
            }
            if bytes[at] == UInt8(ascii: "\r"), at + 1 < bytes.count, bytes[at + 1] != UInt8(ascii: "\n") {
                throw TableError(
                    .lineEnds, line: 1, message: "lines end in a bare carriage return; convert them to line feeds")
            }
            at += 1
        }
        return start
    }

    static func delimiter(_ bytes: Span<UInt8>, from start: Int) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
        var counts = [0, 0, 0, 0]
        var isQuoted = false
        var hasContent = false
        var at = start
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\n"), !isQuoted, hasContent { break }
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if let candidate = candidates.firstIndex(of: byte), !isQuoted { counts[candidate] += 1 }
            hasContent = hasContent || byte > UInt8(ascii: " ")
            at += 1
        }
        let most = counts.max() ?? 0
        return candidates[counts.firstIndex(of: most) ?? 0]
    }
}

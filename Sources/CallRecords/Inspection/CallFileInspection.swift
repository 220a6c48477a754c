import Vocabulary

/// What a CDR file is, by its beginning: its columns, what they are taken for, the first rows as they would be read, and what
/// has to be answered before it can be loaded.
///
/// A built-in layout that fits is taken; otherwise one is made from headings and values. What can be two things is a question.
public struct CallFileInspection: Sendable {
    /// By which the rows below were read.
    public private(set) var layout: CallLayout
    /// Whether it is a built-in one, or was stated.
    public let isKnownLayout: Bool
    public private(set) var columns: [CallFileColumn]
    public private(set) var rows: [Row] = []
    /// Records of the sample, and those of them that are no calls.
    public private(set) var records = 0
    public private(set) var rejected = 0
    /// The first rejects, with their place in the file.
    public private(set) var rejects: [Reject] = []
    public private(set) var notes: [String] = []
    public private(set) var questions: [String] = []

    public static let rowsMax = 5
    static let rejectsMax = 5

    /// A call as it would be read.
    public struct Row: Sendable, Equatable, Encodable {
        public let line: Int
        public let callID: String
        public let customer: String
        public let supplier: String
        public let calling: String
        public let called: String
        /// Microseconds since 1970 UTC.
        public let startMicros: Int64
        public let durationNanos: Int64
    }

    /// - Parameters:
    ///   - sample: the beginning of the file, all of it if it is shorter than 64 KiB.
    ///   - zones: gives the offsets of an IANA zone, nil where there is no such zone.
    /// - Throws: `LayoutError` where the file is empty, has bare CR line ends, or lacks a column of a stated layout.
    public init(
        _ sample: [UInt8], _ statements: CallFileStatements, zones: (String) -> ZoneOffsets?
    ) throws(LayoutError) {
        if let stated = statements.layout {
            layout = stated
            isKnownLayout = true
        } else if statements.areEmpty, let found = try CallFileInspection.builtIn(sample, statements, zones) {
            layout = found
            isKnownLayout = true
        } else {
            layout = CallLayout(name: statements.name, fields: [:])
            isKnownLayout = false
        }
        columns = []
        if let zone = statements.zone { layout.zone = zone }
        if let account = statements.account { layout.account = account }
        guard !isKnownLayout else {
            let bound = try layout.bound(to: sample, zones: zones)
            columns = CallFileInspection.columns(sample, layout, bound)
            read(sample, bound)
            return
        }
        try CallFileInspection.checkForm(sample)
        takeForm(sample, statements)
        var names = columns.map { $0.name.lowercased() }
        try takeColumns(statements, &names)
        takeTimes(statements)
        takeDurations(statements)
        guard questions.isEmpty else { return }
        read(sample, try layout.bound(to: sample, zones: zones))
    }

    private static func builtIn(
        _ sample: [UInt8], _ statements: CallFileStatements, _ zones: (String) -> ZoneOffsets?
    ) throws(LayoutError) -> CallLayout? {
        do throws(LayoutError) {
            return try CallLayout.detected(in: sample, switchZone: statements.zone ?? "UTC", zones: zones)
        } catch {
            guard error.code == .unknownLayout else { throw error }
            return nil
        }
    }

    private static func checkForm(_ sample: [UInt8]) throws(LayoutError) {
        // Says what is wrong with a file of any layout.
        var any = CallLayout(name: "any", fields: [.called: ["#1"], .startTime: ["#1"], .duration: ["#1"]])
        any.header = .none
        _ = try any.bound(to: sample, zones: { _ in .utc })
    }

    // MARK: - Form

    /// Records of the sample, with the lines on which they begin; what is cut off at its end is none of them.
    private static func records(
        _ sample: [UInt8], _ delimiter: UInt8, _ quoting: CallLayout.Quoting, isQuotedRow: Bool = false
    ) -> [[String]] {
        var position = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let end = sample.last == 0x0A || sample.count < 65_536 ? sample.count : (sample.lastIndex(of: 0x0A) ?? 0)
        var found: [[String]] = []
        while position < end, found.count < 200 {
            var record = QuotedRecord.read(sample[..<end], from: position, delimiter: delimiter, quoting: quoting)
            if isQuotedRow { record = record.unwrapped(delimiter: delimiter, quoting: quoting) }
            if record.textEnd > position {
                found.append(record.fields.map { BoundLayout.trimmed(String(decoding: $0, as: UTF8.self)) })
            }
            position = record.end
        }
        return found
    }

    private mutating func takeForm(_ sample: [UInt8], _ statements: CallFileStatements) {
        let candidates = statements.delimiter.map { [$0] } ?? Array(",;\t|".utf8)
        var best: (delimiter: UInt8, isQuotedRow: Bool, score: Int) = (candidates[0], false, 0)
        for delimiter in candidates {
            for isQuotedRow in [false, true] {
                let records = CallFileInspection.records(sample, delimiter, .lenient, isQuotedRow: isQuotedRow)
                var counts: [Int: Int] = [:]
                for record in records { counts[record.count, default: 0] += 1 }
                // Rows of the commonest width count, and the width a little.
                guard let width = counts.filter({ $0.key > 1 }).max(by: { ($0.value, $0.key) < ($1.value, $1.key) })
                else {
                    continue
                }
                let score = width.value * 1_000 + min(width.key, 999)
                if score > best.score { best = (delimiter, isQuotedRow, score) }
            }
        }
        layout.delimiter = best.delimiter
        layout.quotedRows = best.isQuotedRow
        layout.quoting = .lenient
        layout.trimsBlanks = true
        let records = CallFileInspection.records(sample, best.delimiter, .lenient, isQuotedRow: best.isQuotedRow)
        let hasHeader = statements.hasHeader ?? CallFileInspection.isHeader(records.first ?? [])
        layout.header = hasHeader ? .required : .none
        let heading = hasHeader ? records.first ?? [] : []
        let body = hasHeader ? records.dropFirst() : records[...]
        let width = hasHeader ? heading.count : body.map(\.count).max() ?? 0
        if !hasHeader, let least = body.map(\.count).min(), least < width { layout.columnCounts = least...width }
        columns = (0..<width).map { position in
            CallFileColumn(
                number: position + 1, heading: hasHeader ? heading[position] : "",
                values: body.compactMap { position < $0.count ? $0[position] : nil })
        }
        if best.isQuotedRow { notes.append("Each row is one quoted field that holds the record.") }
    }

    /// A first line names columns where none of its fields is a number or a time, and some are words.
    private static func isHeader(_ fields: [String]) -> Bool {
        let stated = fields.filter { !$0.isEmpty }
        guard stated.count > 1 else { return false }
        return stated.allSatisfy { field in
            field.contains { $0.isLetter } && field.count { $0.isNumber } * 2 < field.count
        }
    }

    // MARK: - Columns

    private mutating func take(_ position: Int, for field: CallLayout.Field) {
        layout.fields[field] = [columns[position].name]
        columns[position].meaning = field.rawValue
    }

    private func position(_ column: String) -> Int? {
        if column.hasPrefix("#"), let number = Int(column.dropFirst()) {
            return columns.indices.contains(number - 1) ? number - 1 : nil
        }
        let exact = columns.firstIndex { $0.heading == column }
        return exact ?? columns.firstIndex { $0.heading.lowercased() == column.lowercased() }
    }

    private mutating func takeColumns(_ statements: CallFileStatements, _ names: inout [String]) throws(LayoutError) {
        for (column, field) in statements.columns {
            guard let position = position(column) else {
                let near =
                    Misspelling.of(column, among: columns.map(\.heading)).map { "; did you mean '\($0)'?" } ?? "."
                throw LayoutError(
                    .missingColumn,
                    "The file has no column '\(column)'; it has \(columns.map(\.title).joined(separator: ", "))\(near)")
            }
            take(position, for: field)
        }
        var found: [CallLayout.Field: [(position: Int, rank: Int)]] = [:]
        for (position, column) in columns.enumerated() where column.meaning == nil {
            guard let (field, rank) = CallFileHeading.field(column.heading), layout.fields[field] == nil else {
                continue
            }
            found[field, default: []].append((position, rank))
        }
        for field in CallLayout.Field.allCases {
            guard let candidates = found[field]?.sorted(by: { ($0.rank, $0.position) < ($1.rank, $1.position) }) else {
                continue
            }
            // A day and a clock make one time.
            if field == .startTime, takeDayAndClock(candidates.map(\.position)) { continue }
            let fitting = candidates.filter { fits(columns[$0.position], field) }
            guard let first = fitting.first else { continue }
            take(first.position, for: field)
            let others = fitting.dropFirst().map { columns[$0.position].title }
            if !others.isEmpty, field == .called || field == .startTime || field == .duration || field == .customer {
                notes.append(
                    "Column \(columns[first.position].title) was taken for \(field.rawValue), and not \(others.joined(separator: ", "))."
                )
            }
        }
        if !layout.has(.startTime) { _ = takeDayAndClock(Array(columns.indices)) }
        askForMissing()
    }

    /// Whether values do not contradict a heading.
    private func fits(_ column: CallFileColumn, _ field: CallLayout.Field) -> Bool {
        switch field {
        case .startTime, .endTime, .answerTime: column.values.isEmpty || !CallFileTimes.fitting(column.values).isEmpty
        case .duration, .ringTime: column.values.isEmpty || column.isOfDurations
        default: true
        }
    }

    private mutating func takeDayAndClock(_ positions: [Int]) -> Bool {
        let free = positions.filter { columns[$0].meaning == nil }
        guard let day = free.first(where: { CallFileTimes.areDays(columns[$0].values) }),
            let clock = columns.indices.first(where: {
                $0 > day && columns[$0].meaning == nil && CallFileTimes.areClocks(columns[$0].values)
                    && CallFileHeading.field(columns[$0].heading).map { $0.field == .startTime } ?? true
            })
        else { return false }
        layout.fields[.startTime] = ["\(columns[day].name)+\(columns[clock].name)"]
        columns[day].meaning = "\(CallLayout.Field.startTime.rawValue) (day)"
        columns[clock].meaning = "\(CallLayout.Field.startTime.rawValue) (clock)"
        return true
    }

    private mutating func askForMissing() {
        let free = columns.filter { $0.meaning == nil }
        if !layout.has(.called) { ask(.called, "number that was called", free.filter(\.isOfNumbers)) }
        if !layout.has(.startTime) {
            ask(.startTime, "start of the call", free.filter { !CallFileTimes.fitting($0.values).isEmpty })
        }
        if !layout.has(.duration), !layout.has(.endTime) {
            ask(.duration, "duration (or, as end_time, the end)", free.filter(\.isOfDurations))
        }
        if !layout.has(.customer), layout.account == nil {
            notes.append(
                "No column names the customer's account: name it with \(Choice(.column)), or load the file with \(Choice(.account))."
            )
        }
        if !layout.has(.callID) {
            notes.append("No column is the switch's id of a call: a call is told by its whole record.")
        }
    }

    private mutating func ask(_ field: CallLayout.Field, _ what: String, _ candidates: [CallFileColumn]) {
        let seen =
            candidates.isEmpty
            ? "" : " It may be column \(candidates.prefix(4).map(\.title).joined(separator: " or "))."
        let example = candidates.first.map { "#\($0.number)" } ?? "#1"
        questions.append(
            "Which column is the \(what)?\(seen) State \(Choice(.column, "'\(example)=\(field.rawValue)'")).")
    }

    // MARK: - Times and durations

    private mutating func takeTimes(_ statements: CallFileStatements) {
        if !statements.timeFormats.isEmpty {
            layout.timeFormats = statements.timeFormats
            return
        }
        guard layout.has(.startTime) else { return }
        let values = values(of: .startTime)
        let formats = CallFileTimes.fitting(values + self.values(of: .endTime) + self.values(of: .answerTime))
        guard let first = formats.first else {
            if let example = values.first {
                questions.append(
                    "How are times such as '\(example)' written? State \(Choice(.timeFormat)), such as 'dd/MM/yyyy HH:mm:ss'."
                )
            }
            return
        }
        layout.timeFormats = [first]
        let order = { (format: String) in format.first == "d" }
        if let other = formats.first(where: {
            ($0.first == "M") == order(first) && ($0.first == "d" || $0.first == "M")
        }),
            order(first)
        {
            questions.append(
                "Day or month first? Times such as '\(values.first ?? "")' can be read in two ways: state \(Choice(.timeFormat, "'\(first)'")) or "
                    + "'\(other)'.")
        }
        let isEpoch = first.hasPrefix("epoch")
        let hasOffset =
            first == "iso8601" && values.allSatisfy { $0.hasSuffix("Z") || $0.suffix(6).contains { "+-".contains($0) } }
        if layout.zone == nil, !isEpoch, !hasOffset {
            notes.append(
                "Times state no offset: they are of the switch's zone, UTC where it has none, or state \(Choice(.zone))."
            )
        }
    }

    /// Values of a field, joined where it is of several columns.
    private func values(of field: CallLayout.Field) -> [String] {
        guard let source = layout.fields[field]?.first else { return [] }
        let parts = source == "+" ? [source] : source.split(separator: "+").map(String.init)
        let own = parts.compactMap { position($0) }.map { columns[$0].values }
        guard let first = own.first else { return [] }
        guard own.count > 1 else { return first }
        return first.indices.filter { at in own.allSatisfy { at < $0.count } }.map { at in
            own.map { $0[at] }.joined(separator: " ")
        }
    }

    private mutating func takeDurations(_ statements: CallFileStatements) {
        if let stated = statements.durationFormat {
            layout.durationFormat = stated
            return
        }
        guard layout.has(.duration), let source = layout.fields[.duration]?.first, let position = position(source)
        else { return }
        let column = columns[position]
        let heading = CallFileHeading.normalised(column.heading)
        if column.isOfClocks {
            layout.durationFormat = .clock
        } else if heading.hasSuffix("ms") || heading.contains("milli") {
            layout.durationFormat = .milliseconds
        } else if heading.hasSuffix("min") || heading.contains("minutes") {
            questions.append(
                "Column \(column.title) says minutes, and layouts know seconds, milliseconds and h:mm:ss: state \(Choice(.durationFormat)), or "
                    + "take another column.")
        }
    }

    // MARK: - Rows

    private static func columns(_ sample: [UInt8], _ layout: CallLayout, _ bound: BoundLayout) -> [CallFileColumn] {
        let records = records(sample, layout.delimiter, layout.quoting, isQuotedRow: layout.quotedRows)
        let heading = layout.header == .required ? records.first ?? [] : []
        let body = layout.header == .required ? records.dropFirst(1 + layout.linesAfterHeader) : records[...]
        let width = layout.header == .required ? heading.count : body.map(\.count).max() ?? 0
        var columns = (0..<width).map { position in
            CallFileColumn(
                number: position + 1, heading: heading.isEmpty ? "" : heading[position],
                values: body.compactMap { position < $0.count ? $0[position] : nil })
        }
        for field in CallLayout.Field.allCases where layout.fields[field] != nil {
            for position in bound.sources[field.index]
            where position < columns.count && columns[position].meaning == nil {
                columns[position].meaning = field.rawValue
            }
        }
        return columns
    }

    private mutating func read(_ sample: [UInt8], _ bound: BoundLayout) {
        var text = Array(sample[min(bound.headerBytes, sample.count)...])
        // The last line of a sample may be cut off.
        if sample.count >= 65_536, let last = text.lastIndex(of: 0x0A) { text = Array(text[...last]) }
        let chunk = Chunk(text: text, byteOffset: bound.headerBytes)
        var parser = CallParser(layout: bound, chunk: chunk)
        var batch = [CallRecord](repeating: CallRecord(), count: CallParser.batchSize)
        while true {
            let count = unsafe batch.withUnsafeMutableBufferPointer { unsafe parser.next(into: $0) }
            if count == 0 { break }
            for record in batch[..<count] where rows.count < CallFileInspection.rowsMax {
                rows.append(
                    Row(
                        line: Int(record.line) + bound.headerLines + 1, callID: chunk.buffer.string(record.callID),
                        customer: chunk.buffer.string(record.customer), supplier: chunk.buffer.string(record.supplier),
                        calling: chunk.buffer.string(record.calling), called: chunk.buffer.string(record.called),
                        startMicros: record.startMicros, durationNanos: record.durationNanos))
            }
        }
        records = parser.recordCount
        rejected = parser.rejects.count
        rejects = parser.rejects.prefix(CallFileInspection.rejectsMax).map {
            $0.located(firstLine: bound.headerLines + 1, byteOffset: bound.headerBytes)
        }
        if records > 0, rejected * 2 > records {
            questions.append(
                "\(rejected) of the first \(records) records cannot be read (first: line \(rejects[0].line), \(rejects[0].reason)): is "
                    + "every column understood?")
        }
        if records == 0 { questions.append("The file has no record behind its header.") }
        let strings = parser.rejects.filter {
            $0.field == CallLayout.Field.called.rawValue && $0.text.contains(UInt8(ascii: "*"))
        }
        if !strings.isEmpty, layout.dialStrings.isEmpty {
            notes.append(
                "Calls to dial strings such as *8 are rejects: \(strings.count) (first: line "
                    + "\(strings[0].line + bound.headerLines + 1)). The layout's dialStrings name numbers that stand for them."
            )
        }
    }
}

extension CallLayout {
    func has(_ field: Field) -> Bool { fields[field]?.isEmpty == false }
}

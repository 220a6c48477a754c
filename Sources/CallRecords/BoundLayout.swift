import Vocabulary

/// A layout bound to one file: positions instead of names, and how far the file's first lines reach.
public struct BoundLayout: Sendable {
    public let layout: CallLayout
    /// Bytes before the first record: byte order mark, header, lines after it.
    public let headerBytes: Int
    /// Physical lines before the first record.
    public let headerLines: Int
    /// How many columns a record must have.
    let columnCounts: ClosedRange<Int>
    /// Columns (from 0) of each field, by `CallLayout.Field.index`; several are joined by a blank.
    let sources: [[Int]]
    let timeFormats: [TimeFormat]
    let zone: ZoneOffsets
    let callRecordType: [UInt8]
    /// Nil for the standard plan, which the fast way knows by itself.
    let numbers: NumberReader?
    /// Starts of calls that are plausible, in microseconds since 1970 UTC; a record with any other is rejected.
    public var starts = BoundLayout.anyStart

    /// Every start that a record can state.
    public static let anyStart = Int64.min + 1..<Int64.max

    /// Whether the file names suppliers: without, the buy side of its calls does not apply.
    public var hasSupplier: Bool { !sources[CallLayout.Field.supplier.index].isEmpty }
    /// Whether the file states post-dial delays.
    public var hasPostDialDelay: Bool { !sources[CallLayout.Field.postDialDelay.index].isEmpty }
    /// Whether a field as it stands in the text, if it was not quoted, needs no quotes in a CSV file with commas.
    public var textIsPlainCSV: Bool { layout.delimiter == 0x2C && layout.quoting != .none }
    /// True of records that the fast way knows: a field each, with a duration.
    var isUsual: Bool {
        !layout.quotedRows && !sources[CallLayout.Field.duration.index].isEmpty
            && [CallLayout.Field.answerTime, .ringTime].allSatisfy { sources[$0.index].isEmpty }
    }
    /// Whether the file has call ids: without, a call is told by its whole record.
    public var hasCallID: Bool { !sources[CallLayout.Field.callID.index].isEmpty }
}

extension CallLayout.Field {
    var index: Int { CallLayout.Field.allCases.firstIndex(of: self)! }
}

extension CallLayout {
    /// Binds the layout to a file that begins with `sample` (all of it, if it is shorter than 64 KiB).
    ///
    /// - Parameter zones: gives the offsets of an IANA zone, nil where there is no such zone.
    /// - Parameter switchZone: zone of times without offset where the layout does not state one.
    /// - Throws: `LayoutError` where the file is empty, has bare CR line ends, or lacks a column.
    public func bound(
        to sample: [UInt8], switchZone: String = "UTC", zones: (String) -> ZoneOffsets?
    ) throws(LayoutError) -> BoundLayout {
        var position = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard sample.count > position else {
            throw LayoutError(.emptyFile, "The file is empty; at least a header line was expected.")
        }
        let lineFeed = sample.firstIndex(of: 0x0A)
        if lineFeed == nil, let carriageReturn = sample.firstIndex(of: 0x0D), carriageReturn < sample.count - 1 {
            throw LayoutError(
                .bareCarriageReturns,
                "The lines of this file end in bare carriage returns (old Macintosh style)")
        }
        var columns: [String] = []
        var lines = 0
        if header == .required {
            let record = QuotedRecord.read(
                sample[...], from: position, delimiter: delimiter, quoting: quotedRows ? .strict : quoting)
            let fields = quotedRows ? record.unwrapped(delimiter: delimiter, quoting: quoting).fields : record.fields
            columns = fields.map { BoundLayout.trimmed(String(decoding: $0, as: UTF8.self)) }
            for _ in 0...linesAfterHeader where position < sample.count {
                let end = sample[position...].firstIndex(of: 0x0A) ?? sample.count - 1
                position = end + 1
                lines += 1
            }
        }
        return try bound(
            columns: columns, headerBytes: position, headerLines: lines, switchZone: switchZone, zones: zones)
    }

    private func bound(
        columns: [String], headerBytes: Int, headerLines: Int, switchZone: String, zones: (String) -> ZoneOffsets?
    ) throws(LayoutError) -> BoundLayout {
        var sources = [[Int]](repeating: [], count: Field.allCases.count)
        var missing: [(field: Field, columns: [String])] = []
        for field in Field.allCases {
            let alternatives = fields[field] ?? []
            sources[field.index] = alternatives.lazy.compactMap { positions(of: $0, among: columns) }.first ?? []
            let isRequired = [.called, .startTime].contains(field) || required.contains(field)
            if isRequired, sources[field.index].isEmpty { missing.append((field, alternatives)) }
        }
        if sources[Field.duration.index].isEmpty, sources[Field.endTime.index].isEmpty {
            missing.append((.duration, (fields[.duration] ?? []) + (fields[.endTime] ?? [])))
        }
        if sources[Field.customer.index].isEmpty { sources[Field.customer.index] = sources[Field.ingressAddress.index] }
        guard missing.isEmpty else {
            let shown = columns.prefix(20).joined(separator: ", ")
            let rest = columns.count > 20 ? " and \(columns.count - 20) more" : ""
            let found = columns.isEmpty ? "" : " The header has: \(shown)\(rest)."
            throw LayoutError(
                .missingColumn,
                "Missing column for layout \(name): \(missing.map { named($0, columns) }.joined(separator: "; ")).\(found)"
            )
        }
        let zoneName = zone ?? switchZone
        guard let offsets = zones(zoneName) else {
            throw LayoutError(.badLayout, "Layout \(name): there is no time zone called \(zoneName).")
        }
        var formats: [TimeFormat] = []
        for text in timeFormats {
            guard let format = TimeFormat(text) else {
                throw LayoutError(
                    .badLayout,
                    "Layout \(name): time format '\(text)' is not iso8601, epoch_seconds, epoch_milliseconds "
                        + "or a pattern with year, month, day, hour and minute.")
            }
            formats.append(format)
        }
        let plan = numbers ?? .standard
        if let fault = plan.fault { throw LayoutError(.badLayout, "Layout \(name): \(fault).") }
        let highest = sources.joined().max() ?? 0
        let counts: ClosedRange<Int>
        if header == .required {
            counts = columns.count...columns.count
        } else {
            counts = columnCounts ?? (highest + 1)...BoundLayout.columnsMax
        }
        guard counts.upperBound <= BoundLayout.columnsMax else {
            throw LayoutError(.badLayout, "The file has more than \(BoundLayout.columnsMax) columns.")
        }
        if quotedRows, quoting == .none {
            throw LayoutError(
                .badLayout, "Layout \(name): rows that are one quoted field each need a quoting other than none.")
        }
        return BoundLayout(
            layout: self, headerBytes: headerBytes, headerLines: headerLines, columnCounts: counts, sources: sources,
            timeFormats: formats, zone: offsets, callRecordType: Array((callRecordType ?? "").utf8),
            numbers: plan == .standard ? nil : NumberReader(plan))
    }

    /// A missing column by all its names, and what may be a misspelling of one of them.
    private func named(_ missing: (field: Field, columns: [String]), _ columns: [String]) -> String {
        guard !missing.columns.isEmpty else { return missing.field.rawValue }
        let all = missing.columns.joined(separator: " or ")
        let near = missing.columns.lazy.compactMap { Misspelling.of($0, among: columns) }.first
        return near.map { "\(all) (did you mean '\($0)'?)" } ?? all
    }

    /// Positions of `#5`, `name` or `date+time`; nil where the file has no such column.
    private func positions(of source: String, among columns: [String]) -> [Int]? {
        var positions: [Int] = []
        for part in source.split(separator: "+", omittingEmptySubsequences: false) {
            let name = BoundLayout.trimmed(String(part))
            if name.hasPrefix("#"), let number = Int(name.dropFirst()), number >= 1 {
                positions.append(number - 1)
            } else if let index = columns.firstIndex(where: { $0.lowercased() == name.lowercased() }) {
                positions.append(index)
            } else {
                return nil
            }
        }
        return positions
    }
}

extension BoundLayout {
    /// Columns in a file at most.
    static let columnsMax = 1_000

    static func trimmed(_ text: String) -> String {
        var slice = text[...]
        while let first = slice.first, first.isWhitespace { slice.removeFirst() }
        while let last = slice.last, last.isWhitespace { slice.removeLast() }
        return String(slice)
    }
}

extension BoundLayout {
    /// Offset behind the record at `start` of a text that goes on beyond `bytes`; nil where that depends on what follows.
    public static func recordEnd(
        _ bytes: UnsafeRawBufferPointer, from start: Int, layout: BoundLayout
    ) -> Int? {
        let record = unsafe QuotedRecord.read(
            bytes, from: start, delimiter: layout.layout.delimiter, quoting: layout.layout.quoting)
        let isCutOff = unsafe record.end >= bytes.count && bytes.last != 0x0A
        return record.dependsOnMore || isCutOff ? nil : record.end
    }
}

import Money
import Rating

// Single fields of a row.

extension DeckAssembly {
    enum MomentText {
        /// UTC.
        case micros(Int64)
        case notice(Notice)
        case empty
    }

    func trimmed(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) -> FieldRange {
        var range = row.fields[columns[field]]
        while range.start < range.end, bytes[range.start] == UInt8(ascii: " ") { range.start += 1 }
        while range.end > range.start, bytes[range.end - 1] == UInt8(ascii: " ") { range.end -= 1 }
        // What a database writes where there is nothing.
        if range.end - range.start == 4, !options.isCanonical, isNull(range, bytes) { range.end = range.start }
        return range
    }

    private func isNull(_ range: FieldRange, _ bytes: Span<UInt8>) -> Bool {
        bytes[range.start] == UInt8(ascii: "N") && bytes[range.start + 1] == UInt8(ascii: "U")
            && bytes[range.start + 2] == UInt8(ascii: "L") && bytes[range.start + 3] == UInt8(ascii: "L")
    }

    /// The content without doubled quotes and blanks around it; the slow way.
    func content(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) -> [UInt8] {
        Array(CodeText.trimmed(RecordScanner.content(row.fields[columns[field]], of: bytes)[...]))
    }

    /// Nanos; nil = empty.
    mutating func money(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int64? {
        let range = trimmed(field, row, bytes)
        guard !range.isEmpty else { return nil }
        return try money(
            field, bytes.extracting(range.start..<range.end), line: row.line, isNumber: range.kind == .number)
    }

    mutating func money(
        _ field: DeckField, _ text: Span<UInt8>, line: Int, isNumber: Bool = false
    ) throws(RowFault) -> Int64 {
        let point = UInt8(ascii: ".")
        let comma = UInt8(ascii: ",")
        // A cell that is a number has a point, whatever the texts of the deck have.
        if let mark = options.settings.decimal, !isNumber {
            let (decimal, group) = mark == .point ? (point, comma) : (comma, point)
            do {
                return try DecimalText.parse(text, decimals: DecimalText.nanoDecimals, separator: decimal)
            } catch {
                guard error == .notDecimal, let plain = DecimalColumn.ungrouped(text, decimal: decimal, group: group),
                    let nanos = try? DecimalText.parse(plain, decimals: DecimalText.nanoDecimals, separator: decimal)
                else { throw RowFault(field: field, reason: error.reason) }
                return nanos
            }
        }
        do {
            let nanos = try DecimalText.parse(text, decimals: DecimalText.nanoDecimals)
            if !isNumber, !decimals[field.index].hasPoint { decimals[field.index].lookForPoint(text) }
            return nanos
        } catch {
            guard error == .notDecimal, let kind = DecimalColumn.comma(text) else {
                throw RowFault(field: field, reason: error.reason)
            }
            do {
                let nanos = try DecimalText.parse(text, decimals: DecimalText.nanoDecimals, separator: comma)
                decimals[field.index].commas.append(
                    .init(line: line, isAmbiguous: kind == .ambiguous, text: DeckAssembly.shown(text)))
                return nanos
            } catch {
                throw RowFault(field: field, reason: error.reason)
            }
        }
    }

    /// A whole number that is not negative; nil = empty.
    func seconds(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int32? {
        let range = trimmed(field, row, bytes)
        guard !range.isEmpty else { return nil }
        return try number(field, bytes.extracting(range.start..<range.end))
    }

    func requiredSeconds(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int32 {
        guard let seconds = try seconds(field, row, bytes) else { throw RowFault(field: field, reason: "empty") }
        return seconds
    }

    func number(_ field: DeckField, _ text: Span<UInt8>) throws(RowFault) -> Int32 {
        do {
            let value = try DecimalText.parse(text, decimals: 0)
            guard let number = Int32(exactly: value) else { throw RowFault(field: field, reason: "too large") }
            return number
        } catch let fault as DecimalText.Fault {
            throw RowFault(
                field: field, reason: fault == .tooPrecise(decimals: 0) ? "not a whole number" : fault.reason)
        } catch let fault as RowFault {
            throw fault
        } catch {
            throw RowFault(field: field, reason: "not a number")
        }
    }

    func flag(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Bool {
        guard columns.has(field) else { return false }
        let range = trimmed(field, row, bytes)
        if range.isEmpty { return false }
        if range.end - range.start == 1 {
            if bytes[range.start] == UInt8(ascii: "0") { return false }
            if bytes[range.start] == UInt8(ascii: "1") { return true }
        }
        guard let flag = Flag.value(RecordScanner.text(range, of: bytes)) else {
            throw RowFault(field: field, reason: "not 0 or 1")
        }
        return flag
    }

    /// Small letters; nil = empty or no such column.
    func name(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) -> String? {
        guard columns.has(field) else { return nil }
        let range = trimmed(field, row, bytes)
        return range.isEmpty ? nil : RecordScanner.text(range, of: bytes).lowercased()
    }

    mutating func moment(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> MomentText {
        let range = trimmed(field, row, bytes)
        guard !range.isEmpty else { return .empty }
        let text = bytes.extracting(range.start..<range.end)
        do {
            let moment = try DateText.parse(text, order: dateOrder)
            if let offset = moment.offsetMinutes { return .micros(moment.localMicros - offset * 60_000_000) }
            if defaults.foreignZone != nil { observations.zonelessDates.note(line: row.line) }
            return .micros(utcMicros(moment.localMicros))
        } catch {
            if !options.isCanonical, let notice = Notice(RecordScanner.text(range, of: bytes)) {
                return .notice(notice)
            }
            if error == .ambiguous { observations.note(ambiguousDate: shown(range, bytes), line: row.line) }
            throw RowFault(field: field, reason: error.reason)
        }
    }

    func shown(_ field: FieldRange, _ bytes: Span<UInt8>) -> String {
        var field = field
        field.end = min(field.end, field.start + RowRefusal.textBytesMax)
        return RecordScanner.text(field, of: bytes)
    }

    static func shown(_ text: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        for at in text.indices where at < RowRefusal.textBytesMax { bytes.append(text[at]) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

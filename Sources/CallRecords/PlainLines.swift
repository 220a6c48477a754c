import CKernels

/// Up to 64 lines of as many fields each, whose fields are what stands between two delimiters, or between the quotes there:
/// they are converted a column at a time, so that each loop does one thing and its iterations do not wait for each other.
///
/// Lines that are not as usual get a bit of `odd`; what their records hold then means nothing.
@safe
struct PlainLines {
    private let base: UnsafeMutableRawPointer
    /// Offsets behind the fields of all lines; the entry before the first is one less than where the first line begins.
    private let ends: UnsafePointer<UInt32>
    private let records: UnsafeMutablePointer<CallRecord>
    /// Lines, and fields of each.
    private let count: Int
    private let fields: Int
    /// Whether fields may be in quotes, and those have doubled quotes in them.
    private let hasQuotes: Bool
    private let hasEscapes: Bool
    /// Bit by line: whether the exact way has to settle it.
    private(set) var odd: UInt64 = 0

    /// Lines taken at a time at most.
    static let most = UInt64.bitWidth

    /// - Parameters:
    ///   - records: room for `count` records.
    ///   - count: 1...64.
    init(
        base: UnsafeMutableRawPointer, ends: UnsafePointer<UInt32>, records: UnsafeMutablePointer<CallRecord>,
        count: Int, fields: Int, hasQuotes: Bool, hasEscapes: Bool
    ) {
        unsafe self.base = base
        unsafe self.ends = ends
        unsafe self.records = records
        self.count = count
        self.fields = fields
        self.hasQuotes = hasQuotes
        self.hasEscapes = hasEscapes
    }

    /// Where the lines stand: the text of each record without its line end, its line and ordinal.
    mutating func place(line: Int, ordinal: Int) {
        for index in 0..<count {
            // In bounds: each line has `fields` entries, and one precedes the first.
            let start = unsafe ends[index &* fields &- 1] &+ 1
            let end = unsafe ends[index &* fields &+ fields &- 1]
            // The byte before the line feed exists or is padding.
            let isCarriageReturn =
                unsafe base.load(fromByteOffset: Int(end) &- 1, as: UInt8.self) == 0x0D && end > start
            let count = end &- start &- (isCarriageReturn ? 1 : 0)
            markOdd(index, count == 0)
            let record = unsafe records + index
            unsafe record.pointee.record = TextRange(offset: start, count: count)
            unsafe record.pointee.line = UInt32(truncatingIfNeeded: line &+ index)
            unsafe record.pointee.ordinal = UInt32(truncatingIfNeeded: ordinal &+ index)
        }
    }

    mutating func convert(_ columns: FieldColumns, times: inout TimeReader) {
        if hasQuotes {
            convert(columns, times: &times, inQuotes: true)
            if hasEscapes { findEscapes(columns) }
        } else {
            convert(columns, times: &times, inQuotes: false)
        }
    }

    /// - Parameter inQuotes: a constant at each call.
    @inline(__always)
    private mutating func convert(_ columns: FieldColumns, times: inout TimeReader, inQuotes: Bool) {
        convertTexts(columns, inQuotes: inQuotes)
        let base = unsafe base
        for index in 0..<count {
            let calling = unsafe NumberText.read(text(columns.calling, of: index, inQuotes), base: base)
            unsafe records[index].calling = calling.digits
            unsafe records[index].callingNumber = calling.value
        }
        for index in 0..<count {
            let called = unsafe NumberText.read(
                text(columns.called, of: index, inQuotes), base: base, digitsMax: NumberText.calledDigitsMax)
            markOdd(index, !called.isDigits)
            unsafe records[index].called = called.digits
            unsafe records[index].calledNumber = called.value
        }
        for index in 0..<count {
            let micros = unsafe times.micros(text(columns.start, of: index, inQuotes), base: base)
            markOdd(index, !columns.isPlausible(micros))
            unsafe records[index].startMicros = micros
        }
        for index in 0..<count {
            let nanos = unsafe columns.nanos(text(columns.duration, of: index, inQuotes), base: base)
            markOdd(index, nanos < 0)
            unsafe records[index].durationNanos = nanos
        }
        for index in 0..<count {
            let code = unsafe NumberText.smallNumber(text(columns.sipCode, of: index, inQuotes), base: base)
            unsafe records[index].sipCode = code > 0 && code < 1_000 ? Int32(truncatingIfNeeded: code) : 0
        }
        convertRareColumns(columns, inQuotes: inQuotes)
    }

    @inline(__always)
    private func convertTexts(_ columns: FieldColumns, inQuotes: Bool) {
        for index in 0..<count {
            let record = unsafe records + index
            unsafe record.pointee.callID = text(columns.callID, of: index, inQuotes)
            unsafe record.pointee.leg = text(columns.leg, of: index, inQuotes)
            unsafe record.pointee.supplier = text(columns.supplier, of: index, inQuotes)
            let customer = text(columns.customer, of: index, inQuotes)
            unsafe record.pointee.customer =
                customer.isEmpty ? text(columns.ingress, of: index, inQuotes) : customer
            unsafe record.pointee.routingNumber = -1
        }
    }

    /// What few layouts have.
    @inline(__always)
    private mutating func convertRareColumns(_ columns: FieldColumns, inQuotes: Bool) {
        if columns.routing != -1 {
            for index in 0..<count {
                unsafe records[index].routingNumber = RoutingNumber.read(
                    text(columns.routing, of: index, inQuotes), base: base, otherwise: -1)
            }
        }
        if columns.postDialDelay != -1 {
            for index in 0..<count {
                unsafe records[index].postDialMillis = columns.millis(
                    text(columns.postDialDelay, of: index, inQuotes), base: base)
            }
        }
        if columns.hasRecordType {
            for index in 0..<count {
                unsafe markOdd(index, !columns.isCall(text(columns.recordType, of: index, inQuotes), base: base))
            }
        }
    }

    /// Texts with a doubled quote would have to be rewritten. What became a number had none.
    @inline(never)
    private mutating func findEscapes(_ columns: FieldColumns) {
        for index in 0..<count {
            let record = unsafe records[index]
            let isCallingText = record.callingNumber < 0
            markOdd(
                index,
                hasQuote(record.callID) || hasQuote(record.customer) || hasQuote(record.supplier)
                    || hasQuote(record.leg) || isCallingText && hasQuote(record.calling))
        }
    }

    private func hasQuote(_ text: TextRange) -> Bool {
        unsafe text.count > 0 && ck_has_quote(base + Int(text.offset), text.count)
    }

    @inline(__always)
    private mutating func markOdd(_ index: Int, _ isOdd: Bool) { odd |= (isOdd ? 1 : 0) &<< UInt64(index) }

    /// The text of a column of a line, or what stands between its quotes; empty where the line has no such column.
    @inline(__always)
    private func text(_ column: Int32, of index: Int, _ inQuotes: Bool) -> TextRange {
        // A column below zero is none of the line's, either.
        guard UInt32(bitPattern: column) < UInt32(truncatingIfNeeded: fields) else { return .empty }
        let position = index &* fields &+ Int(column)
        // In bounds: each line has `fields` entries, and one precedes the first.
        let start = unsafe ends[position &- 1] &+ 1
        var end = unsafe ends[position]
        if Int(column) == fields &- 1 {
            // Without the carriage return.
            let record = unsafe records[index].record
            end = record.offset &+ record.count
        }
        guard inQuotes else { return TextRange(offset: start, count: end &- start) }
        // One byte may be read even of an empty field: there is padding behind the text. Quotes come in pairs.
        let first = unsafe base.load(fromByteOffset: Int(start), as: UInt8.self)
        let quote: UInt32 = first == 0x22 && end &- start > 1 ? 1 : 0
        return TextRange(offset: start &+ quote, count: end &- start &- 2 &* quote)
    }
}

import CKernels

/// Reads the records of one chunk, a batch at a time, in one pass.
///
/// A record without quotes and with the expected columns takes the fast way: field ends come from masks of 64 bytes, and
/// its fields are converted in place. Anything else takes the exact way of `QuotedRecord`. What cannot be a call becomes
/// a `Reject`; blank lines are no records.
@safe
public struct CallParser {
    /// Records that could not be parsed so far; lines and offsets within the chunk.
    public private(set) var rejects: [Reject] = []
    /// Records read so far, rejected ones included.
    public private(set) var recordCount = 0
    /// Physical lines read so far.
    public private(set) var lineCount = 0

    /// Records handed out at a time at most.
    public static let batchSize = 64
    /// A longer record is rejected.
    public static let recordBytesMax = 1 << 20

    let layout: BoundLayout
    let chunk: Chunk
    let base: UnsafeMutableRawPointer
    private var scanner: FieldScanner
    /// Offset behind the last byte used of the scratch space.
    var scratchEnd: Int
    private var dates: DateCache
    private var position = 0
    private let ends: FieldEnds
    private let columns: FieldColumns
    /// Whether plain records of this layout take the fast way.
    private let takesFastWay: Bool

    public init(layout: BoundLayout, chunk: Chunk) { self.init(layout: layout, chunk: chunk, readsExactly: false) }

    /// - Parameter readsExactly: takes the exact way for all records, for tests that hold the two ways against each other.
    init(layout: BoundLayout, chunk: Chunk, readsExactly: Bool) {
        self.layout = layout
        self.chunk = chunk
        unsafe base = chunk.buffer.base
        scratchEnd = chunk.buffer.scratchOffset
        // One column more than a record may have, to know one that has too many; one more to write to behind that.
        ends = FieldEnds(count: layout.columnCounts.upperBound + 2)
        columns = FieldColumns(layout)
        takesFastWay =
            !readsExactly && columns.areSimple && !layout.layout.trimsBlanks && layout.layout.durationFormat == .seconds
        dates = DateCache(layout)
        unsafe scanner = FieldScanner(
            base: UnsafeRawPointer(base), count: chunk.textCount, delimiter: layout.layout.delimiter)
    }

    /// Fills `batch` from its beginning and returns how many records it now holds; 0 at the end of the chunk.
    ///
    /// The records' ranges hold until the next call.
    public mutating func next(into batch: UnsafeMutableBufferPointer<CallRecord>) -> Int {
        if chunk.isOversizedLine { return rejectOversizedLine() }
        scratchEnd = chunk.buffer.scratchOffset
        let scratchLimit = chunk.buffer.scratchOffset + ChunkBuffer.scratchCapacity / 2
        var count = 0
        while count < batch.count, position < chunk.textCount, scratchEnd <= scratchLimit {
            // In bounds: `count` is below the batch's count.
            let record = unsafe batch.baseAddress! + count
            unsafe count &+= parsePlainRecords(into: record, most: batch.count &- count, number: count)
            if count < batch.count, position < chunk.textCount {
                unsafe count &+= parseSlowly(from: position, into: &batch[count], number: count) ? 1 : 0
            }
        }
        return count
    }

    /// The fast way: parses records from `position` on until one is not plain, the batch is full or the text ends.
    /// `number` is the first record's position in the batch.
    private mutating func parsePlainRecords(
        into batch: UnsafeMutablePointer<CallRecord>, most: Int, number: Int
    ) -> Int {
        guard takesFastWay else { return 0 }
        let base = unsafe base
        let ends = unsafe ends.pointer
        let fieldsMost = self.ends.count
        let columns = columns
        let textCount = chunk.textCount
        let columnsLeast = layout.columnCounts.lowerBound
        let columnsMost = layout.columnCounts.upperBound
        let numbers = layout.numbers
        let numberSpace = chunk.buffer.numbersOffset &+ number &* (2 &* NumberReader.slotBytes)
        var scanner = scanner
        var dates = dates
        var count = 0
        var start = position
        var line = lineCount
        var ordinal = recordCount
        while count < most, start < textCount {
            let columnCount = unsafe scanner.scanLine(from: start, into: ends, most: fieldsMost)
            let end = scanner.lineEnd
            var textEnd = end
            // The byte before `end` exists or is padding.
            if unsafe base.load(fromByteOffset: end &- 1, as: UInt8.self) == 0x0D, end > start {
                textEnd = end &- 1
                unsafe ends[columnCount &- 1] = UInt32(truncatingIfNeeded: textEnd)
            }
            let isPlain =
                scanner.lineHasNoQuote && columnCount >= columnsLeast && columnCount <= columnsMost
                && textEnd &- start <= CallParser.recordBytesMax && textEnd > start
            // In bounds: `count` is below `most`.
            let record = unsafe batch + count
            guard isPlain,
                unsafe CallParser.convert(
                    start: start, columnCount: columnCount, base: base, ends: ends, columns: columns, dates: &dates,
                    numbers: numbers, slots: numberSpace &+ count &* (2 &* NumberReader.slotBytes), into: record)
            else {
                scanner.seek(to: start)
                break
            }
            unsafe record.pointee.record = TextRange(
                offset: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: textEnd &- start))
            unsafe record.pointee.line = UInt32(truncatingIfNeeded: line)
            unsafe record.pointee.ordinal = UInt32(truncatingIfNeeded: ordinal)
            count &+= 1
            line &+= 1
            ordinal &+= 1
            start = end &+ 1
        }
        self.scanner = scanner
        self.dates = dates
        position = start
        lineCount = line
        recordCount = ordinal
        return count
    }

    /// Converts the fields of a plain record; false where one of them is not as usual, which the exact way settles.
    @inline(__always)
    private static func convert(
        start: Int, columnCount: Int, base: UnsafeMutableRawPointer, ends: UnsafeMutablePointer<UInt32>,
        columns: FieldColumns, dates: inout DateCache, numbers: NumberReader?, slots: Int,
        into record: UnsafeMutablePointer<CallRecord>
    ) -> Bool {
        @inline(__always) func range(_ column: Int32) -> TextRange {
            if column < 0 || column >= columnCount { return .empty }
            // In bounds: `column` is below the number of fields found.
            let from = unsafe column == 0 ? UInt32(truncatingIfNeeded: start) : ends[Int(column) &- 1] &+ 1
            return TextRange(offset: from, count: unsafe ends[Int(column)] &- from)
        }
        let called: NumberText.Number
        let calling: NumberText.Number
        var routing: Int64 = -1
        var customer = range(columns.customer)
        if let numbers {
            let reading = unsafe numbers.read(range(columns.called), base: base, slot: slots, isCalled: true)
            called = reading.number
            routing = reading.routing
            calling = unsafe numbers.read(
                range(columns.calling), base: base, slot: slots &+ NumberReader.slotBytes, isCalled: false
            ).number
            if customer.isEmpty, numbers.techPrefixNamesAccount { customer = reading.techPrefix }
        } else {
            called = unsafe NumberText.read(range(columns.called), base: base)
            calling = unsafe NumberText.read(range(columns.calling), base: base)
        }
        let micros = unsafe dates.plainMicros(range(columns.start), base: base)
        let seconds = unsafe NumberText.smallNumber(range(columns.duration), base: base)
        guard called.isDigits, micros != Int64.min, seconds >= 0 else { return false }
        let code = unsafe NumberText.smallNumber(range(columns.sipCode), base: base)
        unsafe record.pointee.callID = range(columns.callID)
        unsafe record.pointee.leg = range(columns.leg)
        unsafe record.pointee.customer = customer.isEmpty ? range(columns.ingress) : customer
        unsafe record.pointee.supplier = range(columns.supplier)
        unsafe record.pointee.called = called.digits
        unsafe record.pointee.calledNumber = called.value
        unsafe record.pointee.calling = calling.digits
        unsafe record.pointee.callingNumber = calling.value
        if columns.routing >= 0 {
            routing = unsafe RoutingNumber.read(range(columns.routing), base: base, otherwise: routing)
        }
        unsafe record.pointee.routingNumber = routing
        unsafe record.pointee.startMicros = micros
        unsafe record.pointee.durationNanos = seconds &* 1_000_000_000
        unsafe record.pointee.sipCode = code > 0 && code < 1_000 ? Int32(truncatingIfNeeded: code) : 0
        return true
    }

    private mutating func rejectOversizedLine() -> Int {
        guard position < chunk.textCount else { return 0 }
        reject(
            FieldFault(nil, "record is longer than \(CallParser.recordBytesMax) bytes"), start: 0,
            textEnd: min(chunk.textCount, Reject.textBytesMax), recordBytes: chunk.byteCount)
        position = chunk.textCount
        lineCount += 1
        return 0
    }
}

// MARK: - The exact way

extension CallParser {
    /// Parses the record at `start` as `QuotedRecord` reads it, and moves behind it; false where it was no call
    /// (rejected, or a blank line). `number` is its position in the batch.
    private mutating func parseSlowly(from start: Int, into record: inout CallRecord, number: Int) -> Bool {
        let text = unsafe UnsafeRawBufferPointer(start: base, count: chunk.textCount)
        let raw = unsafe QuotedRecord.read(
            text, from: start, delimiter: layout.layout.delimiter, quoting: layout.layout.quoting)
        defer {
            position = raw.end
            lineCount += 1 + raw.innerLineFeeds
            scanner.seek(to: raw.end)
        }
        if raw.textEnd == start { return false }
        if let fault = slowFault(raw, start: start, into: &record, number: number) {
            reject(fault, start: start, textEnd: raw.textEnd)
            return false
        }
        record.record = TextRange(offset: UInt32(start), count: UInt32(raw.textEnd - start))
        record.line = UInt32(lineCount)
        record.ordinal = UInt32(recordCount)
        recordCount += 1
        return true
    }

    private mutating func slowFault(
        _ raw: QuotedRecord, start: Int, into record: inout CallRecord, number: Int
    ) -> FieldFault? {
        if let fault = raw.fault { return FieldFault(column: raw.faultColumn, fault) }
        if raw.textEnd - start > CallParser.recordBytesMax {
            return FieldFault(nil, "record is longer than \(CallParser.recordBytesMax) bytes")
        }
        guard layout.columnCounts.contains(raw.fields.count) else {
            let counts = layout.columnCounts
            let expected =
                counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
            return FieldFault(nil, "\(expected) fields expected, \(raw.fields.count) found")
        }
        let fields = raw.fields
        if !layout.callRecordType.isEmpty, joined(.recordType, fields) != layout.callRecordType {
            return FieldFault(.recordType, "record is not a call")
        }
        return fieldFault(fields, into: &record, number: number)
    }

    /// Fills `record` from its fields, which are copied to the scratch space; nil, or the first fault.
    private mutating func fieldFault(
        _ fields: [[UInt8]], into record: inout CallRecord, number: Int
    ) -> FieldFault? {
        record.callID = stored(.callID, fields)
        record.leg = stored(.leg, fields)
        var customer = stored(.customer, fields)
        record.supplier = stored(.supplier, fields)
        let called = stored(.called, fields)
        let calling = stored(.calling, fields)
        let calledNumber: NumberText.Number
        let callingNumber: NumberText.Number
        record.routingNumber = -1
        if let numbers = layout.numbers {
            let slots = chunk.buffer.numbersOffset + number * 2 * NumberReader.slotBytes
            let reading = unsafe numbers.read(called, base: base, slot: slots, isCalled: true)
            calledNumber = reading.number
            record.routingNumber = reading.routing
            callingNumber = unsafe numbers.read(
                calling, base: base, slot: slots + NumberReader.slotBytes, isCalled: false
            ).number
            if customer.isEmpty, numbers.techPrefixNamesAccount { customer = reading.techPrefix }
        } else {
            calledNumber = unsafe NumberText.read(called, base: base)
            callingNumber = unsafe NumberText.read(calling, base: base)
        }
        record.customer = customer.isEmpty ? stored(.ingressAddress, fields) : customer
        record.called = calledNumber.digits
        record.calledNumber = calledNumber.value
        record.calling = callingNumber.digits
        record.callingNumber = callingNumber.value
        record.routingNumber = unsafe RoutingNumber.read(
            stored(.routing, fields), base: base, otherwise: record.routingNumber)
        let start = joined(.startTime, fields)
        guard let micros = layout.micros(start) else {
            return FieldFault(.startTime, start.isEmpty ? "start time is empty" : "start time is not a time")
        }
        record.startMicros = micros
        switch DurationText.nanos(joined(.duration, fields), format: layout.layout.durationFormat) {
        case .success(let nanos): record.durationNanos = nanos
        case .failure(let fault): return FieldFault(.duration, fault.rawValue)
        }
        // Last, so that a record rejected for its number is known to be a call in all else.
        guard calledNumber.isDigits else {
            return FieldFault(.called, called.isEmpty ? "called is empty" : "called is not a number")
        }
        let code = unsafe NumberText.smallNumber(stored(.sipCode, fields), base: base)
        record.sipCode = code > 0 && code < 1_000 ? Int32(truncatingIfNeeded: code) : 0
        return nil
    }

    /// The columns of a field, joined by a blank.
    private func joined(_ field: CallLayout.Field, _ fields: [[UInt8]]) -> [UInt8] {
        var text: [UInt8] = []
        for (index, column) in layout.sources[field.index].enumerated() where column < fields.count {
            if index > 0 { text.append(0x20) }
            text += fields[column]
        }
        guard layout.layout.trimsBlanks else { return text }
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        while let last = text.last, isBlank(last) { text.removeLast() }
        return Array(text.drop(while: isBlank))
    }

    /// A field's text in the scratch space. There is room: a batch ends when half of it is used, and a record, at most
    /// `recordBytesMax` long, fits the other half as long as no column serves several fields at that length.
    private mutating func stored(_ field: CallLayout.Field, _ fields: [[UInt8]]) -> TextRange {
        let text = joined(field, fields)
        let limit = chunk.buffer.scratchOffset + ChunkBuffer.scratchCapacity
        guard !text.isEmpty, scratchEnd + text.count <= limit else { return .empty }
        let range = TextRange(offset: UInt32(scratchEnd), count: UInt32(text.count))
        unsafe (base + scratchEnd).copyMemory(from: text, byteCount: text.count)
        scratchEnd += text.count
        return range
    }

    /// Keeps a record that is no call, and counts it.
    private mutating func reject(_ fault: FieldFault, start: Int, textEnd: Int, recordBytes: Int? = nil) {
        let count = min(textEnd - start, Reject.textBytesMax)
        let text = unsafe UnsafeRawBufferPointer(start: base + start, count: count)
        rejects.append(
            Reject(
                line: lineCount, column: fault.column(in: layout), byteOffset: start,
                field: fault.field?.rawValue ?? "", reason: fault.reason, text: unsafe [UInt8](text),
                recordBytes: recordBytes ?? textEnd - start, ordinal: recordCount))
        recordCount += 1
    }
}

/// What is wrong with a record.
struct FieldFault {
    var field: CallLayout.Field?
    var column = 0
    var reason: String

    init(_ field: CallLayout.Field?, _ reason: String) {
        self.field = field
        self.reason = reason
    }

    init(column: Int, _ reason: String) {
        self.column = column
        self.reason = reason
    }

    /// Column from 1, 0 where the record as a whole is at fault.
    func column(in layout: BoundLayout) -> Int {
        guard let field, let first = layout.sources[field.index].first else { return column }
        return first + 1
    }
}

/// The column of each field that the fast way reads, -1 where the file has none.
private struct FieldColumns {
    let called, calling, customer, ingress, supplier, callID, leg, start, duration, sipCode, routing: Int32
    /// Whether every field is one column.
    let areSimple: Bool

    init(_ layout: BoundLayout) {
        func column(_ field: CallLayout.Field) -> Int32 { Int32(layout.sources[field.index].first ?? -1) }
        called = column(.called)
        calling = column(.calling)
        customer = column(.customer)
        ingress = column(.ingressAddress)
        supplier = column(.supplier)
        callID = column(.callID)
        leg = column(.leg)
        start = column(.startTime)
        duration = column(.duration)
        sipCode = column(.sipCode)
        routing = column(.routing)
        areSimple = layout.sources.allSatisfy { $0.count <= 1 } && layout.callRecordType.isEmpty
    }
}

/// Where the fields of the record at work end, by column.
@safe
private final class FieldEnds {
    let pointer: UnsafeMutablePointer<UInt32>
    let count: Int

    init(count: Int) {
        self.count = count
        unsafe pointer = .allocate(capacity: count)
        unsafe pointer.initialize(repeating: 0, count: count)
    }

    deinit { unsafe pointer.deallocate() }
}

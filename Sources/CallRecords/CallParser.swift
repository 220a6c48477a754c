import CKernels

/// Reads the records of one chunk, a batch at a time, in one pass.
///
/// A record with the expected columns whose quotes, if any, enclose whole fields takes the fast way: field ends come from
/// `FieldScanner`, and its fields are converted in place, those of many lines a column at a time where the layout allows
/// (`PlainLines`). Anything else takes the exact way of `QuotedRecord`. What cannot be a call becomes a `Reject`; blank lines
/// are no records.
@safe
public struct CallParser {
    /// Records that could not be parsed so far; lines and offsets within the chunk.
    public internal(set) var rejects: [Reject] = []
    /// Records read so far, rejected ones included.
    public internal(set) var recordCount = 0
    /// Physical lines read so far.
    public internal(set) var lineCount = 0

    /// Records handed out at a time at most.
    public static let batchSize = 64
    /// A longer record is rejected.
    public static let recordBytesMax = 1 << 20

    let layout: BoundLayout
    let chunk: Chunk
    let base: UnsafeMutableRawPointer
    var scanner: FieldScanner
    /// Offset behind the last byte used of the scratch space.
    var scratchEnd: Int
    /// Which of the shares of the scratch and the number space the batch has: 0 or 1.
    private var turn = 1
    var position = 0
    private var times: TimeReader
    private let columns: FieldColumns
    /// Whether records take the fast way where they can.
    private let takesFastWay: Bool
    /// Whether that is column by column: fields are what stands between two delimiters, or between the quotes there, and
    /// numbers are as they are.
    private let takesColumns: Bool
    /// Lines that are converted at a time: as many as there is room for, fewer behind an odd one.
    private var linesAtATime = PlainLines.most

    public init(layout: BoundLayout, chunk: Chunk) { self.init(layout: layout, chunk: chunk, readsExactly: false) }

    /// - Parameter readsExactly: takes the exact way for all records, for tests that hold the two ways against each other.
    init(layout: BoundLayout, chunk: Chunk, readsExactly: Bool) {
        self.layout = layout
        self.chunk = chunk
        takesFastWay = !readsExactly && layout.isUsual
        unsafe base = chunk.buffer.base
        scratchEnd = chunk.buffer.scratchOffset
        columns = FieldColumns(layout)
        takesColumns = layout.numbers == nil && !layout.layout.trimsBlanks && columns.arePlain
        times = TimeReader(layout)
        unsafe scanner = FieldScanner(
            base: UnsafeRawPointer(base), count: chunk.textCount, delimiter: layout.layout.delimiter,
            quoting: layout.layout.quoting != .none)
    }

    /// Fills `batch` from its beginning and returns how many records it now holds; 0 at the end of the chunk.
    ///
    /// The records' ranges hold until the second call after.
    public mutating func next(into batch: UnsafeMutableBufferPointer<CallRecord>) -> Int {
        if chunk.isOversizedLine { return rejectOversizedLine() }
        turn ^= 1
        scratchEnd = scratchStart
        let account = storedAccount()
        var count = 0
        while count < batch.count, position < chunk.textCount, scratchEnd <= scratchLimit {
            // In bounds: `count` is below the batch's count.
            let record = unsafe batch.baseAddress! + count
            if takesFastWay {
                unsafe count &+= parsePlainRecords(into: record, most: batch.count &- count, number: count)
            }
            if count < batch.count, position < chunk.textCount, scratchEnd <= scratchLimit {
                unsafe count &+= parseSlowly(from: position, into: &batch[count], number: count) ? 1 : 0
            }
        }
        if !account.isEmpty { for index in 0..<count { unsafe batch[index].customer = account } }
        return count
    }

    /// The account of all calls in the scratch space of the batch, where the layout states one. There is room: it is short.
    private mutating func storedAccount() -> TextRange {
        guard let account = layout.layout.account else { return .empty }
        let bytes = Array(account.utf8.prefix(CallLayout.accountBytesMax))
        let range = TextRange(offset: UInt32(scratchEnd), count: UInt32(bytes.count))
        unsafe (base + scratchEnd).copyMemory(from: bytes, byteCount: bytes.count)
        scratchEnd += bytes.count
        return range
    }

    /// The batch's share of the scratch space.
    var scratchStart: Int { chunk.buffer.scratchOffset + turn * ChunkBuffer.scratchCapacity }

    /// Half of it: what a batch begins before this offset fits behind it.
    private var scratchLimit: Int { scratchStart + ChunkBuffer.scratchCapacity / 2 }

    /// The batch's share of the number space.
    var numbersStart: Int { chunk.buffer.numbersOffset + turn * ChunkBuffer.numbersCapacity }

    /// The fast way: parses records from `position` on until one is not plain, the batch is full or the text ends.
    /// `number` is the first record's position in the batch.
    private mutating func parsePlainRecords(
        into batch: UnsafeMutablePointer<CallRecord>, most: Int, number: Int
    ) -> Int {
        takesColumns
            ? unsafe parseColumns(into: batch, most: most) : unsafe parseRows(into: batch, most: most, number: number)
    }

    /// The fast way of layouts whose fields are what stands in the text: many lines at a time, column by column.
    private mutating func parseColumns(into batch: UnsafeMutablePointer<CallRecord>, most: Int) -> Int {
        var count = 0
        while count < most, position < chunk.textCount {
            if scanner.line == scanner.lines, !scanner.fill(from: position) { break }
            let (wanted, fields) = scanner.alikeLines(most: min(most &- count, linesAtATime))
            guard layout.columnCounts.contains(fields) else { break }
            let first = scanner.field
            // In bounds: room for `most` records, of which `count` are taken; the lines are the window's next ones.
            var lines = unsafe PlainLines(
                base: base, ends: UnsafePointer(scanner.ends + first), records: batch + count, count: wanted,
                fields: fields, hasQuotes: scanner.hasQuotes, hasEscapes: scanner.hasEscapes)
            lines.place(line: lineCount, ordinal: recordCount)
            lines.convert(columns, times: &times)
            let taken = min(wanted, lines.odd.trailingZeroBitCount)
            let end = first &+ taken &* fields
            scanner.take(lines: scanner.line &+ taken, fields: end)
            // In 32 bits: the entry before the first is one less than where the text begins.
            position = unsafe Int(scanner.ends[end &- 1] &+ 1)
            lineCount &+= taken
            recordCount &+= taken
            count &+= taken
            // What stands behind an odd line is converted again: where odd lines are many, that must be little.
            linesAtATime = min(PlainLines.most, taken == wanted ? 2 &* linesAtATime : 1 &+ taken)
            if taken < wanted { break }
        }
        return count
    }

    /// The fast way of any other layout: line by line.
    private mutating func parseRows(into batch: UnsafeMutablePointer<CallRecord>, most: Int, number: Int) -> Int {
        var fields = unsafe PlainFields(
            base: base, ends: scanner.ends, trimsBlanks: layout.layout.trimsBlanks, scratchEnd: scratchEnd)
        let feeds = unsafe scanner.feeds
        let columns = columns
        let textCount = chunk.textCount
        let numbers = layout.numbers
        let numberSpace = numbersStart &+ number &* (2 &* NumberReader.slotBytes)
        let scratchLimit = scratchLimit
        var count = 0
        var start = position
        windows: while count < most, start < textCount, fields.scratchEnd <= scratchLimit {
            if scanner.line == scanner.lines, !scanner.fill(from: start) { break }
            fields.hasQuotes = scanner.hasQuotes
            fields.hasEscapes = scanner.hasEscapes
            let linesEnd = min(scanner.lines, scanner.line &+ most &- count)
            var line = scanner.line
            var first = scanner.field
            while line < linesEnd, fields.scratchEnd <= scratchLimit {
                // In bounds: `line` is one of the window's, and its fields are those from `first` to its line feed.
                let last = unsafe Int(feeds[line])
                unsafe fields.begin(at: scanner.ends + first, count: last &- first &+ 1)
                let end = unsafe Int(scanner.ends[last])
                let textEnd = fields.takeCarriageReturn(before: end, lineStart: start)
                let record = unsafe batch + count
                let isCall =
                    unsafe textEnd > start && layout.columnCounts.contains(fields.count)
                    && CallParser.convert(
                        &fields, columns: columns, times: &times, numbers: numbers,
                        slots: numberSpace &+ count &* (2 &* NumberReader.slotBytes), into: record)
                // The carriage return, if there was one, is needed no more: the next line begins behind the feed.
                unsafe scanner.ends[last] = UInt32(truncatingIfNeeded: end)
                guard isCall else {
                    scanner.take(lines: line, fields: first)
                    break windows
                }
                unsafe record.pointee.record = TextRange(
                    offset: UInt32(truncatingIfNeeded: start), count: UInt32(truncatingIfNeeded: textEnd &- start))
                unsafe record.pointee.line = UInt32(truncatingIfNeeded: lineCount &+ count)
                unsafe record.pointee.ordinal = UInt32(truncatingIfNeeded: recordCount &+ count)
                count &+= 1
                line &+= 1
                first = last &+ 1
                start = end &+ 1
            }
            scanner.take(lines: line, fields: first)
        }
        scratchEnd = fields.scratchEnd
        position = start
        lineCount &+= count
        recordCount &+= count
        return count
    }

    /// Converts the fields of a plain record; false where one of them is not as usual, which the exact way settles.
    private static func convert(
        _ fields: inout PlainFields, columns: FieldColumns, times: inout TimeReader, numbers: NumberReader?,
        slots: Int, into record: UnsafeMutablePointer<CallRecord>
    ) -> Bool {
        let base = unsafe fields.base
        let callID = fields[columns.callID, columns]
        var customer = fields[columns.customer, columns]
        let supplier = fields[columns.supplier, columns]
        let callingText = fields[columns.calling, columns]
        let calledText = fields[columns.called, columns]
        let start = fields[columns.start, columns]
        let duration = fields[columns.duration, columns]
        let leg = fields[columns.leg, columns]
        let called: NumberText.Number
        let calling: NumberText.Number
        var routing: Int64 = -1
        if let numbers {
            let reading = unsafe numbers.read(calledText, base: base, slot: slots, isCalled: true)
            called = reading.number
            routing = reading.routing
            calling = unsafe numbers.read(
                callingText, base: base, slot: slots &+ NumberReader.slotBytes, isCalled: false
            ).number
            if customer.isEmpty, numbers.techPrefixNamesAccount { customer = reading.techPrefix }
        } else {
            called = unsafe NumberText.read(calledText, base: base, digitsMax: NumberText.calledDigitsMax)
            calling = unsafe NumberText.read(callingText, base: base)
        }
        if columns.routing != -1 {
            routing = unsafe RoutingNumber.read(fields[columns.routing, columns], base: base, otherwise: routing)
        }
        if columns.postDialDelay != -1 {
            unsafe record.pointee.postDialMillis = columns.millis(fields[columns.postDialDelay, columns], base: base)
        }
        if customer.isEmpty { customer = fields[columns.ingress, columns] }
        let micros = unsafe times.micros(start, base: base)
        let nanos = unsafe columns.nanos(duration, base: base)
        guard called.isDigits, called.digits.count <= NumberText.calledDigitsMax, columns.isPlausible(micros),
            nanos >= 0
        else { return false }
        if columns.hasRecordType, unsafe !columns.isCall(fields[columns.recordType, columns], base: base) {
            return false
        }
        let code = unsafe NumberText.smallNumber(fields[columns.sipCode, columns], base: base)
        guard fields.areWhole else { return false }
        unsafe record.pointee.callID = callID
        unsafe record.pointee.leg = leg
        unsafe record.pointee.customer = customer
        unsafe record.pointee.supplier = supplier
        unsafe record.pointee.called = called.digits
        unsafe record.pointee.calledNumber = called.value
        unsafe record.pointee.calling = calling.digits
        unsafe record.pointee.callingNumber = calling.value
        unsafe record.pointee.routingNumber = routing
        unsafe record.pointee.startMicros = micros
        unsafe record.pointee.durationNanos = nanos
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

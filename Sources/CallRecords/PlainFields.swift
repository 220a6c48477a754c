import CKernels

/// The fields of one record of a layout that trims, joins or rewrites them, on the fast way, as ranges of the text.
///
/// A quoted field is what stands between its quotes; one with a doubled quote in it, which would have to be rewritten, makes
/// the record one for the exact way (`areWhole`). A field of several columns is joined in the scratch space.
@safe
struct PlainFields {
    let base: UnsafeMutableRawPointer
    /// Offsets behind the fields; the entry before the first is one less than where the record begins.
    private var ends: UnsafeMutablePointer<UInt32>
    /// Fields of the record.
    private(set) var count = 0
    /// Whether the window has quotes, and doubled ones.
    var hasQuotes = false
    var hasEscapes = false
    private let trimsBlanks: Bool
    /// Offset behind the last byte used of the scratch space.
    private(set) var scratchEnd: Int
    /// Whether every field that was asked for is what the exact way would give.
    private(set) var areWhole = true

    init(
        base: UnsafeMutableRawPointer, ends: UnsafeMutablePointer<UInt32>, trimsBlanks: Bool, scratchEnd: Int
    ) {
        unsafe self.base = base
        unsafe self.ends = ends
        self.trimsBlanks = trimsBlanks
        self.scratchEnd = scratchEnd
    }

    /// Goes on to a record of `count` fields, the first of which ends at `ends`.
    @inline(__always)
    mutating func begin(at ends: UnsafeMutablePointer<UInt32>, count: Int) {
        unsafe self.ends = ends
        self.count = count
        areWhole = true
    }

    /// Takes a carriage return before the line feed at `end` off the last field; returns where the record's text ends.
    @inline(__always)
    mutating func takeCarriageReturn(before end: Int, lineStart: Int) -> Int {
        // The byte before `end` exists or is padding; the last field is one of `count`.
        let isCarriageReturn =
            unsafe base.load(fromByteOffset: end &- 1, as: UInt8.self) == 0x0D && end > lineStart
        let textEnd = end &- (isCarriageReturn ? 1 : 0)
        unsafe ends[count &- 1] = UInt32(truncatingIfNeeded: textEnd)
        return textEnd
    }

    /// The text of a column of `FieldColumns`; empty where the record has none.
    @inline(__always)
    subscript(column: Int32, columns: FieldColumns) -> TextRange {
        mutating get {
            if column >= 0, column < count {
                let range = simple(Int(column))
                return hasQuotes || trimsBlanks ? inner(range) : range
            }
            return column <= FieldColumns.joined ? join(columns.sources[Int(FieldColumns.joined &- column)]) : .empty
        }
    }

    @inline(__always)
    private func simple(_ column: Int) -> TextRange {
        // In bounds: `column` is below the number of fields, and an entry precedes the first.
        let from = unsafe ends[column &- 1] &+ 1
        return TextRange(offset: from, count: unsafe ends[column] &- from)
    }

    /// What stands between the quotes, without blanks around it where the layout trims them.
    @inline(__always)
    private mutating func inner(_ field: TextRange) -> TextRange {
        var field = field
        let first = unsafe base.load(fromByteOffset: Int(field.offset), as: UInt8.self)
        if hasQuotes, first == 0x22, field.count > 1 {
            field = TextRange(offset: field.offset &+ 1, count: field.count &- 2)
            if hasEscapes, unsafe ck_has_quote(base + Int(field.offset), field.count) { areWhole = false }
        }
        return trimsBlanks ? trimmed(field) : field
    }

    @inline(never)
    private func trimmed(_ field: TextRange) -> TextRange {
        @inline(__always) func isBlank(_ offset: UInt32) -> Bool {
            let byte = unsafe base.load(fromByteOffset: Int(offset), as: UInt8.self)
            return byte == 0x20 || byte == 0x09
        }
        var field = field
        while field.count > 0, isBlank(field.offset &+ field.count &- 1) { field.count &-= 1 }
        while field.count > 0, isBlank(field.offset) {
            field.offset &+= 1
            field.count &-= 1
        }
        return field
    }

    /// The columns joined by blanks, in the scratch space: there is room, since half of it is free when a record begins
    /// and the record is shorter than a window.
    @inline(never)
    private mutating func join(_ columns: [Int]) -> TextRange {
        let start = scratchEnd
        for (index, column) in columns.enumerated() where column < count {
            if index > 0 {
                unsafe base.storeBytes(of: 0x20, toByteOffset: scratchEnd, as: UInt8.self)
                scratchEnd += 1
            }
            var field = simple(column)
            if hasQuotes {
                let trims = unsafe base.load(fromByteOffset: Int(field.offset), as: UInt8.self) == 0x22
                if trims, field.count > 1 {
                    field = TextRange(offset: field.offset + 1, count: field.count - 2)
                    if unsafe ck_has_quote(base + Int(field.offset), field.count) { areWhole = false }
                }
            }
            unsafe (base + scratchEnd).copyMemory(from: base + Int(field.offset), byteCount: Int(field.count))
            scratchEnd += Int(field.count)
        }
        let joined = TextRange(offset: UInt32(start), count: UInt32(scratchEnd - start))
        return trimsBlanks ? trimmed(joined) : joined
    }
}

/// The column of each field that the fast way reads, -1 where the file has none; a field of several columns is
/// `FieldColumns.joined` less its position in `sources`.
@safe
struct FieldColumns {
    let called, calling, customer, ingress, supplier, callID, leg, start, duration, sipCode, recordType, routing: Int32
    let postDialDelay: Int32
    let sources: [[Int]]
    let hasRecordType: Bool
    /// Whether no field is of several columns, and no field that a quote may be part of is compared as written.
    let arePlain: Bool
    private let durationIsInSeconds: Bool
    private let durationFormat: CallLayout.DurationFormat
    private let postDialFormat: CallLayout.DurationFormat
    private let callRecordType: [UInt8]
    /// The first plausible start, and how far the plausible ones reach from there.
    private let firstStart: Int64
    private let startSpan: UInt64

    static let joined: Int32 = -2

    init(_ layout: BoundLayout) {
        func column(_ field: CallLayout.Field) -> Int32 {
            let columns = layout.sources[field.index]
            return columns.count <= 1 ? Int32(columns.first ?? -1) : FieldColumns.joined - Int32(field.index)
        }
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
        recordType = column(.recordType)
        routing = column(.routing)
        postDialDelay = column(.postDialDelay)
        postDialFormat = layout.layout.postDialFormat
        sources = layout.sources
        let texts = layout.layout.timeFormats + [layout.layout.callRecordType ?? ""]
        arePlain = layout.sources.allSatisfy { $0.count <= 1 } && !texts.contains { $0.utf8.contains(0x22) }
        hasRecordType = !layout.callRecordType.isEmpty
        callRecordType = layout.callRecordType
        firstStart = layout.starts.lowerBound
        startSpan = UInt64(bitPattern: layout.starts.upperBound &- layout.starts.lowerBound)
        durationFormat = layout.layout.durationFormat
        durationIsInSeconds = durationFormat == .seconds
    }

    /// Whether a start was read and is plausible; `Int64.min`, which stands for none, never is.
    @inline(__always)
    func isPlausible(_ startMicros: Int64) -> Bool { UInt64(bitPattern: startMicros &- firstStart) < startSpan }

    /// Nanoseconds of a duration; -1 where it is none.
    @inline(__always)
    func nanos(_ field: TextRange, base: UnsafeMutableRawPointer) -> Int64 {
        let seconds = durationIsInSeconds ? unsafe NumberText.smallNumber(field, base: base) : -1
        return seconds >= 0 ? seconds &* 1_000_000_000 : unsafe otherNanos(field, base: base)
    }

    /// The same of one that is not a small number of seconds.
    @inline(never)
    private func otherNanos(_ field: TextRange, base: UnsafeMutableRawPointer) -> Int64 {
        let text = unsafe UnsafeRawBufferPointer(start: base + Int(field.offset), count: Int(field.count))
        guard case .success(let nanos) = unsafe DurationText.nanos(text, format: durationFormat) else { return -1 }
        return nanos
    }

    /// Milliseconds of a post-dial delay.
    @inline(never)
    func millis(_ field: TextRange, base: UnsafeMutableRawPointer) -> Int32 {
        let text = unsafe UnsafeRawBufferPointer(start: base + Int(field.offset), count: Int(field.count))
        return unsafe PostDialDelay.millis(text, format: postDialFormat)
    }

    /// Whether the record is of the type that is a call.
    @inline(never)
    func isCall(_ type: TextRange, base: UnsafeMutableRawPointer) -> Bool {
        let text = unsafe UnsafeRawBufferPointer(start: base + Int(type.offset), count: Int(type.count))
        return unsafe text.elementsEqual(callRecordType)
    }
}

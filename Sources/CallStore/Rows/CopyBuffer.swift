package import Postgres

/// Rows of PostgreSQL's binary COPY format on their way to the server: a block of memory that is filled row by row and
/// sent whenever the next row might not fit.
///
///     header: PGCOPY \n FF \r \n 0, flags int32 0, extension int32 0
///     row:    column count int16, then each column as length int32 (-1 = NULL) and value, all big-endian
///     end:    int16 -1
@safe
package struct CopyBuffer: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity = CopyBuffer.bytesUsual
    private var used = 0
    private(set) var rows = 0

    /// Bytes that the server gets at a time, unless a row is longer.
    static let bytesUsual = 256 << 10

    init() {
        unsafe memory = CopyBuffer.allocate(capacity)
        start()
    }

    /// Memory for `capacity` bytes, and for what a cursor may write behind them of a value that is NULL.
    private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer.allocate(byteCount: capacity + CopyCursor.slack, alignment: 64)
    }

    deinit { unsafe memory.deallocate() }

    /// Begins a COPY anew.
    mutating func start() {
        rows = 0
        used = 0
        let header: [UInt8] =
            [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
        unsafe memory.copyMemory(from: header, byteCount: header.count)
        used = header.count
    }

    /// Writes one row of `columns` columns that takes at most `bytesMax` bytes.
    @inline(__always)
    package mutating func row(
        columns: Int16, bytesMax: Int, to writer: CopyWriter, _ body: (inout CopyCursor) throws -> Void
    ) throws {
        if used + bytesMax + 2 > capacity { try makeRoom(bytesMax + 2, writer) }
        // `bytesMax` bytes and the column count fit behind `used`; the cursor writes no further.
        var cursor = unsafe CopyCursor(at: memory + used, bytesMax: bytesMax + 2)
        cursor.columnCount(columns)
        try body(&cursor)
        used = unsafe cursor.position - memory
        rows += 1
    }

    /// Sends what is left, and the end.
    mutating func finish(to writer: CopyWriter) throws {
        if used + 2 > capacity { try flush(to: writer) }
        unsafe memory.storeBytes(of: Int16(-1).bigEndian, toByteOffset: used, as: Int16.self)
        used += 2
        try flush(to: writer)
    }

    private mutating func makeRoom(_ bytes: Int, _ writer: CopyWriter) throws {
        try flush(to: writer)
        guard bytes > capacity else { return }
        unsafe memory.deallocate()
        capacity = bytes
        unsafe memory = CopyBuffer.allocate(capacity)
    }

    private mutating func flush(to writer: CopyWriter) throws {
        try unsafe writer.write(UnsafeRawBufferPointer(start: memory, count: used))
        used = 0
    }
}

/// Writes the columns of one row of binary COPY, within the bytes that the row announced to `CopyBuffer.row`: what would go
/// beyond them stops the program before it is written.
@safe
package struct CopyCursor {
    fileprivate var position: UnsafeMutableRawPointer
    private let end: UnsafeMutableRawPointer

    /// Bytes behind the end that may be written all the same: a value that is NULL is written and not counted.
    static let slack = 16

    /// - Parameter position: of `bytesMax` bytes that may be written, and `slack` more.
    @inline(__always)
    init(at position: UnsafeMutableRawPointer, bytesMax: Int) {
        unsafe self.position = position
        unsafe end = position + bytesMax
    }

    /// Where the next `count` bytes go.
    @inline(__always)
    private mutating func take(_ count: Int) -> UnsafeMutableRawPointer {
        let start = unsafe position
        unsafe precondition(end - start >= count, "a row is longer than announced")
        unsafe position = start + count
        return unsafe start
    }

    @inline(__always)
    fileprivate mutating func columnCount(_ count: Int16) {
        unsafe take(2).storeBytes(of: count.bigEndian, as: Int16.self)
    }

    @inline(__always)
    mutating func null() { unsafe take(4).storeBytes(of: -1, as: Int32.self) }

    @inline(__always)
    mutating func int8(_ value: Int64) {
        let start = unsafe take(12)
        unsafe start.storeBytes(of: Int32(8).bigEndian, as: Int32.self)
        unsafe start.storeBytes(of: value.bigEndian, toByteOffset: 4, as: Int64.self)
    }

    @inline(__always)
    mutating func int4(_ value: Int32) {
        let word = UInt64(4) << 32 | UInt64(UInt32(bitPattern: value))
        unsafe take(8).storeBytes(of: word.bigEndian, as: UInt64.self)
    }

    /// NULL where `isNull`; no branch: the value is written in any case, into the slack at worst.
    @inline(__always)
    mutating func int4(_ value: Int32, nullIf isNull: Bool) {
        let length = isNull ? UInt64(0xFFFF_FFFF) : 4
        unsafe take(isNull ? 4 : 8).storeBytes(
            of: (length << 32 | UInt64(UInt32(bitPattern: value))).bigEndian, as: UInt64.self)
    }

    @inline(__always)
    mutating func int8(_ value: Int64, nullIf isNull: Bool) {
        let start = unsafe take(isNull ? 4 : 12)
        unsafe start.storeBytes(of: (isNull ? Int32(-1) : 8).bigEndian, as: Int32.self)
        unsafe start.storeBytes(of: value.bigEndian, toByteOffset: 4, as: Int64.self)
    }

    @inline(__always)
    mutating func int2(_ value: Int16, nullIf isNull: Bool = false) {
        let start = unsafe take(isNull ? 4 : 6)
        unsafe start.storeBytes(of: (isNull ? Int32(-1) : 2).bigEndian, as: Int32.self)
        unsafe start.storeBytes(of: value.bigEndian, toByteOffset: 4, as: Int16.self)
    }

    /// A "char".
    @inline(__always)
    mutating func char(_ value: UInt8) {
        let start = unsafe take(5)
        unsafe start.storeBytes(of: Int32(1).bigEndian, as: Int32.self)
        unsafe start.storeBytes(of: value, toByteOffset: 4, as: UInt8.self)
    }

    @inline(__always)
    mutating func uuid(_ key: CallKey) {
        let start = unsafe take(20)
        unsafe start.storeBytes(of: Int32(16).bigEndian, as: Int32.self)
        unsafe start.storeBytes(of: key.high.bigEndian, toByteOffset: 4, as: UInt64.self)
        unsafe start.storeBytes(of: key.low.bigEndian, toByteOffset: 12, as: UInt64.self)
    }

    /// A timestamptz; the server counts from 2000-01-01.
    @inline(__always)
    mutating func timestamp(_ micros: Int64) { int8(micros &- 946_684_800_000_000) }

    /// A date from days since 1970-01-01; the server counts from 2000-01-01.
    @inline(__always)
    mutating func date(_ day: Int32, nullIf isNull: Bool = false) { int4(day &- 10_957, nullIf: isNull) }

    mutating func bytes(_ value: [UInt8]) {
        let start = unsafe take(4 + value.count)
        unsafe start.storeBytes(of: Int32(value.count).bigEndian, as: Int32.self)
        unsafe (start + 4).copyMemory(from: value, byteCount: value.count)
    }

    /// The types of the items of arrays, by their number in every PostgreSQL.
    enum ItemType: Int32 {
        case int8 = 20
    }

    /// Bytes of an array besides its items.
    static let arrayHead = 24

    /// An array of one dimension; `body` writes so many numbers an item, each as it would a column.
    @inline(__always)
    mutating func array<Item>(
        _ type: ItemType, _ items: ArraySlice<Item>, numbersPerItem: Int, _ body: (inout CopyCursor, Item) -> Void
    ) {
        let start = unsafe take(CopyCursor.arrayHead)
        for item in items { body(&self, item) }
        let head = [
            Int32(truncatingIfNeeded: unsafe position - start - 4), 1, 0, type.rawValue,
            Int32(truncatingIfNeeded: items.count * numbersPerItem), 1,
        ]
        // The head lies in the bytes that were left free for it.
        for (index, word) in head.enumerated() {
            unsafe start.storeBytes(of: word.bigEndian, toByteOffset: 4 * index, as: Int32.self)
        }
    }
}

extension Connection {
    /// COPY … TO STDOUT in the binary format: `body` is called with each row, whose fields it reads in order.
    ///
    /// - Throws: `PostgresError` where a row has another number of columns.
    package func copyOutBinary(_ sql: String, columns: Int16, _ body: (inout BinaryRow) throws -> Void) throws {
        var isFirst = true
        // A message is valid until the closure returns, and so is the row that reads it.
        try unsafe copyOut(sql) { message in
            var row = unsafe BinaryRow(message)
            if isFirst {
                unsafe row.skipFileHeader()
                isFirst = false
            }
            guard let count = unsafe row.columnCount(), count >= 0 else { return }
            guard count == columns else {
                throw PostgresError(.unexpectedResult, "A COPY has \(count) columns where \(columns) are expected")
            }
            try unsafe body(&row)
        }
    }
}

/// The fields of one row of PostgreSQL's binary COPY, read in order: each a length (-1 = null) and big-endian bytes.
///
/// Every read stays within the message: it is nil where the message ends too early or the field has another length.
@unsafe
package struct BinaryRow {
    private let message: UnsafeRawBufferPointer
    private var offset = 0

    /// Micros of 2000-01-01, PostgreSQL's epoch.
    private static let epochMicros: Int64 = 946_684_800_000_000

    init(_ message: UnsafeRawBufferPointer) { unsafe self.message = unsafe message }

    /// Signature of 11 bytes, flags, length of an extension (none is defined). It comes with the first row.
    mutating func skipFileHeader() { unsafe offset = 19 }

    /// Columns of the row; -1 at the end of the data.
    mutating func columnCount() -> Int16? { unsafe take(Int16.self) }

    package mutating func int16() -> Int16? { unsafe field(Int16.self) }

    package mutating func int32() -> Int32? { unsafe field(Int32.self) }

    package mutating func int64() -> Int64? { unsafe field(Int64.self) }

    package mutating func bool() -> Bool? { unsafe field(UInt8.self).map { $0 != 0 } }

    /// A "char".
    package mutating func char() -> UInt8? { unsafe field(UInt8.self) }

    /// A date, in days since 1970-01-01.
    package mutating func day() -> Int32? { unsafe int32().map { $0 &+ 10_957 } }

    package mutating func uuid() -> (high: UInt64, low: UInt64)? {
        guard let length = unsafe take(Int32.self), length == 16, let high = unsafe take(UInt64.self),
            let low = unsafe take(UInt64.self)
        else { return nil }
        return (high, low)
    }

    /// UTC microseconds since 1970; the infinities are the ends of Int64.
    package mutating func instantMicros() -> Int64? {
        guard let micros = unsafe int64() else { return nil }
        return unsafe micros == .max || micros == .min ? micros : micros + BinaryRow.epochMicros
    }

    /// Nil where the field is null.
    package mutating func bytes() -> UnsafeRawBufferPointer? {
        guard let length = unsafe take(Int32.self), length >= 0, unsafe offset + Int(length) <= message.count else {
            return nil
        }
        defer { unsafe offset += Int(length) }
        return unsafe UnsafeRawBufferPointer(rebasing: message[offset..<(offset + Int(length))])
    }

    private mutating func field<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        guard let length = unsafe take(Int32.self), Int(length) == MemoryLayout<Number>.size else { return nil }
        return unsafe take(type)
    }

    private mutating func take<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        guard unsafe offset + MemoryLayout<Number>.size <= message.count else { return nil }
        defer { unsafe offset += MemoryLayout<Number>.size }
        return unsafe Number(bigEndian: message.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}

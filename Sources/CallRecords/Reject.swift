/// A record that could not be parsed: where it stands, what is wrong with it, and its bytes.
public struct Reject: Equatable, Sendable {
    /// Physical line at which the record begins; from 0 within the chunk as the parser makes it, from 1 within the file
    /// once `located(firstLine:byteOffset:)` was called.
    public var line: Int
    /// Column (field) from 1; 0 where the record as a whole is at fault.
    public var column: Int
    /// Byte at which the record begins; within the chunk, then within the decompressed file, like `line`.
    public var byteOffset: Int
    /// Name of the field as the layout calls it; empty where the record as a whole is at fault.
    public var field: String
    /// A phrase that says what is wrong: `not a time`, `9 fields expected, 7 found`.
    public var reason: String
    /// The record's bytes without the line end, at most `textBytesMax` of them.
    public var text: [UInt8]
    /// Length of the record in bytes, which may exceed that of `text`.
    public var recordBytes: Int
    /// Position among the chunk's records, from 0.
    public var ordinal: Int

    public static let textBytesMax = 65_536

    public init(
        line: Int, column: Int, byteOffset: Int, field: String, reason: String, text: [UInt8], recordBytes: Int,
        ordinal: Int
    ) {
        self.line = line
        self.column = column
        self.byteOffset = byteOffset
        self.field = field
        self.reason = reason
        self.text = text
        self.recordBytes = recordBytes
        self.ordinal = ordinal
    }

    /// The same reject with its place in the file: `firstLine` (from 1) and `byteOffset` are those of the chunk.
    public func located(firstLine: Int, byteOffset chunkOffset: Int) -> Reject {
        var copy = self
        copy.line += firstLine
        copy.byteOffset += chunkOffset
        return copy
    }
}

/// A part of a file that is parsed, rated and committed as a whole: whole records, each ended by a line feed.
public struct Chunk: Sendable {
    /// Position in the file, from 0.
    public var number: Int
    /// Offset of the first byte in the decompressed file.
    public var byteOffset: Int
    /// Bytes of the file that the chunk stands for.
    public var byteCount: Int
    /// Bytes of text in the buffer: `byteCount`, or one more where the file's last line had no line feed.
    public var textCount: Int
    /// Set where the chunk is one line too long for the buffer: the text is its beginning only.
    public var isOversizedLine: Bool
    public var buffer: ChunkBuffer

    public init(
        number: Int, byteOffset: Int, byteCount: Int, textCount: Int, isOversizedLine: Bool = false, buffer: ChunkBuffer
    ) {
        precondition(textCount <= buffer.capacity)
        self.number = number
        self.byteOffset = byteOffset
        self.byteCount = byteCount
        self.textCount = textCount
        self.isOversizedLine = isOversizedLine
        self.buffer = buffer
    }
}

extension Chunk {
    /// A chunk that holds `text` whole; for short texts and tests.
    public init(text: [UInt8], number: Int = 0, byteOffset: Int = 0) {
        let buffer = ChunkBuffer(capacity: text.count + 1)
        unsafe buffer.base.copyMemory(from: text, byteCount: text.count)
        var count = text.count
        if let last = text.last, last != 0x0A {
            unsafe buffer.base.storeBytes(of: 0x0A, toByteOffset: count, as: UInt8.self)
            count += 1
        }
        self.init(number: number, byteOffset: byteOffset, byteCount: text.count, textCount: count, buffer: buffer)
    }
}

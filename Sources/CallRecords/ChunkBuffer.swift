/// Memory for the text of one chunk, reused from chunk to chunk.
///
///     | 64 B padding | text: capacity | 64 B padding | scratch: 2 x 2 MiB | numbers: 2 x 64 KiB | 64 B padding |
///                    ^ base
///
/// The padding lets a field be loaded in whole words from before its first and past its last byte. The scratch space
/// holds fields that had to be unescaped or joined, the number space those that a number plan rewrote. Batches of records
/// take turns with the two halves of both, so that one batch holds while the next is parsed.
@safe
public final class ChunkBuffer: @unchecked Sendable {
    // Sendable although mutable: a buffer has one owner at a time; it is handed from the reader to one worker and back.

    /// First byte of the text.
    public let base: UnsafeMutableRawPointer
    /// Bytes of text that fit.
    public let capacity: Int
    /// Offset of the scratch space from `base`.
    let scratchOffset: Int

    /// Offset of the number space from `base`.
    let numbersOffset: Int

    static let padding = 64
    /// A record is at most `CallParser.recordBytesMax`; its fields, unescaped and joined, fit twice.
    static let scratchCapacity = 2 << 20
    /// Two slots for each record of a batch.
    static let numbersCapacity = CallParser.batchSize * 2 * NumberReader.slotBytes

    public init(capacity: Int) {
        precondition(capacity > 0 && capacity < 1 << 30)
        self.capacity = capacity
        scratchOffset = capacity + ChunkBuffer.padding
        numbersOffset = scratchOffset + 2 * ChunkBuffer.scratchCapacity
        let bytes = ChunkBuffer.padding + numbersOffset + 2 * ChunkBuffer.numbersCapacity + ChunkBuffer.padding
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        // Zeroed as a whole: everything that padding lets a load touch is initialised.
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        unsafe base = memory + ChunkBuffer.padding
    }

    deinit { unsafe (base - ChunkBuffer.padding).deallocate() }
}

extension ChunkBuffer {
    /// A copy of the bytes in `range`, which must lie in the text, the scratch or the number space.
    public func bytes(_ range: TextRange) -> [UInt8] {
        precondition(Int(range.offset) + Int(range.count) <= numbersOffset + 2 * ChunkBuffer.numbersCapacity)
        let field = unsafe UnsafeRawBufferPointer(start: base + Int(range.offset), count: Int(range.count))
        return unsafe [UInt8](field)
    }

    /// The bytes in `range` as text; bytes that are not UTF-8 become U+FFFD.
    public func string(_ range: TextRange) -> String { String(decoding: bytes(range), as: UTF8.self) }
}

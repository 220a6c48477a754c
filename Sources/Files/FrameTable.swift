/// The places where the frames of a zstd file begin, in its text and in the file, so that a place of the text is reached by one frame.
///
/// It stands behind the frames, in a frame that decompressors skip, by the format "zstd seekable":
///
///     0x184D2A5E, bytes that follow; a frame: bytes in the file, bytes of text; …; frames; 0; 0x8F92EAB1
struct FrameTable: Sendable, Equatable {
    /// Offsets in the text at which frames begin, ascending; the last one is where the text ends.
    private(set) var textOffsets = [0]
    /// The same in the file.
    private(set) var fileOffsets = [0]

    private static let headMagic: UInt32 = 0x184D_2A5E
    private static let footMagic: UInt32 = 0x8F92_EAB1
    private static let headBytes = 8, footBytes = 9, entryBytes = 8

    init() {}

    mutating func append(fileBytes: Int, textBytes: Int) {
        fileOffsets.append(fileOffsets[fileOffsets.count - 1] + fileBytes)
        textOffsets.append(textOffsets[textOffsets.count - 1] + textBytes)
    }

    /// The frame that holds a place of the text; the last one behind its end.
    func frame(at textOffset: Int) -> Int {
        // The last offset that is not behind the place.
        var low = 0, high = max(textOffsets.count - 2, 0)
        while low < high {
            let middle = (low + high + 1) / 2
            if textOffsets[middle] <= textOffset { low = middle } else { high = middle - 1 }
        }
        return low
    }

    // MARK: - Bytes

    var encoded: [UInt8] {
        let frames = textOffsets.count - 1
        var bytes: [UInt8] = []
        func append(_ number: Int) {
            for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        append(Int(FrameTable.headMagic))
        append(frames * FrameTable.entryBytes + FrameTable.footBytes)
        for frame in 0..<frames {
            append(fileOffsets[frame + 1] - fileOffsets[frame])
            append(textOffsets[frame + 1] - textOffsets[frame])
        }
        append(frames)
        bytes.append(0)
        append(Int(FrameTable.footMagic))
        return bytes
    }

    /// The table of a file; nil where it has none that covers all of it.
    init?(_ file: FileDescriptor) throws(InputError) {
        let total = try file.byteCount()
        guard total >= FrameTable.headBytes + FrameTable.footBytes else { return nil }
        let foot = try file.bytes(at: total - FrameTable.footBytes, count: FrameTable.footBytes)
        let frames = FrameTable.number(foot, 0)
        let bytes = FrameTable.headBytes + frames * FrameTable.entryBytes + FrameTable.footBytes
        guard FrameTable.number(foot, 5) == FrameTable.footMagic, foot[4] == 0, bytes <= total else { return nil }
        let table = try file.bytes(at: total - bytes, count: bytes)
        guard FrameTable.number(table, 0) == FrameTable.headMagic,
            FrameTable.number(table, 4) == bytes - FrameTable.headBytes
        else { return nil }
        for frame in 0..<frames {
            let at = FrameTable.headBytes + frame * FrameTable.entryBytes
            append(fileBytes: FrameTable.number(table, at), textBytes: FrameTable.number(table, at + 4))
        }
        guard fileOffsets[frames] + bytes == total else { return nil }
    }

    /// Four bytes, the lowest first.
    private static func number(_ bytes: [UInt8], _ at: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }
}

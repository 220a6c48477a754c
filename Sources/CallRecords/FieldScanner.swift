import CKernels

/// Finds field ends in a text whose every line ends in a line feed, 64 bytes at a time. Knows nothing of quotes but that
/// a line has one.
@safe
struct FieldScanner {
    private let base: UnsafeRawPointer
    private let count: Int
    private let delimiter: UInt8
    /// Offset of the block whose separators are in `separators`.
    private var block = 0
    /// Separators of the block that were not yet taken.
    private var separators: UInt64
    /// First quote at or behind the beginning of the current line that was seen so far, `Int.max` where none was.
    private var quote: Int
    /// Offset of the line feed that ended the last line scanned.
    private(set) var lineEnd = 0

    /// `base` is followed by at least 64 readable bytes behind the text.
    init(base: UnsafeRawPointer, count: Int, delimiter: UInt8) {
        unsafe self.base = base
        self.count = count
        self.delimiter = delimiter
        separators = 0
        quote = .max
        seek(to: 0)
    }

    /// Whether the line last scanned holds no quote.
    var lineHasNoQuote: Bool { quote >= lineEnd }

    /// Goes on at `offset`, the beginning of a line.
    mutating func seek(to offset: Int) {
        block = offset & ~63
        // At most 64 bytes behind the text are read: padding.
        let masks = unsafe ck_scan_block(base + min(block, count), delimiter)
        let behind = ~UInt64(0) << UInt64(offset & 63)
        separators = block < count ? masks.separators & behind : 0
        let quotes = masks.quotes & behind
        quote = quotes == 0 || block >= count ? .max : block + quotes.trailingZeroBitCount
    }

    /// Scans the line at `start`, where the scanner stands; writes the offset behind each field to `ends`, which holds
    /// `most` of them, and returns how many fields there are, at most `most`: a longer line is scanned to its end all the
    /// same.
    @inline(__always)
    mutating func scanLine(from start: Int, into ends: UnsafeMutablePointer<UInt32>, most: Int) -> Int {
        if quote < start { quote = .max }
        var fields = 0
        var separators = separators
        while true {
            while separators == 0 {
                block &+= 64
                if block >= count {
                    // Only an unfinished text comes here; callers end theirs with a line feed.
                    self.separators = 0
                    lineEnd = count
                    return fields
                }
                let masks = unsafe ck_scan_block(base + block, delimiter)
                separators = masks.separators
                if masks.quotes != 0, quote == .max { quote = block &+ masks.quotes.trailingZeroBitCount }
            }
            let offset = block &+ separators.trailingZeroBitCount
            separators &= separators &- 1
            // In bounds: `fields` is below `most`.
            unsafe ends[fields] = UInt32(truncatingIfNeeded: offset)
            fields &+= fields &+ 1 < most ? 1 : 0
            if unsafe base.load(fromByteOffset: offset, as: UInt8.self) == 0x0A {
                self.separators = separators
                lineEnd = offset
                return fields
            }
        }
    }
}

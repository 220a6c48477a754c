import CKernels

/// Finds the field ends of a text ahead of the parser: a window of some lines at a time, by vectors.
///
/// A line in the window has no quotes, or only such as enclose whole fields; anything else stops the window before it.
@safe
struct FieldScanner {
    private let base: UnsafeRawPointer
    private let count: Int
    private let delimiter: UInt8
    private let quoting: Bool
    private let memory: WindowMemory
    /// Lines of the window, and the first of them that was not taken.
    private(set) var lines = 0
    private(set) var line = 0
    /// Position in `ends` of the first field of `line`.
    private(set) var field = 0
    /// Whether the window has a quote at all, and a doubled one.
    private(set) var hasQuotes = false
    private(set) var hasEscapes = false

    /// Bytes of a window at most: it stays in the nearest cache, and a longer line takes the exact way.
    static let windowBytes = 16_384
    /// Lines of a window at most: as many as the parser converts at a time, so that none are left over for a block of
    /// their own.
    private static let windowLines = UInt32(PlainLines.most)

    /// The text ends in a line feed; `base` is followed by at least 64 readable bytes behind it.
    init(base: UnsafeRawPointer, count: Int, delimiter: UInt8, quoting: Bool) {
        unsafe self.base = base
        self.count = count
        self.delimiter = delimiter
        self.quoting = quoting
        memory = WindowMemory()
    }

    /// Offsets behind the fields of the window; the entry before the first is one less than where the window begins.
    var ends: UnsafeMutablePointer<UInt32> { unsafe memory.ends }
    /// For each line the position in `ends` of its line feed.
    var feeds: UnsafePointer<UInt32> { unsafe UnsafePointer(memory.feeds) }

    /// A window from `start`, the beginning of a line; false where the line there is not plain or too long.
    mutating func fill(from start: Int) -> Bool {
        let end = min(count, start + FieldScanner.windowBytes)
        // In bounds: the entries hold a window, one before it and the 64 that the scan may write behind it.
        unsafe memory.ends[-1] = UInt32(truncatingIfNeeded: start &- 1)
        let window = unsafe ck_scan_window(
            base, UInt32(truncatingIfNeeded: start), UInt32(truncatingIfNeeded: end), FieldScanner.windowLines,
            delimiter, quoting, memory.ends, memory.feeds)
        lines = Int(window.lines)
        hasQuotes = window.has_quotes
        hasEscapes = window.has_escapes
        line = 0
        field = 0
        return lines > 0
    }

    /// How many of the next lines have as many fields as the first of them, `most` at most, and how many those are. There is
    /// a line left.
    @inline(__always)
    func alikeLines(most: Int) -> (lines: Int, fields: Int) {
        // In bounds: lines from `line` on are the window's.
        let fields = unsafe Int(memory.feeds[line]) &+ 1 &- field
        let end = min(lines, line &+ most)
        var next = line &+ 1
        var feed = field &+ 2 &* fields &- 1
        while next < end, unsafe Int(memory.feeds[next]) == feed {
            next &+= 1
            feed &+= fields
        }
        return (next &- line, fields)
    }

    /// Says how many lines of the window were taken.
    @inline(__always)
    mutating func take(lines taken: Int, fields: Int) {
        line = taken
        field = fields
    }

    /// Goes on at `offset`, the beginning of a line behind the one at hand.
    mutating func seek(to offset: Int) {
        if line < lines {
            // In bounds: `line` is one of the window's.
            let feed = unsafe memory.feeds[line]
            if unsafe Int(memory.ends[Int(feed)]) + 1 == offset {
                line += 1
                field = Int(feed) + 1
                return
            }
        }
        lines = 0
        line = 0
    }
}

/// What is known of a window.
@safe
private final class WindowMemory {
    let ends: UnsafeMutablePointer<UInt32>
    let feeds: UnsafeMutablePointer<UInt32>

    private static let count = FieldScanner.windowBytes + 64
    /// Entries before the first: one is used, sixteen keep the alignment.
    private static let lead = 16

    init() {
        let first = UnsafeMutablePointer<UInt32>.allocate(capacity: WindowMemory.lead + WindowMemory.count)
        unsafe first.initialize(repeating: 0, count: WindowMemory.lead)
        unsafe ends = first + WindowMemory.lead
        unsafe feeds = .allocate(capacity: WindowMemory.count)
    }

    deinit {
        unsafe (ends - WindowMemory.lead).deallocate()
        unsafe feeds.deallocate()
    }
}

extension BoundLayout {
    /// Offset behind the last record that is known to end in a text which begins with a record and goes on beyond `count`
    /// bytes; 0 where none is. A record that is not plain is told by `recordEnd`, and one that depends on what follows ends
    /// the search.
    ///
    /// - Parameter base: followed by 64 readable bytes behind the text.
    package func lastRecordEnd(_ base: UnsafeRawPointer, count: Int) -> Int {
        let quoting = layout.quoting != .none
        var position = 0
        while position < count {
            let lineEnd = unsafe Int(
                ck_last_line_end(
                    base, UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: count), layout.delimiter,
                    quoting))
            if lineEnd > position {
                position = lineEnd
            } else {
                let text = unsafe UnsafeRawBufferPointer(start: base, count: count)
                guard let end = unsafe BoundLayout.recordEnd(text, from: position, layout: self) else {
                    return position
                }
                position = end
            }
        }
        return position
    }
}

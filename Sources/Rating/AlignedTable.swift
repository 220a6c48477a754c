import CKernels

/// Fixed memory for plain values, aligned to cache lines. An array's elements start behind a header of 32 bytes, so that
/// records of a cache line would straddle two. The memory is its own, or a part of a mapped file, which is only read.
@safe
final class AlignedTable<Element: BitwiseCopyable>: @unchecked Sendable {
    // Sendable: written while the tariff is built, by one thread; only read once it is shared.

    let pointer: UnsafeMutablePointer<Element>
    let count: Int
    /// What keeps borrowed memory alive; nil = the table's own memory.
    private let owner: AnyObject?

    /// Room for so many elements, which are still to be initialised.
    private init(room count: Int) {
        self.count = count
        owner = nil
        let bytes = max(1, count) * MemoryLayout<Element>.stride
        // Large tables lie on huge pages: with small ones nearly every lookup would wait for an address translation, which
        // a prefetch does not hide.
        let isLarge = bytes >= AlignedTable.hugePageBytes / 2
        let mask = isLarge ? AlignedTable.hugePageBytes - 1 : 63
        let whole = (bytes + mask) & ~mask
        let memory = UnsafeMutableRawPointer.allocate(byteCount: whole, alignment: mask + 1)
        if isLarge { unsafe ck_prefer_huge_pages(memory, whole) }
        unsafe pointer = memory.bindMemory(to: Element.self, capacity: max(1, count))
    }

    convenience init(count: Int, repeating value: Element) {
        self.init(room: count)
        unsafe pointer.initialize(repeating: value, count: count)
    }

    convenience init(_ elements: [Element]) {
        self.init(room: elements.count)
        // In bounds: there is room for all of them.
        unsafe elements.withUnsafeBufferPointer { elements in
            if let first = elements.baseAddress { unsafe pointer.initialize(from: first, count: elements.count) }
        }
    }

    /// A table over memory of somebody else, which stays as it is for as long as `owner` lives.
    ///
    /// - Parameter bytes: whole elements, aligned to 64.
    init(borrowing bytes: UnsafeRawBufferPointer, owner: AnyObject) {
        precondition(bytes.count % MemoryLayout<Element>.stride == 0)
        count = bytes.count / MemoryLayout<Element>.stride
        self.owner = owner
        // Never written through: the setters refuse borrowed memory.
        let start = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress!)
        precondition(UInt(bitPattern: start) % 64 == 0)
        unsafe pointer = start.assumingMemoryBound(to: Element.self)
    }

    private static var hugePageBytes: Int { 1 << 21 }

    deinit { if owner == nil { unsafe UnsafeMutableRawPointer(pointer).deallocate() } }

    /// The elements as they lie in memory, bytes between them included.
    func withBytes<T, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> T) throws(E) -> T {
        unsafe try body(UnsafeRawBufferPointer(start: pointer, count: count * MemoryLayout<Element>.stride))
    }

    subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            return unsafe pointer[index]
        }
        set {
            precondition(index >= 0 && index < count && owner == nil)
            unsafe pointer[index] = newValue
        }
    }

    func fill(_ range: Range<Int>, with value: Element) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count && owner == nil)
        unsafe (pointer + range.lowerBound).update(repeating: value, count: range.count)
    }
}

/// Fixed memory for plain values, aligned to cache lines. An array's elements start behind a header of 32 bytes, so that
/// records of a cache line would straddle two.
@safe
final class AlignedTable<Element: BitwiseCopyable>: @unchecked Sendable {
    // Sendable: written while the tariff is built, by one thread; only read once it is shared.

    let pointer: UnsafeMutablePointer<Element>
    let count: Int

    /// `stride` in bytes must be a whole number of elements' strides.
    init(count: Int, repeating value: Element) {
        self.count = count
        let bytes = max(1, count) * MemoryLayout<Element>.stride
        // Large tables begin on a huge page.
        let alignment = bytes >= 1 << 21 ? 1 << 21 : 64
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: alignment)
        unsafe pointer = memory.bindMemory(to: Element.self, capacity: max(1, count))
        unsafe pointer.initialize(repeating: value, count: count)
    }

    deinit { unsafe UnsafeMutableRawPointer(pointer).deallocate() }

    subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count)
            return unsafe pointer[index]
        }
        set {
            precondition(index >= 0 && index < count)
            unsafe pointer[index] = newValue
        }
    }

    func fill(_ range: Range<Int>, with value: Element) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        unsafe (pointer + range.lowerBound).update(repeating: value, count: range.count)
    }
}

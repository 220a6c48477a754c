/// Bytes on their way out: grows, is written in one go, and is used again.
@safe
package final class OutputBuffer {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    /// Bytes written so far.
    package private(set) var count = 0

    package init(capacity: Int = 1 << 16) {
        self.capacity = capacity
        unsafe memory = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { unsafe memory.deallocate() }

    package func clear() { count = 0 }

    /// Calls `body` with the bytes written so far.
    package func withBytes<T, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> T) throws(E) -> T {
        unsafe try body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// Makes room for `bytes` more, after which that many may be put without a check of their own.
    @inline(__always)
    func reserve(_ bytes: Int) {
        if count &+ bytes > capacity { grow(bytes) }
    }

    @inline(never)
    private func grow(_ bytes: Int) {
        let larger = max(capacity * 2, count + bytes)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 64)
        unsafe moved.copyMemory(from: memory, byteCount: count)
        unsafe memory.deallocate()
        unsafe memory = moved
        capacity = larger
    }

    // The callers of what follows have reserved the room.

    @inline(__always)
    func put(_ byte: UInt8) {
        unsafe memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    @inline(__always)
    func put(_ bytes: UnsafeRawPointer, count added: Int) {
        unsafe (memory + count).copyMemory(from: bytes, byteCount: added)
        count &+= added
    }

    @inline(__always)
    func put<Integer: FixedWidthInteger>(bigEndian value: Integer) {
        unsafe (memory + count).storeBytes(of: value.bigEndian, as: Integer.self)
        count &+= MemoryLayout<Integer>.size
    }

    /// Decimal digits of a number that is not negative: 19 at most.
    @inline(__always)
    func put(decimal value: Int64) {
        var rest = UInt64(bitPattern: value)
        if rest < 10 { return put(UInt8(truncatingIfNeeded: rest) &+ 0x30) }
        var digits = 0
        var probe = rest
        while probe > 0 {
            probe /= 10
            digits &+= 1
        }
        var position = count &+ digits
        while rest > 0 {
            position &-= 1
            unsafe memory.storeBytes(
                of: UInt8(truncatingIfNeeded: rest % 10) &+ 0x30, toByteOffset: position, as: UInt8.self)
            rest /= 10
        }
        count &+= digits
    }

    // What follows makes its own room.

    /// Appends bytes as they are.
    package func append(_ bytes: some Collection<UInt8>) {
        reserve(bytes.count)
        for byte in bytes { put(byte) }
    }

    package func append(_ text: String) { append(text.utf8) }

    /// Appends a CSV field, quoted where it must be.
    package func append(csvField bytes: some Collection<UInt8>) {
        guard bytes.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
            return append(bytes)
        }
        reserve(bytes.count * 2 + 2)
        put(0x22)
        for byte in bytes {
            if byte == 0x22 { put(0x22) }
            put(byte)
        }
        put(0x22)
    }
}

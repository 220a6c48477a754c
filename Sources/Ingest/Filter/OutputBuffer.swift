/// Bytes on their way out: grows, is written in one go, and is used again.
///
/// The hot rows are put through a `Cursor`, which a caller takes after making room for a whole batch.
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

    /// Appends what `body` puts through a cursor, at most `bytes` of it.
    @inline(__always)
    package func append(atMost bytes: Int, _ body: (inout Cursor) -> Void) {
        if count &+ bytes > capacity { grow(bytes) }
        var cursor = unsafe Cursor(position: memory + count)
        body(&cursor)
        count = unsafe cursor.position - memory
        precondition(count <= capacity)
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

    /// Appends bytes as they are.
    package func append(_ bytes: some Collection<UInt8>) {
        append(atMost: bytes.count) { cursor in
            for byte in bytes { cursor.put(byte) }
        }
    }

    package func append(_ text: String) { append(text.utf8) }

    /// Appends a CSV field, quoted where it must be.
    package func append(csvField bytes: some Collection<UInt8>) {
        append(atMost: bytes.count * 2 + 2) { cursor in cursor.put(csvField: bytes) }
    }
}

extension OutputBuffer {
    /// Where the next byte goes. Whoever puts has made room before: nothing is checked byte by byte.
    @safe
    package struct Cursor {
        fileprivate(set) var position: UnsafeMutableRawPointer

        @inline(__always)
        mutating func put(_ byte: UInt8) {
            unsafe position.storeBytes(of: byte, as: UInt8.self)
            unsafe position += 1
        }

        /// A CSV field, quoted where it must be: up to twice its bytes and two.
        @inline(never)
        mutating func put(csvField bytes: some Collection<UInt8>) {
            let isPlain = !bytes.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
            if !isPlain { put(0x22) }
            for byte in bytes {
                if byte == 0x22 { put(0x22) }
                put(byte)
            }
            if !isPlain { put(0x22) }
        }

        @inline(__always)
        mutating func put(_ bytes: UnsafeRawPointer, count: Int) {
            unsafe position.copyMemory(from: bytes, byteCount: count)
            unsafe position += count
        }

        /// Copies 16 bytes at a time: up to 15 more are read behind `bytes` and written behind what is put.
        @inline(__always)
        mutating func put(_ bytes: UnsafeRawPointer, paddedCount count: Int) {
            var offset = 0
            repeat {
                let block = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
                unsafe position.storeBytes(of: block, toByteOffset: offset, as: SIMD16<UInt8>.self)
                offset &+= 16
            } while offset < count
            unsafe position += count
        }

        /// Copies 32 bytes at a time: up to 31 more are read behind `bytes` and written behind what is put. For texts of
        /// which some are longer than 16 bytes and some are not, which a branch would not foresee.
        @inline(__always)
        mutating func put(_ bytes: UnsafeRawPointer, widelyPaddedCount count: Int) {
            var offset = 0
            repeat {
                let block = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: SIMD32<UInt8>.self)
                unsafe position.storeBytes(of: block, toByteOffset: offset, as: SIMD32<UInt8>.self)
                offset &+= 32
            } while offset < count
            unsafe position += count
        }

        @inline(__always)
        mutating func put<Integer: FixedWidthInteger>(bigEndian value: Integer) {
            unsafe position.storeBytes(of: value.bigEndian, as: Integer.self)
            unsafe position += MemoryLayout<Integer>.size
        }

        /// Decimal digits of a number that is not negative: 19 at most.
        @inline(__always)
        mutating func put(decimal value: Int64) {
            let number = UInt64(bitPattern: value)
            if number < 10 { return put(UInt8(truncatingIfNeeded: number) &+ 0x30) }
            if number < 100_000_000 { return putEight(number) }
            putDecimalSlowly(number)
        }

        /// Up to eight digits: all eight side by side in one word, leading zeros shifted out.
        @inline(__always)
        private mutating func putEight(_ number: UInt64) {
            // Halves of four digits in 32 bits each, then of two in 16, then of one in 8; the first digit lowest.
            let four = number / 10_000 | (number % 10_000) << 32
            let hundreds = (four &* 10_486) >> 20 & 0x7F_0000_007F
            let two = hundreds | (four &- hundreds &* 100) << 16
            let tens = (two &* 103) >> 10 & 0x000F_000F_000F_000F
            let one = tens | (two &- tens &* 10) << 8
            let zeros = one.trailingZeroBitCount & ~7
            let digits = (one | 0x3030_3030_3030_3030) >> UInt64(zeros)
            unsafe position.storeBytes(of: digits.littleEndian, as: UInt64.self)
            unsafe position += 8 &- zeros / 8
        }

        @inline(never)
        private mutating func putDecimalSlowly(_ number: UInt64) {
            for byte in String(number).utf8 { put(byte) }
        }
    }
}

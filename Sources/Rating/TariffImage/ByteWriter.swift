/// Writes integers (8 bytes, little-endian) and byte strings (a length, the bytes) one behind another.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ value: Int64) {
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    mutating func put(_ value: [UInt8]) {
        put(Int64(value.count))
        bytes += value
    }

    mutating func put(_ value: String) { put(Array(value.utf8)) }
}

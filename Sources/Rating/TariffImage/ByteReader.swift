/// Reads what `ByteWriter` wrote. Bytes that end too early give zeros and empty strings and then no `isAtEnd`.
struct ByteReader {
    private let all: [UInt8]
    private var offset = 0
    private var hasFailed = false

    init(_ bytes: [UInt8]) { all = bytes }

    /// Whether everything was read, and all of it was there.
    var isAtEnd: Bool { !hasFailed && offset == all.count }

    mutating func integer() -> Int64 {
        guard all.count - offset >= 8 else { return fail(0) }
        defer { offset += 8 }
        // In bounds: eight bytes are left.
        return unsafe all.withUnsafeBytes {
            Int64(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: offset, as: Int64.self))
        }
    }

    mutating func bytes() -> [UInt8] {
        let count = integer()
        guard count >= 0, count <= Int64(all.count - offset) else { return fail([]) }
        defer { offset += Int(count) }
        return Array(all[offset..<offset + Int(count)])
    }

    mutating func text() -> String { String(decoding: bytes(), as: UTF8.self) }

    mutating func list<Item>(_ item: (inout ByteReader) -> Item) -> [Item] {
        let count = integer()
        // An item takes eight bytes at least.
        guard count >= 0, count <= Int64((all.count - offset) / 8) else { return fail([]) }
        var items: [Item] = []
        items.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard !hasFailed else { break }
            items.append(item(&self))
        }
        return items
    }

    private mutating func fail<Value>(_ value: Value) -> Value {
        hasFailed = true
        return value
    }
}

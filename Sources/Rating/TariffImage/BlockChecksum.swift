/// 64 bits over blocks of 64 bytes, computed about as fast as memory is read. It finds what a disk or a copy has altered;
/// against a forger it is no help, and need not be: indices are checked one by one.
struct BlockChecksum {
    private var lanes: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4, 5, 6, 7, 8)
    private var blocks: UInt64 = 0

    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// - Parameter bytes: a whole number of blocks, aligned to 8.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count % TariffImage.blockBytes == 0)
        var (a, b, c, d, e, f, g, h) = lanes
        var offset = 0
        while offset < bytes.count {
            // In bounds: a whole block begins at `offset`.
            a = BlockChecksum.step(a, unsafe bytes.load(fromByteOffset: offset, as: UInt64.self))
            b = BlockChecksum.step(b, unsafe bytes.load(fromByteOffset: offset &+ 8, as: UInt64.self))
            c = BlockChecksum.step(c, unsafe bytes.load(fromByteOffset: offset &+ 16, as: UInt64.self))
            d = BlockChecksum.step(d, unsafe bytes.load(fromByteOffset: offset &+ 24, as: UInt64.self))
            e = BlockChecksum.step(e, unsafe bytes.load(fromByteOffset: offset &+ 32, as: UInt64.self))
            f = BlockChecksum.step(f, unsafe bytes.load(fromByteOffset: offset &+ 40, as: UInt64.self))
            g = BlockChecksum.step(g, unsafe bytes.load(fromByteOffset: offset &+ 48, as: UInt64.self))
            h = BlockChecksum.step(h, unsafe bytes.load(fromByteOffset: offset &+ 56, as: UInt64.self))
            offset &+= TariffImage.blockBytes
        }
        lanes = (a, b, c, d, e, f, g, h)
        blocks &+= UInt64(bytes.count / TariffImage.blockBytes)
    }

    var value: UInt64 {
        [lanes.0, lanes.1, lanes.2, lanes.3, lanes.4, lanes.5, lanes.6, lanes.7].reduce(blocks, BlockChecksum.step)
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var checksum = BlockChecksum()
        unsafe checksum.update(bytes)
        return checksum.value
    }

    /// The rotation brings high bits back down, which a product alone would lose.
    @inline(__always)
    private static func step(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = sum ^ word
        return (mixed &<< 29 | mixed &>> 35) &* multiplier
    }
}

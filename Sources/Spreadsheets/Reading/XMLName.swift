/// A name of an element or attribute, or one word of a value, without its namespace prefix: a 64-bit FNV-1a hash, so that
/// millions of names are compared without making texts.
struct XMLName: Hashable {
    let hash: UInt64

    init(_ name: StaticString) {
        self.init(name.description.utf8)
    }

    init(_ bytes: some Sequence<UInt8>) {
        var hash = XMLName.seed
        for byte in bytes { hash = XMLName.step(hash, byte) }
        self.hash = hash
    }

    init(hash: UInt64) { self.hash = hash }

    static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}

/// A compiled tariff as bytes that are used where they lie: written once, mapped by as many workers as there are.
///
///     header          64 bytes: see `Header`
///     section table   64 bytes a section: see `Entry`
///     sections        each from a multiple of 64 on, zeros up to the next
///
/// Tables are in the image as they are in memory, in the byte order and with the sizes of the machine that wrote them; a
/// machine with others refuses the image. What is read once and small (names, parties, terms) is written field by field.
/// An image is checked when it is opened: the checksum of every section, and every index that a lookup will follow, so
/// that no image, however it came about, makes a lookup read outside it or go on for ever. Both are linear in its size.
///
/// To save a further table: a case in `TariffSection`, a line in `contents(_:_:)`, one in `tariff(of:)` with the checks of
/// its indices, and the property in `savedProperties`. A tariff with a property that is not listed there is not saved.
package struct TariffImage {
    /// Counted up with every change of what the sections mean.
    static let formatVersion: UInt32 = 4
    static let magic = Array("DIDTRIFF".utf8)
    static let blockBytes = 64

    /// The first 64 bytes, in this order; the rest of them is zero.
    struct Header {
        /// `TariffImage.magic` as a word in the machine's order.
        var magic: UInt64
        var formatVersion: UInt32
        /// 0x01020304 in the machine's order.
        var byteOrder: UInt32
        /// Sizes, names and order of the fields in the tables: `TariffImage.layoutMark`.
        var layoutMark: UInt64
        var byteCount: UInt64
        var sectionCount: UInt64
        /// Of the section table.
        var tableChecksum: UInt64
        /// Of this header with zero in this place.
        var checksum: UInt64
        var reserved: UInt64 = 0
    }

    /// A line of the section table.
    struct Entry {
        var section: UInt32
        /// Bytes from one element to the next.
        var stride: UInt32
        /// Elements.
        var count: UInt64
        /// From the beginning of the image.
        var offset: UInt64
        /// Of the section and the zeros behind it.
        var checksum: UInt64
        var reserved: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    }

    static let byteOrderMark: UInt32 = 0x0102_0304

    let sections: [SectionContent]

    /// - Throws: `TariffImageError` where the tariff holds what an image would lose, or does not fit the facts.
    package init(of tariff: Tariff, facts: TariffFacts) throws(TariffImageError) {
        try TariffImage.requireThatAllIsSaved(tariff)
        do {
            try tariff.requireConsistency(facts)
        } catch {
            throw TariffImageError(.notSaved, "This tariff cannot be saved, since nobody could open it: \(error)")
        }
        sections = TariffImage.contents(tariff, facts)
    }

    /// Bytes up to the next block.
    static func padded(_ count: Int) -> Int { (count + blockBytes - 1) / blockBytes * blockBytes }
}

/// What an image is made of. A number is never used again for something else.
enum TariffSection: UInt32, CaseIterable {
    case facts = 1
    case destinations = 2
    case trieDirect = 3
    case trieNodes = 4
    case triePrefixes = 5
    /// Terms of rates, and the few settings of the tariff.
    case terms = 9
    case sellSlots = 10
    case sellParties = 11
    case buySlots = 12
    case buyParties = 13
    case variantGroups = 14
    case variants = 15
    case deckSettings = 16
    case references = 17
    case didSlots = 18
    case didSpans = 19
    // 6, 7 and 8 were tables of an earlier format.
    case zoneRows = 20
    case rows = 21
    case rates = 22
    case ratePlans = 23
    case nextRates = 24
    case largePrices = 25
}

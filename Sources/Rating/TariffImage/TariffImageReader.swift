/// The sections of an image, found and compared with their checksums.
///
/// Every offset is checked before it is used, so the image may hold anything.
@safe
struct TariffImageReader {
    private let image: UnsafeRawBufferPointer
    private let owner: AnyObject
    private var entries: [TariffSection: TariffImage.Entry] = [:]

    /// - Parameters:
    ///   - image: aligned to 64 bytes; it stays as it is for as long as `owner` lives.
    ///   - owner: kept alive by the tables.
    init(_ image: UnsafeRawBufferPointer, owner: AnyObject) throws(TariffImageError) {
        unsafe self.image = image
        self.owner = owner
        let header = unsafe try TariffImageReader.header(of: image)
        let tableBytes = TariffImage.blockBytes * Int(header.sectionCount)
        // In bounds: `header(of:)` has compared the number of sections with the size.
        let table = unsafe UnsafeRawBufferPointer(
            rebasing: image[TariffImage.blockBytes..<TariffImage.blockBytes + tableBytes])
        guard unsafe BlockChecksum.of(table) == header.tableChecksum else { throw TariffImageReader.altered }
        for index in 0..<Int(header.sectionCount) {
            let entry = unsafe table.load(fromByteOffset: index * TariffImage.blockBytes, as: TariffImage.Entry.self)
            guard let section = TariffSection(rawValue: entry.section), entries[section] == nil,
                TariffImageReader.isInside(entry, byteCount: image.count)
            else { throw .inconsistent("section \(entry.section) of the table") }
            entries[section] = entry
        }
        for section in TariffSection.allCases where entries[section] == nil {
            throw .inconsistent("\(section), which is missing")
        }
        for entry in entries.values {
            let start = Int(entry.offset)
            let end = start + TariffImage.padded(Int(entry.count) * Int(entry.stride))
            let bytes = unsafe UnsafeRawBufferPointer(rebasing: image[start..<end])
            guard unsafe BlockChecksum.of(bytes) == entry.checksum else { throw TariffImageReader.altered }
        }
    }

    private static let altered = TariffImageError(
        .altered, "It is damaged: its content is not what was written")

    private static func header(of image: UnsafeRawBufferPointer) throws(TariffImageError) -> TariffImage.Header {
        guard image.count >= TariffImage.blockBytes,
            unsafe image.prefix(TariffImage.magic.count).elementsEqual(TariffImage.magic)
        else { throw TariffImageError(.noTariff, "It is no compiled tariff") }
        // Aligned, and as long as a header.
        let header = unsafe image.load(as: TariffImage.Header.self)
        guard header.byteOrder == TariffImage.byteOrderMark else {
            throw TariffImageError(
                .otherMachine, "It was compiled on a machine with another byte order")
        }
        guard header.formatVersion == TariffImage.formatVersion else {
            throw TariffImageError(
                .otherFormat,
                "It has format \(header.formatVersion), and this version of the program reads format "
                    + "\(TariffImage.formatVersion)")
        }
        guard UInt64(image.count) >= header.byteCount else {
            throw TariffImageError(
                .truncated, "It is cut off: \(image.count) of \(header.byteCount) bytes are there")
        }
        var unsummed = header
        unsummed.checksum = 0
        guard unsafe withUnsafeBytes(of: unsummed, { unsafe BlockChecksum.of($0) }) == header.checksum,
            UInt64(image.count) == header.byteCount
        else { throw altered }
        guard header.layoutMark == TariffImage.layoutMark else {
            throw TariffImageError(
                .otherMachine,
                "Its tables are laid out for another machine or version of the program")
        }
        guard header.sectionCount <= 1_000, image.count % TariffImage.blockBytes == 0,
            image.count >= TariffImage.blockBytes * (1 + Int(header.sectionCount))
        else { throw .inconsistent("the header") }
        return header
    }

    private static func isInside(_ entry: TariffImage.Entry, byteCount: Int) -> Bool {
        let (bytes, overflows) = entry.count.multipliedReportingOverflow(by: UInt64(entry.stride))
        guard !overflows, entry.stride > 0, entry.offset % UInt64(TariffImage.blockBytes) == 0,
            entry.offset <= UInt64(byteCount)
        else { return false }
        // The image ends with a block, so that the zeros behind the section are inside as well.
        return bytes <= UInt64(byteCount) - entry.offset
    }

    /// The section as a table over the image's own memory.
    func table<Element: BitwiseCopyable>(
        _ section: TariffSection, of type: Element.Type
    ) throws(TariffImageError) -> AlignedTable<Element> {
        unsafe AlignedTable(borrowing: try elements(section, stride: MemoryLayout<Element>.stride), owner: owner)
    }

    /// A copy of the section.
    func bytes(_ section: TariffSection) throws(TariffImageError) -> [UInt8] {
        try array(section, of: UInt8.self)
    }

    /// A copy of the section.
    func array<Element: BitwiseCopyable>(
        _ section: TariffSection, of type: Element.Type
    ) throws(TariffImageError) -> [Element] {
        let elements = unsafe try elements(section, stride: MemoryLayout<Element>.stride)
        return unsafe Array(elements.bindMemory(to: Element.self))
    }

    private func elements(
        _ section: TariffSection, stride: Int
    ) throws(TariffImageError) -> UnsafeRawBufferPointer {
        // Every section is there, and inside: the initialiser has seen to it.
        guard let entry = entries[section], Int(entry.stride) == stride else { throw .inconsistent("\(section)") }
        let start = Int(entry.offset)
        return unsafe UnsafeRawBufferPointer(rebasing: image[start..<start + Int(entry.count) * stride])
    }
}

extension TariffImageError {
    /// Whole, as its checksums say, but not as this program writes it.
    static func inconsistent(_ place: String) -> TariffImageError {
        TariffImageError(
            .inconsistent, "It contradicts itself in \(place): it was not made by this program")
    }
}

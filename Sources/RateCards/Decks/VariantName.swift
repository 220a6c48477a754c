public import Rating

/// Which calls a rate is for, by names: the same in every file and in the database.
///
/// Names of time bands and of callers' groups are in small letters, since capitals do not tell them apart.
public struct VariantName: Hashable, Sendable {
    /// Empty = any.
    public var timeBand: String
    public var origin: String
    public var jurisdiction: Jurisdiction?

    public static let bytesMax = 64

    /// - Parameter names: those that the numbers of the variant count, from 1.
    public init(_ variant: RateVariant, _ names: NameTable) {
        timeBand = variant.timeBand == 0 ? "" : names.text(Int(variant.timeBand) - 1)
        origin = variant.origin == 0 ? "" : names.text(Int(variant.origin) - 1)
        jurisdiction = variant.jurisdiction
    }

    public init(timeBand: String = "", origin: String = "", jurisdiction: Jurisdiction? = nil) {
        self.timeBand = timeBand
        self.origin = origin
        self.jurisdiction = jurisdiction
    }

    /// For every call.
    public static let any = VariantName()

    /// Whether calls of this kind are among those that another one is for.
    func isWithin(_ other: VariantName) -> Bool {
        (other.timeBand.isEmpty || other.timeBand == timeBand) && (other.origin.isEmpty || other.origin == origin)
            && (other.jurisdiction == nil || other.jurisdiction == jurisdiction)
    }

    /// As that of `RateVariant`.
    var precedence: Int {
        RateVariant(timeBand: timeBand.isEmpty ? 0 : 1, origin: origin.isEmpty ? 0 : 1, jurisdiction: jurisdiction)
            .precedence
    }

    package init(_ variant: CompactVariant) {
        timeBand = variant.timeBand
        origin = variant.origin
        jurisdiction = variant.jurisdiction
    }

    /// By numbers that count names; those that are new are added.
    package func numbered(in names: inout NameTable) -> RateVariant {
        RateVariant(
            timeBand: timeBand.isEmpty ? 0 : names.index(of: Array(timeBand.utf8)[...]) + 1,
            origin: origin.isEmpty ? 0 : names.index(of: Array(origin.utf8)[...]) + 1, jurisdiction: jurisdiction)
    }

    /// A name as it is kept: in small letters, without blanks around it; nil where it is empty, too long or not printable.
    public static func checked(_ name: String) -> String? {
        var name = name.lowercased()[...]
        while let last = name.last, last == " " { name.removeLast() }
        while let first = name.first, first == " " { name.removeFirst() }
        let isPrintable = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{FFFD}" }
        return !name.isEmpty && name.utf8.count <= bytesMax && isPrintable ? String(name) : nil
    }
}

extension VariantName: Comparable {
    /// In the order of bytes, as the database sorts them (COLLATE "C", what is not stated first).
    public static func < (name: VariantName, other: VariantName) -> Bool {
        if name.timeBand != other.timeBand { return name.timeBand.utf8.lexicographicallyPrecedes(other.timeBand.utf8) }
        if name.origin != other.origin { return name.origin.utf8.lexicographicallyPrecedes(other.origin.utf8) }
        return (name.jurisdiction?.name ?? "") < (other.jurisdiction?.name ?? "")
    }
}

extension VariantName: CustomStringConvertible {
    /// `peak`, `from eea`, `interstate`, joined by commas; empty for any call.
    public var description: String {
        [timeBand, origin.isEmpty ? "" : "from \(origin)", jurisdiction?.name ?? ""].filter { !$0.isEmpty }
            .joined(separator: ", ")
    }
}

/// A `RateVariant` as it is in an image: numbers whose every value can be looked at.
struct StoredVariant {
    var timeBand: Int32
    var origin: Int32
    /// 0 = none stated.
    var jurisdiction: Int32

    init(_ variant: RateVariant) {
        timeBand = variant.timeBand
        origin = variant.origin
        jurisdiction = Int32(variant.jurisdiction?.rawValue ?? 0)
    }

    /// Nil where there is no such jurisdiction.
    var variant: RateVariant? {
        guard jurisdiction != 0 else { return RateVariant(timeBand: timeBand, origin: origin) }
        guard let raw = UInt8(exactly: jurisdiction), let jurisdiction = Jurisdiction(rawValue: raw) else { return nil }
        return RateVariant(timeBand: timeBand, origin: origin, jurisdiction: jurisdiction)
    }
}

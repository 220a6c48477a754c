/// An amount as a person types it.
struct MoneyInput: Sendable {
    /// Minor units; nil where it is no amount, or can be read in two ways.
    let minor: Int64?
    /// Where it can be read in two ways, both of them.
    let readings: [String]

    /// - Parameter digits: decimals of the currency.
    init(_ text: String, digits: Int) {
        let compact = text.filter { $0 != " " }
        // `1.234` may be a thousand or one and a bit, where the currency has no third decimal.
        if digits < 3, compact.contains(/^\d{1,3}\.\d{3}$/) {
            minor = nil
            readings = [compact.replacing(".", with: ","), "\(compact)0".replacing(".", with: ".")]
            return
        }
        readings = []
        let isGrouped = compact.contains(/^\d{1,3}(,\d{3})+(\.\d+)?$/)
        let isPlain = compact.contains(/^\d+(\.\d+)?$/)
        guard isGrouped || isPlain else {
            minor = nil
            return
        }
        let parts = compact.filter { $0 != "," }.split(separator: ".")
        let decimals = parts.count > 1 ? String(parts[1]) : ""
        guard decimals.count <= digits else {
            minor = nil
            return
        }
        let zeros = String(repeating: "0", count: digits - decimals.count)
        minor = Int64("\(parts[0])\(decimals)\(zeros)")
    }
}

/// One record of a canonical rates file, cut into its fields.
public enum CanonicalRecord {
    /// The fields of a record as PostgreSQL's COPY and `DeckWriter` write them: nothing between two commas is nil, quotes
    /// stand around what needs them and are doubled within. A line end at the end does not count.
    public static func fields(_ record: [UInt8]) -> [String?] {
        var fields: [String?] = []
        var field: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        func end() {
            fields.append(field.isEmpty && !wasQuoted ? nil : String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
            wasQuoted = false
        }
        for (index, byte) in record.enumerated() {
            switch byte {
            case UInt8(ascii: "\""):
                // The second of two quotes within a field is content.
                if wasQuoted, !isQuoted { field.append(byte) }
                isQuoted.toggle()
                wasQuoted = true
            case UInt8(ascii: ",") where !isQuoted: end()
            case UInt8(ascii: "\n") where !isQuoted && index == record.count - 1: break
            default: field.append(byte)
            }
        }
        end()
        return fields
    }
}

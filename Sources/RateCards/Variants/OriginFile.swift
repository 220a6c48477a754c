public import Rating

/// A file of groups of callers: columns origin (the group) and prefix, and perhaps deck_id.
public struct OriginFile: Sendable {
    public struct Member: Sendable {
        /// As the file writes it; empty = of every deck.
        public var deckID: String
        public var origin: String
        public var prefix: Prefix
        public var line: Int
    }

    public let members: [Member]
    public let refusals: [RowRefusal]

    /// - Throws: `TableError` where the file is no table or lacks a column; `RowsRefused` where rows are torn.
    public init(_ bytes: [UInt8]) throws {
        let table = try Table(
            bytes,
            columns: [
                .init("deck_id", synonyms: ["deck", "card"]),
                .init("origin", isRequired: true, synonyms: ["origin_group", "group", "origin_name", "name"]),
                .init(
                    "prefix", isRequired: true, synonyms: ["code", "codes", "prefixes", "calling_prefix", "a_number"]),
            ])
        var members: [Member] = []
        var refusals: [RowRefusal] = []
        var known: [String: [Prefix: Int]] = [:]
        for row in table.rows {
            guard let origin = VariantName.checked(row["origin"] ?? "") else {
                refusals.append(
                    row.refusal("origin", "not a name of at most \(VariantName.bytesMax) printable characters"))
                continue
            }
            let codes = (row["prefix"] ?? "").split { ",;| ".contains($0) }
            if codes.isEmpty { refusals.append(row.refusal("prefix", "empty")) }
            for code in codes {
                // What is in front of an E.164 number is no part of it.
                let digits = code.hasPrefix("+") ? code.dropFirst() : code
                guard let prefix = Prefix(digits.utf8), !digits.hasPrefix("0") else {
                    refusals.append(row.refusal("prefix", "not a prefix of 1 to 15 digits without a leading zero"))
                    continue
                }
                let deckID = row["deck_id"] ?? ""
                if let first = known[deckID, default: [:]].updateValue(row.line, forKey: prefix) {
                    refusals.append(row.refusal("prefix", "prefix \(prefix) is in line \(first) already"))
                    continue
                }
                members.append(Member(deckID: deckID, origin: origin, prefix: prefix, line: row.line))
            }
        }
        self.members = members
        self.refusals = refusals
    }
}

import Rating

/// A file of the states of numbers of the North American plan: columns npa (or code: three digits, or six with the
/// exchange), perhaps nxx, and state.
public struct StateFile: Sendable {
    public struct Code: Sendable {
        /// Three or six digits.
        public var code: String
        /// Two capital letters.
        public var state: String
        public var line: Int
    }

    public let codes: [Code]
    public let refusals: [RowRefusal]

    /// - Throws: `TableError` where the file is no table or lacks a column; `RowsRefused` where rows are torn.
    public init(_ bytes: [UInt8]) throws {
        let table = try Table(
            bytes,
            columns: [
                .init("npa", isRequired: true, synonyms: ["npanxx", "npa_nxx", "code", "area_code", "prefix"]),
                .init("nxx", synonyms: ["exchange", "cocode"]),
                .init("state", isRequired: true, synonyms: ["region", "state_code", "jurisdiction"]),
            ])
        var codes: [Code] = []
        var refusals: [RowRefusal] = []
        var lines: [String: Int] = [:]
        for row in table.rows {
            guard let code = StateFile.code(row["npa"] ?? "", row["nxx"]) else {
                refusals.append(
                    row.refusal("npa", "not an area code such as 212, or with its exchange such as 212555 or 212-555"))
                continue
            }
            guard let state = row["state"]?.uppercased(), state.utf8.count == 2,
                state.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
            else {
                refusals.append(row.refusal("state", "not a state of two letters, such as NY"))
                continue
            }
            if let first = lines.updateValue(row.line, forKey: code) {
                refusals.append(row.refusal("npa", "\(code) is in line \(first) already"))
                continue
            }
            codes.append(Code(code: code, state: state, line: row.line))
        }
        self.codes = codes
        self.refusals = refusals
    }

    /// Three or six digits, the first of each three 2 to 9.
    private static func code(_ npa: String, _ nxx: String?) -> String? {
        let digits = (npa + (nxx ?? "")).filter { !"- ".contains($0) }.utf8
        // A country code in front is taken off.
        let code =
            digits.count == 4 || digits.count == 7
            ? digits.first == 0x31 ? digits.dropFirst() : digits[...] : digits[...]
        guard code.count == 3 || code.count == 6, code.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let text = String(decoding: code, as: UTF8.self)
        let isSound = stride(from: 0, to: 6, by: 3).allSatisfy { offset in
            offset >= code.count || text.utf8[text.utf8.index(text.utf8.startIndex, offsetBy: offset)] >= 0x32
        }
        return isSound ? text : nil
    }
}

/// One file of a tariff plan that is spread over files by tags: a header, rows, and comments behind `#`.
struct PlanTable {
    enum Role: String, CaseIterable {
        case rates, destinations, destinationRates, ratingPlans, timings, profiles

        /// What only files of this kind have, by normalised headings.
        fileprivate var marks: [[String]] {
            switch self {
            case .rates: [["groupintervalstart"], ["rateincrement"]]
            case .destinations: [["id", "tag"], ["prefix"]]
            case .destinationRates: [["destinationid", "destinationsid"], ["ratestag", "ratesid", "rateid"]]
            case .ratingPlans: [["destinationratesid", "destinationratestag"], ["weight"]]
            case .timings: [["weekdays"], ["time"]]
            case .profiles: [["activationtime"]]
            }
        }
    }

    struct Row {
        let line: Int
        let values: [String: String]

        /// Of the first of several headings that the file has; empty where it has none.
        func value(_ names: String...) -> String { names.compactMap { values[$0] }.first ?? "" }

        var id: String { value("id", "tag") }
    }

    /// As sentences call it; nil = the deck itself.
    let name: String?
    let role: Role
    let header: [String]
    let headerLine: Int
    private(set) var rows: [Row] = []
    private(set) var blankRows = 0
    private(set) var refusals: [RowRefusal] = []

    /// - Returns: nil where the file is none of a tariff plan.
    init?(_ file: DeckFile, name: String?) {
        guard case .text(let bytes) = file, let header = try? TableHeader(bytes.span) else { return nil }
        let names = header.names.map(TableHeader.normalised)
        guard
            let role = Role.allCases.first(where: { role in
                role.marks.allSatisfy { !$0.filter(names.contains).isEmpty }
                    && (role != .destinations || names.count == 2)
            })
        else { return nil }
        self.name = name
        self.role = role
        self.header = header.names
        headerLine = header.line
        read(header, names, bytes.span)
    }

    private mutating func read(_ header: TableHeader, _ names: [String], _ bytes: Span<UInt8>) {
        var scanner = header.body
        var fields: [FieldRange] = []
        while true {
            // A comment may have quotes and commas as it likes.
            let isComment = scanner.offset < bytes.count && bytes[scanner.offset] == UInt8(ascii: "#")
            switch scanner.next(bytes, into: &fields) {
            case .end: return
            case _ where isComment: blankRows += 1
            case .blank: blankRows += 1
            case .fault(let reason): refusals.append(refusal(scanner.line, reason))
            case .fields where fields.count != names.count:
                refusals.append(
                    refusal(scanner.line, "\(names.count) fields expected, \(fields.count) found"))
            case .fields:
                let texts = DeckHeader.texts(fields, bytes)
                rows.append(Row(line: scanner.line, values: Dictionary(zip(names, texts)) { first, _ in first }))
            }
        }
    }

    func refusal(_ line: Int, _ reason: String, text: String = "") -> RowRefusal {
        RowRefusal(line: line, reason: reason, text: text, file: name)
    }

    /// `Rates.csv, line 7`
    func place(_ line: Int) -> String { "\(name ?? "the deck"), line \(line)" }
}

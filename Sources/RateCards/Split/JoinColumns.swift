internal import Vocabulary

/// By which columns the prices of one file find their codes in another.
struct JoinColumns: Equatable {
    /// Positions from 0, in pairs.
    let prices: [Int]
    let codes: [Int]

    /// What the key may be made of where nobody said so: names, and what no field of a deck is.
    private static let fields: Set<DeckField> = [.destination, .country, .countryCode]

    /// - Parameters:
    ///   - stated: `Zone`, or `Zone=zone id` where the headings differ; nil = the columns of one heading in both files, or else
    ///     those of the destinations.
    ///   - name: of the file of codes, for the sentences.
    init(
        _ prices: (headings: Headings, columns: DeckColumns), _ codes: (headings: Headings, columns: DeckColumns),
        stated: [String]?, name: String
    ) throws(TableError) {
        if let stated, !stated.isEmpty {
            var pairs: [(Int, Int)] = []
            for entry in stated {
                let parts = entry.split(separator: "=", maxSplits: 1).map(String.init)
                guard let first = parts.first, let last = parts.last else { continue }
                pairs.append(
                    (
                        try JoinColumns.position(first, prices.headings, "the deck"),
                        try JoinColumns.position(last, codes.headings, name)
                    ))
            }
            (self.prices, self.codes) = (pairs.map(\.0), pairs.map(\.1))
            return
        }
        let own = JoinColumns.keys(prices), other = JoinColumns.keys(codes)
        let shared = own.filter { other[$0.key] != nil }.sorted { $0.value < $1.value }
        if !shared.isEmpty {
            (self.prices, self.codes) = (shared.map(\.value), shared.compactMap { other[$0.key] })
            return
        }
        guard prices.columns.has(.destination), codes.columns.has(.destination) else {
            throw TableError(
                .missingColumn,
                message:
                    "no column of the deck is one of \(name): the deck has \(prices.headings.listed), and \(name) has "
                    + "\(codes.headings.listed). State which belong together with \(Choice(.join)), as in \(Choice(.join, "'Zone=Zone id'"))"
            )
        }
        (self.prices, self.codes) = ([prices.columns[.destination]], [codes.columns[.destination]])
    }

    /// Positions by normalised heading, of columns that can be part of a key and whose heading stands once.
    private static func keys(_ table: (headings: Headings, columns: DeckColumns)) -> [String: Int] {
        let taken = table.columns.byField.filter { !fields.contains($0.key) }
        var positions: [String: [Int]] = [:]
        for (position, name) in table.headings.names.enumerated() where !taken.values.contains(position) {
            positions[TableHeader.normalised(name), default: []].append(position)
        }
        return positions.filter { !$0.key.isEmpty && $0.value.count == 1 }.mapValues { $0[0] }
    }

    private static func position(_ text: String, _ headings: Headings, _ file: String) throws(TableError) -> Int {
        let found = headings.positions(stated: text)
        guard found.count == 1 else {
            throw TableError(
                .missingColumn,
                message:
                    "\(found.isEmpty ? "no column" : "several columns") '\(text)' for \(Choice(.join)) in \(file): its columns are "
                    + headings.listed)
        }
        return found[0]
    }

    /// The names of a row as one key: without blanks around them and without regard to capitals, otherwise to the letter. Nil
    /// where all of them are empty.
    static func key(_ positions: [Int], _ fields: [FieldRange], _ bytes: Span<UInt8>) -> String? {
        let names = DeckHeader.texts(positions.map { fields[$0] }, bytes)
        guard names.contains(where: { !$0.isEmpty }) else { return nil }
        return names.map { $0.lowercased() }.joined(separator: "\u{1F}")
    }

    /// As a sentence shows a key.
    static func shown(_ positions: [Int], _ fields: [FieldRange], _ bytes: Span<UInt8>) -> String {
        DeckHeader.texts(positions.map { fields[$0] }, bytes).joined(separator: ", ")
    }
}

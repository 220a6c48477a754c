import Money
internal import Vocabulary

/// What was found in a deck, to be checked by a person in ten seconds, or by a program.
public struct DeckInspection: Sendable, Encodable {
    public let shape: DeckShape
    public let samples: [DeckSample]
    /// What stands under each heading in the first row.
    public let examples: [String]
    /// Records behind the header.
    public let rows: Int
    public private(set) var rowsTaken: Int
    public let rates: Int
    /// Codes whose rows say that their price stays.
    public private(set) var keptCodes: Int
    /// Rows, each once.
    public private(set) var refusedRows: Int
    public let blankRows: Int
    public let omittedRows: Int
    public let otherRows: Int
    /// How often each reason was given, by column heading; the commonest first.
    public private(set) var refusalReasons: [Reason]
    public let assumptions: [String]
    public let questions: [String]

    public struct Reason: Sendable, Encodable {
        public let field: String
        public let reason: String
        public let rows: Int
        public let firstLine: Int
    }

    public init(_ reading: DeckReading, _ options: DeckOptions) {
        shape = reading.shape
        samples = reading.samples
        examples = reading.examples
        rows = reading.rows
        rowsTaken = reading.rowsTaken
        rates = reading.decks.reduce(0) { $0 + $1.rates.count }
        keptCodes = reading.decks.reduce(0) { $0 + $1.kept.count }
        refusedRows = Set(reading.refusals.map(\.line)).count
        blankRows = reading.blankRows
        omittedRows = reading.omittedRows
        otherRows = reading.otherRows
        refusalReasons = DeckInspection.reasons(reading.refusals + reading.codeRefusals)
        var notes = reading.assumptions
        if reading.columns[.incrementSeconds] == nil, reading.columns[.initialSeconds] == nil,
            reading.shape.form != .interchange, !reading.asksForIncrements
        {
            let taken = "\(options.increments.initial)/\(options.increments.further)"
            notes.append(
                options.settings.increments == nil
                    ? "The file states no increments: \(taken) was taken (see \(Choice(.increments)))."
                    : "No column states increments: \(taken) was taken, as stated (\(Choice(.increments))).")
        }
        if reading.columns[.destination] == nil {
            notes.append("The file names no destinations: they are named after the master list.")
        }
        assumptions = notes
        questions = reading.questions
    }

    /// Counts rows as refused that were found at fault only beside the card.
    public mutating func note(_ refusals: [RowRefusal], keptCodes: Int, all: [RowRefusal]) {
        self.keptCodes = keptCodes
        rowsTaken -= refusals.count
        refusedRows += refusals.count
        refusalReasons = DeckInspection.reasons(all)
    }

    private static func reasons(_ refusals: [RowRefusal]) -> [Reason] {
        struct Key: Hashable {
            let field: String
            let reason: String
        }
        var counts: [Key: (rows: Int, first: Int)] = [:]
        for refusal in refusals {
            // The other line of a repetition, or the field count of a torn row, differs from row to row.
            let reason = refusal.reason.split(separator: " ").map { Int($0) == nil ? String($0) : "N" }.joined(
                separator: " ")
            let place = [refusal.file, refusal.field.isEmpty ? nil : refusal.field].compactMap(\.self)
            let key = Key(field: place.joined(separator: ", "), reason: reason)
            let count = counts[key] ?? (0, refusal.line)
            counts[key] = (count.rows + 1, min(count.first, refusal.line))
        }
        return counts.map {
            Reason(field: $0.key.field, reason: $0.key.reason, rows: $0.value.rows, firstLine: $0.value.first)
        }
        .sorted { ($1.rows, $0.firstLine) < ($0.rows, $1.firstLine) }
    }
}

extension DeckInspection {
    /// The report for people; the refusals themselves are listed apart.
    public var text: String {
        var lines = ["Read as \(shape.sentence)"]
        let unit = shape.form == .workbook ? "row" : shape.form == .interchange ? "rate" : "line"
        let width = shape.columns.map { min($0.heading.count, 28) }.max() ?? 0
        for column in shape.columns {
            let example = examples.indices.contains(column.number - 1) ? examples[column.number - 1] : ""
            guard !column.heading.isEmpty || !example.isEmpty else { continue }
            let heading = String(column.heading.prefix(28))
            let padding = String(repeating: " ", count: width - heading.count)
            let number = column.number < 10 ? " \(column.number)" : "\(column.number)"
            let taken = column.field ?? "-"
            let gap = String(repeating: " ", count: max(1, 19 - taken.count))
            lines.append("  \(number) \(heading)\(padding)  \(taken)\(gap)\(example.prefix(40))")
        }
        if !samples.isEmpty { lines.append("As understood:") }
        lines += samples.map { "  \(unit) \($0.line): \($0)" }
        let kept = keptCodes > 0 ? " and \(keptCodes) codes that keep their price" : ""
        var counts = [
            "\(rows) \(CountedNoun.of("row", Int64(rows))): \(rowsTaken) taken as \(rates) "
                + "\(CountedNoun.of("rate", Int64(rates)))\(kept)", "\(refusedRows) refused",
        ]
        if blankRows > 0 { counts.append("\(blankRows) blank") }
        if omittedRows > 0 { counts.append("\(omittedRows) left out as closed") }
        if otherRows > 0 { counts.append("\(otherRows) left out") }
        lines.append(counts.joined(separator: ", "))
        return lines.joined(separator: "\n")
    }

    /// Reasons with how often they were given, for decks with many refused rows.
    public var reasonsText: [String] {
        let unit = shape.form == .workbook ? "row" : shape.form == .interchange ? "rate" : "line"
        return refusalReasons.prefix(10).map { reason in
            "\(reason.rows) × \(reason.field.isEmpty ? "" : "\(reason.field): ")\(reason.reason) (first in \(unit) \(reason.firstLine))"
        }
    }
}

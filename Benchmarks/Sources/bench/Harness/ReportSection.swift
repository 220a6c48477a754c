import Foundation

/// A table with what is to be said about it.
struct ReportSection: Encodable {
    var title: String
    var columns: [String]
    var rows: [[String]]
    var notes: [String]

    var markdown: String {
        var text = "\n## \(title)\n\n"
        if !rows.isEmpty { text += ReportText.table([columns] + rows) + "\n" }
        return text + notes.map { "\($0)\n" }.joined()
    }
}

/// Numbers and tables as text.
enum ReportText {
    /// The first row is the head.
    static func table(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            return "| \(padded.joined(separator: " | ")) |\n"
        }
        return line(rows.first ?? []) + line(widths.map { String(repeating: "-", count: $0) })
            + rows.dropFirst().map(line).joined()
    }

    static func decimal(_ value: Double, _ places: Int) -> String {
        value.formatted(.number.precision(.fractionLength(places)).grouping(.never).locale(Locale(identifier: "en_US")))
    }

    static func grouped(_ value: Double) -> String {
        value.formatted(.number.precision(.fractionLength(0)).locale(Locale(identifier: "en_US")))
    }
}

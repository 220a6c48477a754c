import CallRecords
import Foundation
import Money

/// What was found in a CDR file, for people.
enum CallFileText {
    static func of(_ inspection: CallFileInspection, file: String) -> String {
        let layout = inspection.layout
        var lines = ["\(file): \(form(layout, isKnown: inspection.isKnownLayout))"]
        let width = inspection.columns.map { min($0.heading.count, 28) }.max() ?? 0
        for column in inspection.columns {
            let heading = String(column.heading.prefix(28))
            let number = column.number < 10 ? " \(column.number)" : "\(column.number)"
            let meaning = column.meaning ?? "-"
            let samples = column.samples.map { String($0.prefix(24)) }.joined(separator: " | ")
            lines.append(
                "  \(number) \(padded(heading, width))  \(padded(meaning, 18)) \(samples)"
                    .replacing(/\ +$/, with: ""))
        }
        if !inspection.rows.isEmpty { lines.append("As they will be read:") }
        lines += inspection.rows.map { row in
            let who = row.customer.isEmpty ? "(no account)" : row.customer
            let supplier = row.supplier.isEmpty ? "" : " to \(row.supplier)"
            return "  line \(row.line): \(time(row.startMicros))  \(seconds(row.durationNanos)) s  \(who)\(supplier)  "
                + "\(row.calling.isEmpty ? "-" : row.calling) -> \(row.called)"
        }
        if inspection.records > 0 {
            let count = Int64(inspection.records)
            lines.append(
                "\(inspection.records) \(CountedNoun.of("record", count)) looked at: \(inspection.records - inspection.rejected) "
                    + "calls, \(inspection.rejected) rejects")
        }
        lines += inspection.rejects.map { "  line \($0.line), column \($0.column): \($0.reason)" }
        if !inspection.notes.isEmpty { lines.append("Noted:") }
        lines += inspection.notes.map { "  \($0)" }
        if !inspection.questions.isEmpty { lines.append("To be answered before it can be loaded:") }
        lines += inspection.questions.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func form(_ layout: CallLayout, isKnown: Bool) -> String {
        let delimiter = [0x2C: "commas", 0x3B: "semicolons", 0x09: "tabs", 0x7C: "bars"][Int(layout.delimiter)]
        let mark = delimiter ?? "'\(UnicodeScalar(layout.delimiter))'"
        let header = layout.header == .required ? "with a header" : "without a header"
        let times = layout.timeFormats.joined(separator: ", ")
        return (isKnown ? "layout \(layout.name), " : "no known layout; ")
            + "text with \(mark), \(header), times \(times), durations "
            + "in \(layout.durationFormat.rawValue), zone \(layout.zone ?? "of the switch")"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    static func time(_ micros: Int64) -> String {
        Date(timeIntervalSince1970: Double(micros / 1_000_000)).formatted(.iso8601)
    }

    static func seconds(_ nanos: Int64) -> String { DecimalText.format(nanos, decimals: DecimalText.nanoDecimals) }
}

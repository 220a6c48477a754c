/// Reads rate decks: bytes in, rates and refusals out.
///
/// A row is taken whole or refused with its line, column and reason; nothing is guessed and nothing is dropped silently.
/// One pass over the bytes, and a sort where the rows of a deck are not in the order of their prefixes.
public enum DeckReader {
    /// - Throws: `TableError` where the file is no table or lacks a column.
    public static func read(_ bytes: [UInt8], options: DeckOptions = DeckOptions()) throws(TableError) -> DeckReading {
        try read(bytes.span, options: options)
    }

    public static func read(_ bytes: Span<UInt8>, options: DeckOptions = DeckOptions()) throws(TableError)
        -> DeckReading
    {
        let header = try TableHeader(bytes)
        let columns = try DeckColumns(header, options)
        var assembly = DeckAssembly(columns: columns, header: header.names, options: options)
        var scanner = header.body
        var fields: [FieldRange] = []
        var rows = 0
        var blankRows = 0
        reading: while assembly.refusals.count < options.refusalsMax {
            switch scanner.next(bytes, into: &fields) {
            case .fields: assembly.take(fields, line: scanner.line, bytes)
            case .blank: blankRows += 1
            case .fault(let reason): assembly.refusals.append(Refusal(line: scanner.line, reason: reason))
            case .end: break reading
            }
            rows += 1
        }
        assembly.settleDecimalCommas()
        assembly.sortAndRefuseDuplicates()
        let used = Set(columns.byField.values)
        return DeckReading(
            decks: assembly.decks, destinations: assembly.destinations,
            refusals: assembly.refusals.sorted { ($0.line, $0.column) < ($1.line, $1.column) },
            rows: rows, blankRows: blankRows, columns: columns.byField, header: header.names,
            ignoredColumns: header.names.indices.filter { !used.contains($0) && !header.names[$0].isEmpty }
                .map { header.names[$0] })
    }
}

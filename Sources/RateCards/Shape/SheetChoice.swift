internal import Vocabulary

/// Which of several sheets, or cards, is the deck: the one that is stated, or the only one that looks like a deck.
struct SheetChoice {
    let table: CellTable
    /// Sentences about the others.
    private(set) var notes: [String] = []

    /// - Throws: `TableError` where none is a deck, or where several are and none was stated.
    init(_ tables: [CellTable], _ options: DeckOptions) throws(TableError) {
        let kind = tables.first?.unit == "rate" ? "card" : "sheet"
        if let name = options.settings.sheet {
            guard
                let table = tables.first(where: { $0.name == name })
                    ?? tables.first(where: { $0.name.lowercased() == name.lowercased() })
            else {
                throw TableError(
                    .header, message: "there is no \(kind) '\(name)'; there is \(SheetChoice.listed(tables))")
            }
            self.table = table
            if table.isHidden {
                notes.append("Sheet '\(table.name)' is hidden in the workbook; it was read because it was stated.")
            }
            return
        }
        let visible = tables.filter { !$0.isHidden }
        let decks = visible.filter { SheetChoice.looksLikeDeck($0, options) }
        guard decks.count <= 1 else {
            throw TableError(
                .header,
                message:
                    "\(kind)s \(SheetChoice.listed(decks)) each hold a deck: which one? State it with \(Choice(.sheet, "'\(decks[0].name)'"))"
            )
        }
        if let deck = decks.first {
            table = deck
        } else if visible.count == 1,
            let hidden = tables.first(where: { $0.isHidden && SheetChoice.looksLikeDeck($0, options) })
        {
            throw TableError(
                .header,
                message:
                    "\(kind) '\(visible[0].name)' is no deck, but '\(hidden.name)', which the workbook hides, looks like one: if it is "
                    + "meant, state \(Choice(.sheet, "'\(hidden.name)'"))")
        } else if visible.count == 1 {
            // Read all the same, for the sentence that says what its header lacks.
            table = visible[0]
        } else {
            throw TableError(
                .header,
                message: visible.isEmpty
                    ? "there is no visible \(kind); hidden: \(SheetChoice.listed(tables)). State one with \(Choice(.sheet))"
                    : "no \(kind) names a column of prefixes and one of prices: \(SheetChoice.listed(visible)). State one with "
                        + "\(Choice(.sheet)) and its columns with \(Choice(.column)), or, where the codes have a sheet of their own, that with "
                        + "\(Choice(.codesSheet))")
        }
        for other in tables where other.name != table.name && other.name != options.settings.codesSheet {
            let isDeck = other.isHidden && SheetChoice.looksLikeDeck(other, options)
            notes.append(
                "\(other.isHidden ? "Hidden s" : "S")heet '\(other.name)' was not read"
                    + (isDeck
                        ? ", though it looks like a deck: \(Choice(.sheet, "'\(other.name)'")) reads it instead." : ".")
            )
        }
    }

    private static func looksLikeDeck(_ table: CellTable, _ options: DeckOptions) -> Bool {
        if let row = options.settings.headerRow, row == 0 { return !table.rows.isEmpty }
        var options = options
        options.settings.headerRow = nil
        return (try? DeckHeader(.cells(CellReader(table)), table.bytes.span, options)) != nil
    }

    private static func listed(_ tables: [CellTable]) -> String {
        let shown = tables.prefix(10).map { "'\($0.name)'" }.joined(separator: ", ")
        return tables.isEmpty ? "none" : shown + (tables.count > 10 ? " …" : "")
    }
}

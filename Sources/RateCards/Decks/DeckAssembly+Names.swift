import Rating
internal import Vocabulary

// Names of destinations and decks.

extension DeckAssembly {
    mutating func destination(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int32 {
        guard columns.has(.destination) else { return destinations.index(of: bytes.extracting(0..<0)) }
        let field = options.isCanonical ? row.fields[columns[.destination]] : trimmed(.destination, row, bytes)
        let known = destinations.count
        let index: Int32
        if columns.has(.country) {
            index = destinations.index(of: joinedName(row, country(row, bytes), bytes).span)
        } else if field.isEscaped {
            index = destinations.index(of: RecordScanner.content(field, of: bytes).span)
        } else {
            index = destinations.index(of: bytes.extracting(field.start..<field.end))
        }
        if Int(index) == known, !options.isCanonical, String(validating: destinations[known], as: UTF8.self) == nil {
            destinations.removeLast()
            throw RowFault(
                field: .destination, reason: "not UTF-8; state \(Choice(.encoding)) if the file is in another")
        }
        return index
    }

    /// `Germany Mobile` of the columns `Germany` and `Mobile`; a name that has the country in it stays as it is.
    private func joinedName(_ row: Row, _ country: [UInt8], _ bytes: Span<UInt8>) -> [UInt8] {
        let name = content(.destination, row, bytes)
        guard !country.isEmpty else { return name }
        guard !name.isEmpty else { return country }
        let text = String(decoding: name, as: UTF8.self).lowercased()
        if text.contains(String(decoding: country, as: UTF8.self).lowercased()) { return name }
        return country + [UInt8(ascii: " ")] + name
    }

    /// Of a row without one below one that has it, the country above where cells were merged.
    private mutating func country(_ row: Row, _ bytes: Span<UInt8>) -> [UInt8] {
        let country = content(.country, row, bytes)
        guard country.isEmpty, !lastCountry.isEmpty, !options.isCanonical else {
            lastCountry = country
            return country
        }
        observations.rowsWithoutCountry.note(line: row.line)
        return options.settings.mergedCells == .fill ? lastCountry : country
    }

    mutating func deck(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int {
        guard columns.has(.deckID) else { return 0 }
        let field = row.fields[columns[.deckID]]
        guard !field.isEmpty else { throw RowFault(field: .deckID, reason: "empty") }
        if field.isEscaped {
            lastDeck = deck(RecordScanner.content(field, of: bytes).span)
        } else {
            let id = bytes.extracting(field.start..<field.end)
            if lastDeck < 0 || !deckIDs.isEqual(lastDeck, id) { lastDeck = deck(id) }
        }
        return lastDeck
    }

    mutating func deck(_ id: Span<UInt8>) -> Int {
        let index = Int(deckIDs.index(of: id))
        if index == decks.count { decks.append(Deck(id: Array(deckIDs[index]), rates: [])) }
        return index
    }
}

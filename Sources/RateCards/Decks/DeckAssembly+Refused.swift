import Rating

// Codes of rows that are refused.

extension DeckAssembly {
    /// Remembers the codes of a row that is at fault, as far as they can be read.
    mutating func noteRefused(_ row: Row, _ fault: DeckField, _ bytes: Span<UInt8>) {
        guard !options.isCanonical else { return }
        // Reading it again must not count it again.
        let seen = observations
        defer { observations = seen }
        var codes: [Prefix] = []
        if let first = try? prefix(row, bytes) {
            codes = [first] + furtherPrefixes
        } else if fault == .prefix, !joinsCodes, !columns.has(.prefixTo) {
            codes = readableCodes(row, bytes)
        }
        note(codes, row, isSure: true, bytes)
    }

    /// Of a row with other fields than the header only the place of the code is known, and may be wrong.
    mutating func noteTorn(_ row: Row, _ bytes: Span<UInt8>) {
        guard !options.isCanonical, !joinsCodes, !columns.has(.prefixTo), options.part != .joined,
            row.fields.indices.contains(columns[.prefix])
        else { return }
        note(readableCodes(row, bytes), row, isSure: false, bytes)
    }

    /// Remembers what is taken out again because its row turned out to be at fault.
    mutating func noteRemoved(_ rate: Rate, of deck: Int) {
        guard !options.isCanonical else { return }
        refusedCodes[decks[deck].id, default: []].append(
            RefusedCodes.Code(
                prefix: rate.prefix, line: Int(rate.id),
                variant: .one(rate.variant == .any ? nil : VariantName(rate.variant, destinations))))
    }

    private mutating func note(_ codes: [Prefix], _ row: Row, isSure: Bool, _ bytes: Span<UInt8>) {
        guard !codes.isEmpty else { return }
        var id: [UInt8] = []
        if columns.has(.deckID) {
            guard row.fields.indices.contains(columns[.deckID]) else { return }
            id = RecordScanner.content(row.fields[columns[.deckID]], of: bytes)
        }
        for code in codes {
            refusedCodes[id, default: []].append(
                RefusedCodes.Code(
                    prefix: code, line: row.line, variant: hasVariants ? .unknown : .one(nil), isSure: isSure))
        }
    }

    /// Those of several codes that are codes, with marks behind them or not.
    private func readableCodes(_ row: Row, _ bytes: Span<UInt8>) -> [Prefix] {
        let field = content(.prefix, row, bytes)
        var habits = codeHabits
        habits.dropsMarks = true
        let items = field.split { ";,|/&\n".utf8.contains($0) }
        return items.flatMap { (try? CodeText(Array($0), habits: habits))?.prefixes ?? [] }
            .filter { $0.digit(0) != 0 }
    }

    /// Hands the codes of refused rows to their decks.
    mutating func settleRefused() {
        let lines = Set(refusals.map(\.line))
        let codes = refusedCodes.mapValues { codes in codes.filter { lines.contains($0.line) } }
        let readable = Set(codes.values.joined().map(\.line))
        for deck in decks.indices {
            decks[deck].refused.codes = codes[decks[deck].id] ?? []
            decks[deck].refused.unit = unit
            decks[deck].refused.rowsWithoutCode = lines.count { !readable.contains($0) }
        }
    }
}

import Rating

// The codes of a row.

extension DeckAssembly {
    mutating func prefix(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Prefix {
        furtherPrefixes.removeAll(keepingCapacity: true)
        let field = trimmed(.prefix, row, bytes)
        if options.part == .joined { return try joinedPrefix(field, bytes) }
        if !joinsCodes, codeHabits.arePlain, !columns.has(.prefixTo),
            let prefix = Prefix(bytes.extracting(field.start..<field.end))
        {
            if options.isCanonical || prefix.digit(0) != 0 {
                if columns.has(.countryCode) { observe(prefix, row, bytes) }
                return prefix
            }
        }
        if !joinsCodes, codeHabits.arePlain, !columns.has(.prefixTo), let prefix = DeckAssembly.pattern(field, bytes) {
            if columns.has(.countryCode) { observe(prefix, row, bytes) }
            return prefix
        }
        let last = columns.has(.prefixTo) ? content(.prefixTo, row, bytes) : []
        do {
            let codes = try CodeText(
                content(.prefix, row, bytes), last: last, base: try base(row, bytes),
                habits: codeHabits)
            for prefix in codes.prefixes where prefix.digit(0) == 0 {
                observations.nationalCodes.note(line: row.line)
                throw RowFault(field: .prefix, reason: "a code that begins with 0, as none does")
            }
            observeCountry(of: field, row, bytes)
            if codes.droppedMarks { observations.rowsWithMarks.note(line: row.line) }
            if codes.droppedZeros { observations.rowsWithDialledZeros += 1 }
            furtherPrefixes.append(contentsOf: codes.prefixes.dropFirst())
            if columns.has(.countryCode), !joinsCodes { observe(codes.prefixes[0], row, bytes) }
            return codes.prefixes[0]
        } catch let fault as CodeText.Fault {
            if case .unclear(let doubt) = fault { observations.note(doubt, shown(field, bytes), line: row.line) }
            throw RowFault(field: .prefix, reason: fault.reason)
        } catch let fault as RowFault {
            throw fault
        } catch {
            throw RowFault(field: .prefix, reason: "not a prefix")
        }
    }

    /// Counts codes that begin with the country code which was stated to be missing.
    private mutating func observeCountry(of field: FieldRange, _ row: Row, _ bytes: Span<UInt8>) {
        let country = codeHabits.countryCode
        guard !country.isEmpty, country != [UInt8(ascii: "1")], field.end - field.start > country.count else { return }
        observations.codesWithoutCountry += 1
        if country.indices.allSatisfy({ bytes[field.start + $0] == country[$0] }) {
            observations.codesWithCountry.note(line: row.line)
        }
    }

    /// Codes that were read, and joined by semicolons, before.
    private mutating func joinedPrefix(_ field: FieldRange, _ bytes: Span<UInt8>) throws(RowFault) -> Prefix {
        let codes = RecordScanner.content(field, of: bytes).split(separator: UInt8(ascii: ";")).compactMap {
            Prefix($0)
        }
        guard let first = codes.first else { throw RowFault(field: .prefix, reason: "empty") }
        furtherPrefixes.append(contentsOf: codes.dropFirst())
        return first
    }

    /// `^9375.*`, which whole decks are written in, without the detour over lists and ranges.
    private static func pattern(_ field: FieldRange, _ bytes: Span<UInt8>) -> Prefix? {
        guard field.end - field.start >= 4, bytes[field.start] == UInt8(ascii: "^"),
            bytes[field.end - 2] == UInt8(ascii: "."), bytes[field.end - 1] == UInt8(ascii: "*"),
            bytes[field.start + 1] != UInt8(ascii: "0")
        else { return nil }
        return Prefix(bytes.extracting((field.start + 1)..<(field.end - 2)))
    }

    /// The country code that is put before the codes of the row.
    private func base(_ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> [UInt8] {
        guard joinsCodes else { return [] }
        var digits = content(.countryCode, row, bytes)[...]
        if digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.count <= 7, digits.allSatisfy({ $0 &- 0x30 <= 9 }),
            digits.first != UInt8(ascii: "0")
        else {
            throw RowFault(field: .countryCode, reason: "not a country code")
        }
        return Array(digits)
    }

    /// A whole code that does not begin with the row's country code is taken, and counted.
    private mutating func observe(_ prefix: Prefix, _ row: Row, _ bytes: Span<UInt8>) {
        let code = trimmed(.countryCode, row, bytes)
        guard !code.isEmpty, let country = Prefix(bytes.extracting(code.start..<code.end)) else { return }
        let begins =
            country.count <= prefix.count && (0..<country.count).allSatisfy { country.digit($0) == prefix.digit($0) }
        if !begins { observations.foreignCodes.note(line: row.line) }
    }
}

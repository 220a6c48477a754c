import Rating

// The calls that a row is for, where it is not for all.

extension DeckAssembly {
    /// The rates of a row: one for what its columns name, and one for each jurisdiction that has a price of its own.
    mutating func variants(of rate: Rate, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> [Rate] {
        var plain = rate
        plain.variant.timeBand = try variantName(.timeBand, row, bytes)
        plain.variant.origin = try variantName(.origin, row, bytes)
        if let name = name(.jurisdiction, row, bytes), name != "any", name != "all" {
            guard let jurisdiction = Jurisdiction(name: name) else {
                throw RowFault(
                    field: .jurisdiction, reason: "not interstate, intrastate, indeterminate or international")
            }
            plain.variant.jurisdiction = jurisdiction
        }
        var rates: [Rate] = []
        if !columns.bandPrices.isEmpty, !rate.blocked { return try bandRates(plain, row, bytes) }
        for (field, jurisdiction) in DeckField.jurisdictionRates where columns.has(field) {
            var own = plain
            switch try price(field, row, bytes) {
            case .empty: continue
            case .nanos(let nanos): own.nanosPerMinute = nanos
            case .notice(.same): own.keepsPrice = true
            case .notice: (own.nanosPerMinute, own.blocked) = (0, true)
            }
            guard plain.variant.jurisdiction == nil else {
                throw RowFault(field: field, reason: "a price by jurisdiction in a row that names its jurisdiction")
            }
            own.variant.jurisdiction = jurisdiction
            rates.append(own)
        }
        let hasPlainPrice = columns.has(.ratePerMinute) && !trimmed(.ratePerMinute, row, bytes).isEmpty
        // A blocked row needs no price.
        if hasPlainPrice || rates.isEmpty { rates.insert(plain, at: 0) }
        return rates
    }

    /// A rate for each time band that has a price in the row.
    private mutating func bandRates(_ plain: Rate, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> [Rate] {
        var rates: [Rate] = []
        for (name, position) in columns.bandPrices {
            var own = plain
            own.variant.timeBand = destinations.index(of: Array(name.utf8)[...]) + 1
            // Read as the price that it is.
            var fields = row.fields
            fields[columns[.ratePerMinute]] = fields[position]
            do throws(RowFault) {
                switch try price(.ratePerMinute, Row(fields: fields, line: row.line), bytes) {
                case .empty: continue
                case .nanos(let nanos): own.nanosPerMinute = nanos
                case .notice(.same): own.keepsPrice = true
                case .notice: (own.nanosPerMinute, own.blocked) = (0, true)
                }
            } catch {
                throw RowFault(field: error.field, reason: error.reason, position: position)
            }
            rates.append(own)
        }
        return rates
    }

    func hasBandPrice(_ row: Row) -> Bool { columns.bandPrices.contains { !row.fields[$0.position].isEmpty } }

    func hasJurisdictionRate(_ row: Row) -> Bool {
        DeckField.jurisdictionRates.contains { columns.has($0.field) && !row.fields[columns[$0.field]].isEmpty }
    }

    /// Number of a time band or a callers' group: the index of its name among `destinations` + 1, 0 where there is none.
    private mutating func variantName(_ field: DeckField, _ row: Row, _ bytes: Span<UInt8>) throws(RowFault) -> Int32 {
        guard let name = name(field, row, bytes) else { return 0 }
        guard let checked = VariantName.checked(name) else {
            throw RowFault(field: field, reason: "not a name of at most \(VariantName.bytesMax) printable characters")
        }
        return destinations.index(of: Array(checked.utf8)[...]) + 1
    }
}

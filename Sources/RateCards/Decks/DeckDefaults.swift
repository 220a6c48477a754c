import Rating

/// What a file states once for all of its rates.
struct DeckDefaults {
    /// UTC; nil = each rate states its own, or the user does.
    var effectiveFromMicros: Int64?
    /// UTC; `Int64.max` = no end.
    var effectiveToMicros = Int64.max
    var increments: ReadingSettings.Increments?
    var setupFeeNanos: Int64 = 0
    var terms = RatingTerms.standard
    /// Zone of the file's dates where it is another than the card's; a date without an offset is then asked about.
    var foreignZone: String?
}

extension DeckDefaults {
    /// What a card of an interchange file states; a zone other than the card's matters for dates without an offset.
    init(_ terms: InterchangeFile.Terms, _ options: DeckOptions) throws(TableError) {
        effectiveFromMicros = try DeckDefaults.instant(terms.effectiveFrom, "effective_date", options)
        effectiveToMicros = try DeckDefaults.instant(terms.effectiveTo, "expiry_date", options) ?? .max
        if terms.initialSeconds != nil || terms.incrementSeconds != nil {
            let further = terms.incrementSeconds ?? options.increments.further
            guard further >= 1 else { throw TableError(.header, message: "default_pulse of the card is below 1") }
            increments = ReadingSettings.Increments(
                initial: terms.initialSeconds ?? options.increments.initial, further: further)
        }
        setupFeeNanos = terms.setupFeeNanos ?? 0
        if let markUp = options.settings.markUp {
            setupFeeNanos = markUp.applied(toNanos: setupFeeNanos) ?? setupFeeNanos
        }
        if let decimals = terms.roundingDecimals { self.terms.roundingDecimals = decimals }
        if let mode = terms.roundingMode { self.terms.roundingMode = mode }
        if let stated = terms.zone, let zone = options.zone, stated != zone,
            !(DeckDefaults.isUTC(stated) && DeckDefaults.isUTC(zone))
        {
            foreignZone = stated
        }
    }

    private static func isUTC(_ zone: String) -> Bool { ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"].contains(zone) }

    private static func instant(_ text: String?, _ name: String, _ options: DeckOptions) throws(TableError) -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        guard let moment = StatedMoment(text) else {
            throw TableError(.header, message: "\(name) '\(text)' is no date such as 2026-10-01T00:00:00Z")
        }
        return moment.utcMicros(options.utcMicros)
    }
}

import Rating

/// What a deck says about a prefix: the canonical columns.
public enum DeckField: String, CaseIterable, Sendable {
    case deckID = "deck_id"
    case prefix
    case destination
    case effectiveFrom = "effective_from"
    case effectiveTo = "effective_to"
    case ratePerMinute = "rate_per_min"
    case setupFee = "setup_fee"
    case initialSeconds = "initial_s"
    case incrementSeconds = "increment_s"
    case minimumSeconds = "minimum_s"
    case blocked
    case graceSeconds = "grace_s"
    case graceMode = "grace_mode"
    case durationRounding = "duration_rounding"
    case roundingDecimals = "rounding_decimals"
    case roundingMode = "rounding_mode"
    case maximumCost = "max_cost"
    case minimumCost = "min_cost"
    /// Names of the time band and of the callers' group that the rate is for; empty = any.
    case timeBand = "time_band"
    case origin
    case jurisdiction
    /// Prices a minute of calls within the United States, in place of rows with a jurisdiction.
    case interstateRate = "interstate_rate"
    case intrastateRate = "intrastate_rate"
    case indeterminateRate = "indeterminate_rate"
    /// Seconds to which the rate applies, where a deck states them; only 60 is taken.
    case rateUnitSeconds = "rate_unit_s"
}

extension DeckField {
    /// Other names by which decks call it, normalised (`TableHeader.normalised`), the preferred one first.
    var synonyms: [String] {
        switch self {
        case .deckID: ["deck"]
        case .prefix:
            [
                "dialcode", "dialingcode", "dialprefix", "destinationprefix", "destinationcode", "areacode", "codes",
                "code", "prefixes", "pattern", "breakout",
            ]
        case .destination:
            ["destinationname", "description", "name", "comment", "zone", "area", "country"]
        case .effectiveFrom:
            ["effectivedate", "effective", "startdate", "validfrom", "datefrom", "activationdate", "start", "from"]
        case .effectiveTo: ["expirydate", "enddate", "validto", "validtill", "validuntil", "dateto", "end"]
        case .ratePerMinute:
            [
                "rateperminute", "priceperminute", "pricepermin", "costperminute", "costpermin", "costmin", "ratemin",
                "pricemin", "rateusd", "rateeur", "priceusd", "voiceinusd", "rate", "price", "cost", "tariff",
            ]
        case .setupFee:
            [
                "connectionfee", "connectfee", "connectioncost", "connectcost", "setupcost", "setupcharge",
                "connectioncharge", "setup",
            ]
        case .initialSeconds:
            [
                "initialincrement", "firstinterval", "firstincrement", "initialinterval", "initialblock", "interval1",
                "initial", "mcd",
            ]
        case .incrementSeconds:
            [
                "subinterval", "subsequentincrement", "subsequentinterval", "nextinterval", "nextincrement",
                "intervaln",
                "billingincrements", "billingincrement", "increments", "increment", "inc", "interval", "pulse",
            ]
        case .minimumSeconds: ["minimumseconds", "minimumtime", "mintime", "minimum"]
        case .blocked: []
        case .graceSeconds: ["gracetime", "graceperiod", "grace", "includedseconds"]
        case .graceMode, .durationRounding, .roundingDecimals, .roundingMode: []
        case .maximumCost: ["maximumcost"]
        case .minimumCost: ["minimumcost"]
        case .timeBand: ["rateband", "bandname", "timeperiod", "timeofday", "tod", "peakoffpeak"]
        case .origin: ["origingroup", "originname", "originset", "anumbergroup", "anumber", "origination"]
        case .jurisdiction: ["callscope"]
        case .interstateRate: ["interrate", "interstateprice", "interprice", "interstate", "inter"]
        case .intrastateRate: ["intrarate", "intrastateprice", "intraprice", "intrastate", "intra"]
        case .indeterminateRate: ["indetrate", "indeterminateprice", "indetprice", "indeterminate", "indet"]
        case .rateUnitSeconds: ["voiceunitinseconds", "rateunitseconds"]
        }
    }

    /// What a deck cannot do without; a price for each jurisdiction does for the price a minute.
    var isRequired: Bool { self == .prefix || self == .ratePerMinute }

    /// The columns of prices by jurisdiction.
    static let jurisdictionRates: [(field: DeckField, jurisdiction: Jurisdiction)] = [
        (.interstateRate, .interstate), (.intrastateRate, .intrastate), (.indeterminateRate, .indeterminate),
    ]
}

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
    /// Due for each attempt, answered or not.
    case attemptFee = "attempt_fee"
    /// Names of the time band and of the callers' group that the rate is for; empty = any.
    case timeBand = "time_band"
    case origin
    case jurisdiction
    /// Prices a minute of calls within the United States, in place of rows with a jurisdiction.
    case interstateRate = "interstate_rate"
    case intrastateRate = "intrastate_rate"
    case indeterminateRate = "indeterminate_rate"
    /// Seconds to which the rate applies, where a deck states them, or words such as `per minute`.
    case rateUnit = "rate_unit_s"
    /// Last code of a range whose first is the prefix.
    case prefixTo = "prefix_to"
    /// What stands before area codes, or repeats the beginning of whole ones.
    case countryCode = "country_code"
    /// What stands before the destination's name.
    case country
    /// Words such as `closed`; most have no effect.
    case status
    /// The currency of the row, held against the card's.
    case currency
    /// The price behind the initial increment, which a card has only if it is the same.
    case nextRate = "next_rate"
    /// 1 where the code is given up, 0 where it is not.
    case discontinued
    /// 0 where calls are not taken, 1 where they are.
    case active
}

extension DeckField {
    /// Other names by which decks call it, normalised (`TableHeader.normalised`), the preferred one first.
    var synonyms: [String] {
        switch self {
        case .deckID: ["deck"]
        case .prefix:
            [
                "dialcode", "dialcodes", "dialingcode", "dialingcodes", "diallingcode", "diallingcodes", "dialprefix",
                "dialedprefix", "destinationprefix", "destinationcode", "destinationcodes", "destcode", "destprefix",
                "fullcode", "fullprefix", "areacode", "areacodes", "citycode", "citycodes", "ndc", "codes", "code",
                "prefixes", "prefixcode", "pattern", "breakout", "breakouts", "numberprefix", "digits", "code1",
                "dstcode", "dstprefix", "rateprefix", "e164", "e164code", "e164prefix", "vorwahl", "vorwahlen",
                "prefijo", "prefijos", "codigo", "codigos", "prefixo", "prefixos", "prefissi", "codice", "prefixe",
                "indicatifs",
                "prefisso", "indicatif", "codefrom", "prefixfrom", "fromcode", "fromprefix", "startcode", "rangestart",
                "rangefrom", "npanxx", "npanxxx", "npanxxcode", "npanxxcodes", "nxx",
            ]
        case .destination:
            [
                "destinationname", "destinations", "codename", "dstname", "destname", "dest", "routename",
                "destinationdescription",
                "description", "areaname", "networkname", "network", "operator", "carriername", "name", "zonename",
                "zone", "area", "region", "comment", "ziel", "zielname", "bezeichnung", "beschreibung", "destino",
                "descripcion", "descricao", "destinazione", "descrizione", "libelle", "countryname", "country",
                "land", "zielland", "pays", "pais", "paese",
            ]
        case .effectiveFrom:
            [
                "effectivedate", "effectivefromdate", "effectivedatetime", "dateeffective", "effdate", "effective",
                "startdate", "startsat", "validfrom", "validfromdate", "datefrom", "fromdate", "activationdate",
                "gultigab", "gueltigab", "gultigvon", "gueltigvon", "wirksamab", "datedeffet", "dateeffet", "datedebut",
                "datededebut", "valableapartirdu", "fechadeinicio", "fechainicio", "fechaefectiva", "fechadevigencia",
                "vigencia", "validodesde", "datadeinicio", "datainicio", "validoapartirde", "validodal", "datainizio",
                "decorrenza",
                "activefrom", "dateofeffect", "livedate", "datelive", "changedate", "start", "from",
            ]
        case .effectiveTo:
            [
                "expirydate", "expirationdate", "expiry", "expires", "effectivetodate", "enddate", "endsat", "validto",
                "gultigbis", "gueltigbis", "datedefin", "datefin", "fechafin", "fechadefin", "validohasta", "datafim",
                "datadefim", "validoate", "validoal", "datafine",
                "validtodate", "validtill", "validuntil", "dateto", "todate", "activeto", "end", "until", "till",
            ]
        case .ratePerMinute:
            [
                "rateperminute", "priceperminute", "pricepermin", "costperminute", "costpermin", "costmin", "ratemin",
                "pricemin", "rateusd", "rateeur", "priceusd", "voiceinusd", "rate", "price", "cost", "tariff",
                "rateinitial", "buyrate", "sellrate", "billingrate",
                "preis", "precio", "prezzo", "prix", "tarif", "tarifa", "minutenpreis", "preco", "tariffa",
            ]
        case .setupFee:
            [
                "connectionfee", "connectfee", "connectioncost", "connectcost", "setupcost", "setupcharge",
                "connectioncharge", "connectcharge", "connectionprice", "callsetupfee", "callsetupcharge",
                "callsetupcost", "callsetup", "setupprice", "setup", "verbindungsentgelt", "verbindungsgebuhr",
            ]
        case .initialSeconds:
            [
                "initialincrement", "firstinterval", "intervalfirst", "firstincrement", "initialinterval",
                "initialblock", "interval1",
                "initialperiod", "firstperiod", "initialduration", "initialbilling", "initblock", "firstblock",
                "minimumincrement", "initial", "mcd",
            ]
        case .incrementSeconds:
            [
                "subinterval", "intervalnext", "subsequentincrement", "subsequentinterval", "nextinterval",
                "nextincrement",
                "intervaln", "subsequentperiod", "subsequentblock", "nextperiod", "nextblock", "subincrement",
                "subsequent", "additionalincrement", "billinginterval", "billingblock", "billingunit", "billingterms",
                "billing", "billingrules", "billingscheme", "billingmode", "billingperiod",
                "abrechnungstakt", "palier", "facturation", "incremento", "incrementos", "facturacion", "cadencia",
                "scatto", "scatti",
                "billingincrements", "billingincrement", "increments", "increment", "incr", "inc", "intervals",
                "interval", "blocks", "granularity", "billingcycle", "takt", "taktung", "pulse",
                "chargingincrement", "chargingincrements", "chargeincrement", "roundingincrement", "billinginc",
                "billingincr",
            ]
        case .minimumSeconds:
            ["minimumseconds", "minimumtime", "mintime", "minimumduration", "minduration", "minvolume", "minimum"]
        case .blocked: ["forbidden", "barred"]
        case .graceSeconds: ["gracetime", "graceperiod", "gracevolume", "grace", "includedseconds"]
        case .graceMode, .durationRounding, .roundingDecimals, .roundingMode: []
        case .maximumCost: ["maximumcost"]
        case .minimumCost: ["minimumcost"]
        case .attemptFee:
            [
                "attemptcharge", "attemptcost", "attemptprice", "attemptsurcharge", "callattemptfee",
                "callattemptcharge",
                "callattemptcost", "callattemptsurcharge", "callattempt", "perattemptfee", "perattempt",
                "feeperattempt",
                "chargeperattempt", "costperattempt", "priceperattempt",
            ]
        case .timeBand: ["rateband", "bandname", "timeperiod", "timeofday", "tod", "peakoffpeak"]
        case .origin: ["origingroup", "originname", "originset", "anumbergroup", "anumber", "origination"]
        case .jurisdiction: ["callscope"]
        case .interstateRate: ["interrate", "interstateprice", "interprice", "interstate", "inter"]
        case .intrastateRate: ["intrarate", "intrastateprice", "intraprice", "intrastate", "intra"]
        case .indeterminateRate: ["indetrate", "indeterminateprice", "indetprice", "indeterminate", "indet"]
        case .rateUnit:
            ["voiceunitinseconds", "rateunitseconds", "rateunit", "priceunit", "unit", "per", "unitofmeasure"]
        case .prefixTo: ["code2", "lastcode", "codeto", "tocode", "toprefix", "endcode", "rangeend", "rangeto"]
        case .countryCode:
            [
                "countrycode", "countrycodes", "cc", "countryprefix", "countrydialcode", "countrydialingcode",
                "npa", "landervorwahl",
                "laendervorwahl", "indicatifpays",
            ]
        case .country: ["countryname", "country", "land", "pays", "pais", "paese"]
        case .status:
            [
                "ratestatus", "codestatus", "destinationstatus", "state", "change", "changetype", "typeofchange",
                "action",
                "changeindicator", "changestatus",
            ]
        case .currency: ["currencycode", "curr", "ccy", "cur"]
        case .nextRate:
            [
                "nextprice", "nextcost", "pricen", "raten", "subsequentrate", "subsequentprice", "furtherrate",
                "additionalrate",
                "ratesubsequent", "ratenext", "rateadditional",
            ]
        // What a heading alone does not tell for sure is found by the values: see `UnusedColumns`.
        case .discontinued, .active: []
        }
    }

    /// Fields that only decks of others have: the canonical file says the same in its own columns, and its reader leaves
    /// columns of these names alone.
    var isForeign: Bool {
        switch self {
        case .prefixTo, .countryCode, .country, .status, .currency, .nextRate, .discontinued, .active: true
        default: false
        }
    }

    /// Headings alone do not tell them for sure, values do.
    var isFoundByValues: Bool { self == .discontinued || self == .active }

    /// What a deck cannot do without; a price for each jurisdiction does for the price a minute.
    var isRequired: Bool { self == .prefix || self == .ratePerMinute }

    /// The columns of prices by jurisdiction.
    static let jurisdictionRates: [(field: DeckField, jurisdiction: Jurisdiction)] = [
        (.interstateRate, .interstate), (.intrastateRate, .intrastate), (.indeterminateRate, .indeterminate),
    ]
}

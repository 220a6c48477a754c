import Money

@testable import RateCards

// The decks of `OddDeckTests`, by what is odd about them.

extension OddDeck {
    static let all =
        codes + nationalCodes + northAmerican + repeated + prices + firstPrices + bands + rules + terms + dates + states
        + shapes + suppliers

    private static func states(_ column: String, _ value: String) -> String {
        "Code,Name,Rate,\(column)\n999,Examplia,0.01,\n998,Otheria,0.02,\(value)\n"
    }

    private static func deck(_ code: String) -> String { "Code,Rate\n\(code),0.01\n" }

    private static let day: Int64 = 86_400_000_000
    /// 2026-11-30.
    private static let received: Int64 = 20_787 * day

    // MARK: - Codes

    private static let codes: [OddDeck] = [
        OddDeck("a hyphen behind a country code", deck("93-76"), .question("--code-hyphens join or range")),
        OddDeck(
            "a hyphen behind a country code, row", deck("93-76"),
            .refused(2, "a range, or a country code and an area code")),
        OddDeck("a hyphen behind a country code, joined", deck("93-76"), .taken(["9376 0.01"])) {
            $0.settings.codeHyphens = .join
        },
        OddDeck("a hyphen that may be a range", deck("44-49"), .question("--code-hyphens join or range")),
        OddDeck("a hyphen that is a range", deck("48-49"), .taken(["48 0.01", "49 0.01"])) {
            $0.settings.codeHyphens = .range
        },
        OddDeck("a range that cannot be", deck("93-76"), .refused(2, "a range whose last code is below its first")) {
            $0.settings.codeHyphens = .range
        },
        OddDeck("several hyphens within a code", deck("1-242-555"), .taken(["1242555 0.01"])) {
            $0.settings.codeHyphens = .join
        },
        OddDeck("several hyphens, not said", deck("1-242-555"), .question("--code-hyphens")),
        OddDeck("a plus before a hyphen", deck("+44-7911"), .question("--code-hyphens")),
        OddDeck("a range of whole codes", deck("49172-49174"), .taken(["49172 0.01", "49173 0.01", "49174 0.01"])),
        OddDeck("a range of short codes", deck("991-993"), .taken(["991 0.01", "992 0.01", "993 0.01"])),
        OddDeck("a short range", deck("49172-4"), .refused(2, "differ in length")),
        OddDeck("a blank within a code", deck("336 07"), .question("--code-blanks join or separate")),
        OddDeck("a blank within a code, row", deck("336 07"), .refused(2, "blanks within a code")),
        OddDeck("a blank within a code, joined", deck("336 07"), .taken(["33607 0.01"])) {
            $0.settings.codeBlanks = .join
        },
        OddDeck("a blank between codes", deck("33607 33608"), .taken(["33607 0.01", "33608 0.01"])) {
            $0.settings.codeBlanks = .separate
        },
        OddDeck("blanks and hyphens within a code", deck("49 - 172"), .taken(["49172 0.01"])) {
            $0.settings.codeBlanks = .join
            $0.settings.codeHyphens = .join
        },
        OddDeck("a list with blanks behind commas", deck("\"33607, 33608\""), .taken(["33607 0.01", "33608 0.01"])) {
            $0.settings.codeBlanks = .join
        },
        OddDeck("a short list", deck("\"49172, 73\""), .refused(2, "may be short for a longer code")),
        OddDeck("scientific notation", deck("9.19E+11"), .refused(2, "scientific notation")),
        OddDeck("brackets", deck("44(0)20"), .refused(2, "brackets around a part of a code")),
        OddDeck("a class of digits", deck("49[15]"), .refused(2, "a pattern")),
        OddDeck("marks for any digits", deck("49151xxx"), .refused(2, "--code-marks drop")),
        OddDeck("marks for any digits, dropped", deck("49151xxx"), .taken(["49151 0.01"])) {
            $0.settings.codeMarks = .drop
        },
        OddDeck("a dialling pattern", deck("^9375.*"), .taken(["9375 0.01"])),
        OddDeck("a code with 00", deck("0049172"), .taken(["49172 0.01"])),
        OddDeck("a text mark of a spreadsheet", deck("'49172"), .taken(["49172 0.01"])),
        OddDeck("a tech prefix", deck("1234#49"), .refused(2, "not a prefix")),
        OddDeck("a code of sixteen digits", deck("4917212345678901"), .refused(2, "not a prefix")),
        OddDeck("an empty code", "Code,Name,Rate\n,Examplia,0.01\n", .refused(2, "empty")),
        OddDeck(
            "a country code in a column of its own", "Country Code,Area Code,Rate\n49,172,0.01\n49,173,0.02\n",
            .taken(["49172 0.01", "49173 0.02"])),
        OddDeck(
            "country codes before half of the codes", "Country Code,Area Code,Rate\n49,172,0.01\n49,49173,0.02\n",
            .question("--codes whole or --codes joined")),
    ]

    private static let nationalCodes: [OddDeck] = [
        OddDeck("national codes", deck("030"), .question("--country-code")),
        OddDeck("national codes, row", deck("030"), .refused(2, "begins with 0")),
        OddDeck("national codes with what is dialled before them", deck("030"), .question("--trunk-prefix")) {
            $0.settings.countryCode = "49"
        },
        OddDeck("national codes without it", "Code,Rate\n030,0.01\n0171,0.02\n", .taken(["49171 0.02", "4930 0.01"])) {
            $0.settings.countryCode = "49"
            $0.settings.trunkPrefix = "0"
        },
        OddDeck("national codes that keep their 0", deck("06"), .taken(["3906 0.01"])) {
            $0.settings.countryCode = "39"
            $0.settings.trunkPrefix = "none"
        },
        OddDeck(
            "national codes beside international ones", "Code,Rate\n30,0.01\n+4989,0.02\n0043,0.03\n",
            .taken([
                "43 0.03", "4930 0.01", "4989 0.02",
            ])
        ) { $0.settings.countryCode = "49" },
        OddDeck("a range of national codes", deck("171-172"), .taken(["49171 0.01", "49172 0.01"])) {
            $0.settings.countryCode = "49"
        },
        OddDeck(
            "a country code that codes have already", "Code,Rate\n4930,0.01\n4989,0.02\n",
            .question("leave --country-code out")
        ) {
            $0.settings.countryCode = "49"
        },
    ]

    private static let northAmerican: [OddDeck] = [
        OddDeck("six digits of North America", "Code,Rate\n201200,0.01\n212555,0.02\n", .question("--country-code 1")),
        OddDeck(
            "six digits of North America, said", "Code,Rate\n201200,0.01\n212555,0.02\n",
            .taken(["1201200 0.01", "1212555 0.02"])
        ) { $0.settings.countryCode = "1" },
        OddDeck(
            "six digits that are whole", "Code,Rate\n201200,0.01\n212555,0.02\n",
            .taken(["201200 0.01", "212555 0.02"])
        ) { $0.settings.codes = .whole },
        OddDeck(
            "NPANXX by its heading", "NPANXX,Rate\n201200,0.01\n1212555,0.02\n",
            .taken(["1201200 0.01", "1212555 0.02"])),
        OddDeck(
            "a code of others under NPANXX", "NPANXX,Rate\n201200,0.01\n4917,0.02\n",
            .refused(3, "not an area code and exchange")),
        OddDeck(
            "area code and exchange in two columns", "NPA,NXX,Rate\n201,200,0.01\n212,555,0.02\n",
            .taken([
                "1201200 0.01", "1212555 0.02",
            ])),
        OddDeck(
            "one area code with prices by jurisdiction", "Code,Interstate,Intrastate\n201200,0.01,0.02\n",
            .question("--country-code 1")),
        OddDeck(
            "six digits of another country", "Code,Rate\n491711,0.01\n491712,0.02\n",
            .taken(["491711 0.01", "491712 0.02"])),
        OddDeck(
            "six digits and a country code", "Code,Rate\n201200,0.01\n44,0.02\n", .taken(["201200 0.01", "44 0.02"])),
    ]

    // MARK: - Rows of one code

    private static let twice = "Code,Rate\n999,0.03\n999,0.01\n999,0.02\n"

    private static let repeated: [OddDeck] = [
        OddDeck("a code three times", twice, .refused(3, "the same prefix and start as in line")),
        OddDeck("a code three times, first", twice, .taken(["999 0.03"])) { $0.settings.duplicates = .first },
        OddDeck("a code three times, last", twice, .taken(["999 0.02"])) { $0.settings.duplicates = .last },
        OddDeck("a code three times, dearest", twice, .taken(["999 0.03"])) { $0.settings.duplicates = .dearest },
        OddDeck("a code three times, cheapest", twice, .taken(["999 0.01"])) { $0.settings.duplicates = .cheapest },
        OddDeck("a row twice", "Code,Rate\n999,0.03\n999,0.03\n", .taken(["999 0.03"])),
        OddDeck(
            "a code in a list and by itself", "Code,Rate\n\"999,998\",0.03\n999,0.01\n",
            .taken(["998 0.03", "999 0.01"])
        ) { $0.settings.duplicates = .last },
        OddDeck(
            "a price that stays beside another, dearest", "Code,Rate\n999,same\n999,0.01\n",
            .refused(2, "the same prefix")
        ) {
            $0.settings.duplicates = .dearest
        },
    ]

    // MARK: - Prices

    private static let prices: [OddDeck] = [
        OddDeck("no price", "Code,Name,Rate\n999,Examplia,\n", .refused(2, "empty")),
        OddDeck("a price below zero", "Code,Rate\n999,-0.01\n", .refused(2, "below zero")),
        OddDeck("a word for a price", "Code,Rate\n999,free\n", .refused(2, "not a decimal number")),
        OddDeck("a price on request", "Code,Rate\n999,on request\n", .refused(2, "no price yet")),
        OddDeck("a range of prices", "Code,Rate\n999,0.01-0.02\n", .refused(2, "a range of prices")),
        OddDeck("a percentage", "Code,Rate\n999,5%\n", .refused(2, "a percentage")),
        OddDeck("a price in another currency", "Code,Rate\n999,0.01 EUR\n", .refused(2, "in EUR")),
        OddDeck(
            "prices in another currency by their heading", "Code,Rate EUR\n999,0.01\n", .question("the card is in USD")),
        OddDeck("prices in cents by their heading", "Code,Rate (cents/min)\n999,1.5\n", .taken(["999 0.015"])),
        OddDeck("prices per second", "Code,Price per second\n999,0.001\n", .taken(["999 0.06"])),
        OddDeck("prices per what", "Code,Price per 100\n999,0.001\n", .question("per a number of what")),
        OddDeck("decimal commas", "Code;Rate\n999;0,0125\n998;0,02\n", .taken(["998 0.02", "999 0.0125"])),
        OddDeck(
            "decimal commas and points", "Code;Rate\n999;0,5\n998;0.02\n",
            .refused(2, "a comma in a column that has decimal points")),
        OddDeck("separated thousands", "Code;Rate\n999;1,234.5\n", .refused(2, "thousands are separated")),
        OddDeck("two columns of prices", "Code,Rate A,Price\n999,0.01,0.02\n", .question("may each be the price")),
        OddDeck("two prices of one heading", "Code,Rate,Rate\n999,0.01,0.02\n", .noDeck("both called 'Rate'")),
        OddDeck(
            "a price far above the others of its country", "Code,Rate\n49,0.01\n4915,0.02\n4916,0.02\n4917,2\n",
            .question("--confirm odd-prices")
        ) { $0.receivedMicros = received },
        OddDeck(
            "a price far below the others of its country", "Code,Rate\n49,0.5\n4915,0.6\n4916,0.0005\n",
            .question("--confirm odd-prices")
        ) { $0.receivedMicros = received },
        OddDeck(
            "a price of nothing among others", "Code,Rate\n49,0.5\n4915,0.6\n4916,0\n", .question("such as 0 for 4916")
        ) { $0.receivedMicros = received },
        OddDeck(
            "a price far from the others, confirmed", "Code,Rate\n49,0.01\n4915,0.02\n4917,2\n",
            .taken(["49 0.01", "4915 0.02", "4917 2"])
        ) {
            $0.receivedMicros = received
            $0.confirmed = [.oddPrices]
        },
        OddDeck(
            "a dear country", "Code,Rate\n49,0.01\n43,0.01\n41,0.01\n8835,9\n",
            .taken(["41 0.01", "43 0.01", "49 0.01", "8835 9"])
        ) {
            $0.receivedMicros = received
        },
    ]

    private static let firstPrices: [OddDeck] = [
        OddDeck(
            "a dearer first minute", "Code,Initial Rate,Next Rate,Increments\n999,0.06,0.03,60/60\n",
            .taken(["999 0.03 fee 0.03 60/60"])),
        OddDeck(
            "a dearer first minute and a fee",
            "Code,Initial Rate,Next Rate,Increments,Connect Fee\n999,0.06,0.03,30/6,0.01\n",
            .taken(["999 0.03 fee 0.025 30/6"])),
        OddDeck(
            "a cheaper first minute", "Code,Initial Rate,Next Rate,Increments\n999,0.03,0.06,60/60\n",
            .refused(2, "dearer than the others")),
        OddDeck(
            "a cheaper first minute below a fee",
            "Code,Initial Rate,Next Rate,Increments,Connect Fee\n999,0.03,0.06,60/60,0.05\n",
            .taken(["999 0.06 fee 0.02 60/60"])),
        OddDeck(
            "a first second that is not exact", "Code,Initial Rate,Next Rate,Increments\n999,0.01,0.009999999,1/1\n",
            .refused(2, "not exact to 9 decimals as a fee")),
        OddDeck("a next price that is the same", "Code,Initial Rate,Next Rate\n999,0.03,0.03\n", .taken(["999 0.03"])),
    ]

    private static let byTime = "Code,Name,Peak Rate,Off-Peak Rate\n999,Examplia,0.02,0.01\n998,Otheria,0.05,\n"

    private static let bands: [OddDeck] = [
        OddDeck("peak and off-peak", byTime, .noDeck("--band-price peak=#3 --band-price off_peak=#4")),
        OddDeck("peak and off-peak as bands", byTime, .taken(["998 0.05 peak", "999 0.01 off_peak", "999 0.02 peak"])) {
            $0.settings.bandPrices = ["peak": "Peak Rate", "off_peak": "#4"]
        },
        OddDeck("a price of a band that is none", "Code,Peak,Off-Peak\n999,0.02,soon\n", .refused(2, "not a decimal")) {
            $0.settings.bandPrices = ["peak": "#2", "off_peak": "#3"]
        },
        OddDeck("a band's column that is not there", byTime, .noDeck("no column 'Night'")) {
            $0.settings.bandPrices = ["peak": "#3", "night": "Night"]
        },
        OddDeck("a row without any price of a band", "Code,Name,Peak,Off-Peak\n999,Examplia,,\n", .refused(2, "empty"))
        {
            $0.settings.bandPrices = ["peak": "#3", "off_peak": "#4"]
        },
    ]

    private static let named = "Code,Name,Rate\n521,Mexico Mobile,0.02\n52,Mexico,0.01\n53,Cuba,0.5\n"

    private static let rules: [OddDeck] = [
        OddDeck("increments of one country", named, .taken(["52 0.01 60/60", "521 0.02 60/60", "53 0.5"])) {
            $0.settings.rules = [DeckRule("mexico*: increments=60/60")!]
        },
        OddDeck("a fee and a mark-up of some codes", named, .taken(["52 0.01", "521 0.022 fee 0.01 min 30", "53 0.5"]))
        {
            $0.settings.rules = [DeckRule("521: setup_fee=0.01, markup=10, minimum_s=30")!]
        },
        OddDeck("a mark-up but for one country", named, .taken(["52 0.0105", "521 0.021", "53 0.5"])) {
            $0.settings.markUp = MarkUp(milliPercent: 5_000)
            $0.settings.rules = [DeckRule("Cuba: markup=0")!]
        },
        OddDeck("the first of two rules", named, .taken(["52 0.01 30/6", "521 0.02 60/60", "53 0.5"])) {
            $0.settings.rules = [DeckRule("* mobile: increments=60/60")!, DeckRule("52: increments=30/6")!]
        },
        OddDeck("a rule for no row", named, .question("leave out --rule")) {
            $0.settings.rules = [DeckRule("Mexcio*: increments=60/60")!]
        },
        OddDeck(
            "a rule for one of several codes", "Code,Rate\n\"49,4915\",0.01\n", .taken(["49 0.01", "4915 0.01 60/60"])
        ) {
            $0.settings.rules = [DeckRule("4915*: increments=60/60")!]
        },
    ]

    // MARK: - Increments, fees, rounding

    private static let terms: [OddDeck] = [
        OddDeck("an attempt fee", "Code,Rate,Attempt Fee\n999,0.01,0.001\n", .taken(["999 0.01 attempt 0.001"])),
        OddDeck(
            "what may be an attempt fee", "Code,Rate,Surcharge on attempts\n999,0.01,0.001\n",
            .question("--column attempt_fee=#3")),
        OddDeck("an attempt fee by option", deck("999"), .taken(["999 0.01 attempt 0.0005"])) {
            $0.settings.attemptFeeNanos = 500_000
        },
        OddDeck(
            "an attempt fee in cents", "Code,Rate,Attempt Fee (cents)\n999,0.01,0.1\n",
            .taken(["999 0.01 attempt 0.001"])),
        OddDeck("an attempt fee below zero", "Code,Rate,Attempt Fee\n999,0.01,-0.001\n", .refused(2, "below zero")),
        OddDeck(
            "a fee under another heading", "Code,Rate,Call Fee\n999,0.01,0.001\n", .question("--column setup_fee=#3")),
        OddDeck("increments of zero", "Code,Rate,Increments\n999,0.01,0/0\n", .refused(2, "below 1")),
        OddDeck(
            "increments that became a date", "Code,Rate,Increments\n999,0.01,1-Jun\n", .refused(2, "not increments")),
        OddDeck("three increments", "Code,Rate,Increments\n999,0.01,60-30-6\n", .taken(["999 0.01 30/6 min 60"])),
        OddDeck(
            "increments in words before the header", "Billing increment: 60/60\n\nCode,Rate\n999,0.01\n",
            .question("--increments")),
        OddDeck("amounts rounded half down", "Code,Rate,rounding_mode\n999,0.01,half_down\n", .taken(["999 0.01"])),
        OddDeck(
            "an unknown rounding", "Code,Rate,rounding_mode\n999,0.01,ceil\n", .refused(2, "not half_up, half_down")),
    ]

    // MARK: - Dates

    private static func dated(_ dates: String...) -> String {
        "Code,Rate,Effective Date\n" + dates.enumerated().map { "\(999 - $0),0.01,\($1)\n" }.joined()
    }

    private static let dates: [OddDeck] = [
        OddDeck("no start", deck("999"), .question("--effective")) { $0.effectiveFromMicros = nil },
        OddDeck("dates of unknown order", dated("01/10/2026"), .question("Day or month first?")),
        OddDeck("a day that is not", dated("2026-02-30"), .refused(2, "not a date")),
        OddDeck("dated a year ago", dated("2025-11-30", "2025-10-01"), .question("--confirm old-dates")) {
            $0.receivedMicros = received
        },
        OddDeck("dated a year ago, confirmed", dated("2025-11-30"), .taken(["999 0.01"])) {
            $0.receivedMicros = received
            $0.confirmed = [.oldDates]
        },
        OddDeck("a row of 1999", dated("2026-11-30", "1999-12-01"), .question("more than ten years before")) {
            $0.receivedMicros = received
        },
        OddDeck("a first deck from 1999", dated("1999-12-01"), .question("days before it was received")) {
            $0.receivedMicros = received
        },
        OddDeck("dated today", dated("2026-11-30", "2021-10-01"), .taken(["998 0.01", "999 0.01"])) {
            $0.receivedMicros = received
        },
        OddDeck("a start to be announced", dated("TBA"), .refused(2, "no date yet")),
        OddDeck(
            "an end before the start", "Code,Rate,Valid from,Valid to\n999,0.01,2026-10-01,2026-09-01\n",
            .refused(2, "not after the start")),
    ]

    // MARK: - States

    private static let states: [OddDeck] = [
        OddDeck(
            "no longer available, in a column of states", states("Status", "No longer available"),
            .taken([
                "998 blocked", "999 0.01",
            ])),
        OddDeck(
            "no longer available, in a remark", states("Remark", "No longer available"), .question("--column status=#4")
        ),
        OddDeck(
            "a sentence in a remark", states("Remark", "Service discontinued by the carrier"),
            .question("--column status=#4")),
        OddDeck("a sentence for a state", states("Status", "No longer routed by us"), .question("--state")),
        OddDeck(
            "a state for all rows", "Code,Rate,Status\n999,0.01,No longer routed\n998,0.02,No longer routed\n",
            .question("--state")),
        OddDeck("a remark of no weight", states("Remark", "see mail"), .taken(["998 0.02", "999 0.01"])),
        OddDeck("a code that is closed", states("Status", "Deleted"), .taken(["998 blocked", "999 0.01"])),
        OddDeck("a flag that is one", states("Discontinued", "1"), .taken(["998 blocked", "999 0.01"])),
        OddDeck(
            "a name that says so", "Code,Name,Rate\n999,Examplia (discontinued),0.01\n",
            .question("--confirm odd-names")
        ) {
            $0.receivedMicros = received
        },
        OddDeck("unknown marks for states", "Code,Rate,Status\n999,0.01,Q\n998,0.02,Z\n", .question("--state")),
    ]

    // MARK: - Files

    private static let shapes: [OddDeck] = [
        OddDeck("nothing", "", .noDeck("empty")),
        OddDeck("no header", "999,Examplia,0.01\n998,Otheria,0.02\n", .noDeck("no column")),
        OddDeck("no column of codes", "Name,Rate\nExamplia,0.01\n", .noDeck("no column for 'prefix'")),
        OddDeck("a torn row", "Code,Rate\n999,0.01,x\n", .refused(2, "2 fields expected, 3 found")),
        OddDeck("a quote that is not closed", "Code,Name,Rate\n999,\"Examplia,0.01\n", .refused(2, "quote")),
        OddDeck("a title before the header", "Rates of Examplia\n\nCode,Rate\n999,0.01\n", .taken(["999 0.01"])),
        OddDeck("two tables", "Code,Rate\n999,0.01\n\nCode,Rate\n998,0.02\n", .question("--header-row")),
        OddDeck("a file cut off", "Code,Rate\n999,0.01\n998", .question("ends in the middle")),
        OddDeck("a total below", "Code,Rate\n999,0.01\nTotal,0.01\n", .refused(3, "not a prefix")),
    ]

    // MARK: - As suppliers send them

    private static let suppliers: [OddDeck] = [
        OddDeck(
            "a header in two rows",
            "Destination,Dial,Rate,Effective\n,Code,USD/min,Date\nExamplia,999,0.01,2026-12-01\n", .taken(["999 0.01"])),
        OddDeck("merged cells of countries", merged, .question("--merged fill")),
        OddDeck("merged cells of countries, filled", merged, .taken(["998 0.03", "999 0.01", "9997 0.02"])) {
            $0.settings.mergedCells = .fill
        },
        OddDeck("a code that is blocked", "Code,Rate\n999,0.01\n998,BLOCKED\n", .taken(["998 blocked", "999 0.01"])),
        OddDeck("no price, in letters", "Code,Rate\n999,0.01\n998,N/A\n", .refused(3, "no price")),
        OddDeck("no price, as a dash", "Code,Rate\n999,0.01\n998,-\n", .refused(3, "no price")),
        OddDeck("no price, as a long dash", "Code,Rate\n999,—\n", .refused(2, "no price")),
        OddDeck("no price, as an error of the sheet", "Code,Rate\n999,#N/A\n", .refused(2, "no price")),
        OddDeck("decimal commas beside thousand points", european, .refused(2, "--decimal comma")),
        OddDeck(
            "decimal commas beside thousand points, said", european, .taken(["998 0.02", "999 1234.56"])
        ) { $0.settings.decimal = .comma },
        OddDeck(
            "dates written in three ways",
            "Code,Rate,Effective Date\n999,0.01,2026-12-01\n998,0.02,13-Dec-26\n997,0.03,\"December 1, 2026\"\n",
            .taken(["997 0.03", "998 0.02", "999 0.01"])),
        OddDeck(
            "dates of two orders", "Code,Rate,Effective Date\n999,0.01,2026-12-01\n998,0.02,01.12.2026\n",
            .question("Day or month first?")),
        OddDeck("days as numbers of a spreadsheet", serial, .refused(2, "--date-format serial")),
        OddDeck("days as numbers of a spreadsheet, said", serial, .taken(["998 0.02", "999 0.01"])) {
            $0.settings.dateFormat = .serial
        },
        OddDeck("a start at once", "Code,Rate,Effective Date\n999,0.01,immediately\n", .refused(2, "--effective")) {
            $0.effectiveFromMicros = nil
        },
        OddDeck("a month for a date", "Code,Rate,Effective Date\n999,0.01,Dec 2026\n", .refused(2, "not a date")),
        OddDeck("codes glued with semicolons", deck("49172;49173"), .taken(["49172 0.01", "49173 0.01"])),
        OddDeck("codes glued with strokes", deck("49172/49173"), .taken(["49172 0.01", "49173 0.01"])),
        OddDeck("codes on lines of one cell", deck("\"49172\n49173\""), .taken(["49172 0.01", "49173 0.01"])),
        OddDeck("codes glued with a word", deck("49172 and 49173"), .refused(2, "not a prefix")),
        OddDeck("a range of mobile codes", deck("4477-4479"), .taken(["4477 0.01", "4478 0.01", "4479 0.01"])),
        OddDeck("a range with a long dash", deck("49171–49172"), .taken(["49171 0.01", "49172 0.01"])),
        OddDeck("a range in words", deck("49171 to 49172"), .taken(["49171 0.01", "49172 0.01"])),
        OddDeck("scientific notation of a mobile code", deck("4.477E+11"), .refused(2, "has lost digits")),
        OddDeck("a code as a number with decimals", deck("49172.0"), .refused(2, "not a prefix")),
        OddDeck("a code with a plus", deck("+49172"), .taken(["49172 0.01"])),
        OddDeck("a code in other digits", deck("٤٩"), .refused(2, "not a prefix")),
        OddDeck("a code but for another", deck("49 (excl. 49172)"), .refused(2, "brackets")),
        OddDeck(
            "a code for the rest of the world", "Code,Name,Rate\n999,Examplia,0.01\nOther,Rest,0.5\n",
            .refused(3, "not a prefix")),
        OddDeck(
            "a total and legal text below the rates",
            "Code,Name,Rate\n999,Examplia,0.01\n\nTotal,1,\nRates are confidential, subject to change and without tax.\n",
            .taken(["999 0.01"])),
        OddDeck(
            "a total that may be a price", "Code,Name,Rate\n999,Examplia,0.01\nTotal,,0.01\n",
            .refused(3, "not a prefix")),
        OddDeck(
            "a row cut off at the end", "Code,Name,Rate\n999,Examplia,0.01\nExamplia Mob",
            .question("ends in the middle")),
        OddDeck(
            "headings of groups", "Code,Name,Rate\nEUROPE,,\n49,Germany,0.01\nASIA,,\n81,Japan,0.02\n",
            .taken(["49 0.01", "81 0.02"])),
        OddDeck(
            "a name without code and price", "Name,Code,Rate\nExamplia,999,0.01\nOtheria,,\nThirdia,997,0.02\n",
            .refused(3, "empty")),
        OddDeck(
            "a currency in the title alone", "Examplia, rates in EUR\n\nCode,Rate\n999,0.01\n",
            .question("speaks of EUR")),
        OddDeck(
            "cents in the title alone", "All prices in US cents per minute\nCode,Rate\n999,1.5\n", .taken(["999 0.015"])
        ),
        OddDeck("a sign of the currency", "Code,Rate\n999,$0.0125\n", .taken(["999 0.0125"])),
        OddDeck("a sign of another currency", "Code,Rate\n999,€0.0125\n", .refused(2, "in EUR")),
        OddDeck("a price with its unit", "Code,Rate\n999,0.01 USD/min\n", .taken(["999 0.01"])),
        OddDeck(
            "blanks that are not broken", "Code,Rate\n999,0.01\u{A0}\n998\u{A0},0.02\n",
            .taken(["998 0.02", "999 0.01"])),
        OddDeck("a price in brackets", "Code,Rate\n999,(0.01)\n", .refused(2, "not a decimal number")),
        OddDeck("a price with a mark of a footnote", "Code,Rate\n999,0.01*\n", .refused(2, "not a decimal number")),
        OddDeck("a price in scientific notation", "Code,Rate\n999,1.2E-2\n", .refused(2, "scientific notation")),
        OddDeck("a price of nothing", "Code,Rate\n999,0.0000\n", .taken(["999 0"])),
        OddDeck(
            "a code twice from two days", "Code,Rate,Effective Date\n999,0.01,2026-12-01\n999,0.02,2027-01-01\n",
            .taken(["999 0.01", "999 0.02"])),
        OddDeck(
            "old and new prices", "Code,Name,Current Rate,New Rate,Change\n999,Examplia,0.01,0.02,Increase\n",
            .taken(["999 0.02"])),
        OddDeck(
            "increments of a workbook that became a date", "Code,Rate,Increments\n999,0.01,01-Jan\n",
            .refused(2, "not increments")),
        OddDeck("a comma behind every row", "Code,Name,Rate,\n999,Examplia,0.01,\n", .taken(["999 0.01"])),
    ]

    private static let merged =
        "Country,Network,Code,Rate\nExamplia,Fixed,999,0.01\n,Mobile,9997,0.02\nOtheria,Fixed,998,0.03\n"
    private static let european = "Code;Rate\n999;1.234,56\n998;0,02\n"
    private static let serial = "Code,Rate,Effective Date\n999,0.01,46357\n998,0.02,46358\n"
}

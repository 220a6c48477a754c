import ArgumentParser
import Foundation
import Money
internal import Postgres
internal import RateBook
import RateCards
import Rating
import Synchronization
import Operations

/// Imports a deck.
struct RateCardImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a rate deck as a version of a card.",
        discussion: """
            Columns by name, in any order: prefix (code, dial code …), rate_per_min (rate, price, cost …), destination, \
            effective_from, effective_to, setup_fee, initial_s, increment_s (or 60/60), minimum_s, blocked, grace_s, grace_mode, \
            duration_rounding, rounding_decimals, rounding_mode, max_cost, min_cost, attempt_fee. The difference against the version in \
            effect is shown, and what was refused, by line. The version takes over with its first new or changed rate; \
            prefixes that the deck lacks are closed, unless it only amends the card. A price such as "same" or "no change" is \
            that of the version which the deck follows, and so is the price of a code whose row is refused, where the deck is \
            taken with --accept-refusals. A deck that has prices by name and no codes takes them from --codes \
            FILE, or from another sheet with --codes-sheet: names have to be the same to the letter, but for blanks around them \
            and capitals; names that stand on one side only are refused by line. A \
            tariff plan in several files (Rates, Destinations, DestinationRates, RatingPlans) is read the same way, and --deck \
            names the plan. An implausible difference (half of the \
            prefixes gone, prices ten times what they were, one factor over most of them, dates far away) is stored only \
            with --force, which confirms what is odd as well. A deck and a scheduled version that say otherwise for the same \
            time are a question: --scheduled keep \
            lets the version take over when it begins, --scheduled replace withdraws it when the deck is approved. \
            What is odd about a deck and may be right is asked, too, and confirmed with --confirm: no rate began in the last 300 \
            days, prices thirty times or a thirtieth of the middle one of their country, names that say that calls are not taken. \
            A price of the first increment above that of the others becomes part of the setup fee, which is exact. A fee for \
            attempts is due for each call, answered or not, beside its cost and its limits. Columns of prices by time band \
            (--band-price) can come with the hours of the bands (--band). \
            Notice periods of the agreements, and the margin of the last 30 days' traffic at the new prices, \
            are shown with the difference. Import, approval (--approve) and assignment (--supplier, --customer) are one act: \
            all of it is done, or nothing.

            Examples:
              didtron ratecard import deck.csv --card gold --side sell --currency USD \\
                --effective 2026-11-01
              didtron ratecard import deck.xlsx --card alpha --side buy --currency EUR \\
                --supplier alpha --approve
            """)

    @Argument(help: "Deck, as CSV and its like, XLSX or JSON, plain, .zst or .gz; - for standard input.")
    var file: String

    @Option(help: "Name of the card; it is made if there is none.")
    var card: String

    @Option(help: "sell (what customers pay) or buy (what suppliers ask).")
    var side: Side

    @Option(help: ArgumentHelp("Currency of the rates, such as USD.", valueName: "code"))
    var currency: Currency

    @Option(help: "Deck of a file that holds several, by its deck_id.")
    var deck: String?

    @Option(help: "Assign the card to this supplier as well.")
    var supplier: String?

    @Option(help: "Assign the card to this customer as well.")
    var customer: String?

    @Option(help: "Product of that assignment; needed where there are several.")
    var product: String?

    @Option(help: "Zone in which the dates of a new card begin; UTC by default.")
    var zone: String?

    @OptionGroup var reading: DeckReadingOptions

    @Option(
        help: ArgumentHelp(
            "Hours of a time band by the clock in the card's zone, such as peak='mon-fri 08:00-20:00' off_peak=rest; one for each "
                + "window, all of them together. rest is whatever the others leave.", valueName: "band=days times"))
    var band: [BandWindowArgument] = []

    @Option(
        help: "When the deck was received: a day (its beginning in the card's zone) or an instant; now by default."
    )
    var asOf: StatedMoment?

    @Option(help: "Start of the version, and of rates that state none.")
    var effective: StatedMoment?

    @Option(help: "Scheduled versions that say otherwise than the deck: keep them, or replace them with it.")
    var scheduled: ScheduledAnswer?

    @Flag(help: "Save how the deck was read with the card; the next deck is held against it.")
    var saveProfile = false

    @Flag(help: "Take a deck that looks other than the profile says.")
    var acceptLayout = false

    @Flag(help: "Leave prefixes that the deck lacks as they are.")
    var amend = false

    @Flag(help: "Store the deck though its difference is implausible.")
    var force = false

    @Flag(help: "Put the version into effect.")
    var approve = false

    @Flag(help: "Take the deck without its refused rows; their codes keep the price that they have.")
    var acceptRefusals = false

    @Option(
        help: ArgumentHelp(
            "With --accept-refusals: codes of refused rows keep their price, block (no calls), or close (a shorter one prices "
                + "them); keep by default.", valueName: "keep|block|close"))
    var refused: RefusedCodes.Treatment?

    @Flag(help: "Show every prefix that differs, not the first 20 only.")
    var all = false

    @Option(help: ArgumentHelp("Entity; needed where there are several.", valueName: "code"))
    var entity: String?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if product != nil, supplier == nil, customer == nil {
            throw ValidationError("--product goes with --supplier or --customer.")
        }
        if supplier != nil, side == .sell { throw ValidationError("--supplier goes with --side buy.") }
        if refused != nil, !acceptRefusals { throw ValidationError("--refused goes with --accept-refusals.") }
        if customer != nil, side == .buy { throw ValidationError("--customer goes with --side sell.") }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        try ShippedDestinations.importIfNone(by: act.actor, on: connection)
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        var request = RateCardImport(
            card: card, side: side, currency: currency, nowMicros: now, actor: act.actor.name,
            clock: ZoneClock.clock(of:))
        request.entity = entity
        request.zone = zone
        request.deckID = deck
        request.settings = reading.settings
        request.codes = try reading.codesParts()
        request.profile = try reading.storedProfile()
        // Who takes what is implausible against the version before takes it against the calendar and the country as well.
        request.confirmed = force ? Set(DeckWarning.allCases) : Set(reading.confirm)
        request.acceptsLayout = acceptLayout
        request.savesProfile = saveProfile
        request.bands = try BandWindowArgument.file(of: band)
        request.asOf = asOf
        request.effective = effective
        request.scheduled = scheduled
        request.partner = supplier ?? customer
        request.product = product
        request.onWaiting = WaitingNotice.show
        request.approves = approve
        request.amends = amend
        request.isForced = force
        request.listsNew = all || printing.json
        request.acceptsRefusals = acceptRefusals
        request.refusedCodes = refused ?? .keep
        let shown = ShownFindings(isComplete: all)
        if !printing.json { request.onCompared = { report in shown.show(report) } }
        let name = file == "-" ? "standard input" : URL(filePath: file).lastPathComponent
        let bytes = try InputFile.named(file) { try InputFile.bytes(of: file, max: DeckLimits.bytes) }
        let answer = try RateCardAnswer.of {
            try act.perform("ratecard.import", of: .entity(entity), content: bytes, on: connection) {
                try RateCardAnswer(
                    InputFile.named(file) { try request.run(bytes, source: name, on: connection) }, isComplete: all)
            }
        }
        try answer.print(json: printing.json, hasShownFindings: shown.wasShown)
    }
}

/// Shows what differs as soon as it is known, once.
private final class ShownFindings: Sendable {
    private let isComplete: Bool
    private let count = Atomic<Int>(0)

    init(isComplete: Bool) { self.isComplete = isComplete }

    var wasShown: Bool { count.load(ordering: .relaxed) > 0 }

    func show(_ report: RateCardReport) {
        guard count.add(1, ordering: .relaxed).newValue == 1 else { return }
        print(report.findings(isComplete: isComplete))
        // Storing a large deck takes longer than comparing it, and standard output may be a pipe.
        fflush(nil)
    }
}

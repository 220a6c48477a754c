import ArgumentParser
import Foundation
import Money
import Operations
internal import RateBook
import RateCards

/// Makes a version of a sell card from decks of suppliers.
struct RateCardGenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Make a version of a sell card from the decks of suppliers, by rules.",
        discussion: """
            Every prefix of any supplier gets a price from what each supplier asks for it: by its longest prefix in effect, none \
            where that is blocked. price = cost x (1 + percent/100) + absolute, rounded once, not below the floor; cost is the \
            cheapest price a minute, the second cheapest, or the average of all. Prefixes that say what a shorter one says are \
            left out; where nobody has a price the prefix is blocked. Increments, minimum and fee that no rule states are the \
            largest of the suppliers that the cost is made of: the cheapest's own, the larger of the two cheapest, or the largest of \
            all, so that whichever of them takes a call, it is not charged for more seconds than it is sold for. Where a supplier \
            has prices by time band, origin or jurisdiction, each of these gets its own price; bands and origins of one name must \
            be the same on all cards, the sell card's included. Prices of another currency are converted by the exchange rate of \
            the day at which they count, which is kept with the version.

            Columns of a file of rules: prefix or destination (a name, or its beginning and *; both empty = all), cost, percent, \
            absolute, floor, decimals (default 6), rounding (up, down, half_up, half_down, half_even; default up), initial_s, increment_s, \
            minimum_s, setup_fee, attempt_fee. The longest prefix holds, then the name, then its longest beginning, then the rule for all. \
            Rules are kept with the version.

            Example:
              didtron ratecard generate --card retail --buy-card alpha --buy-card beta \\
                --effective 2026-11-01 --percent 12
            """)

    @Option(help: "Name of the sell card.")
    var card: String

    @Option(
        name: .customLong("buy-card"),
        help: ArgumentHelp("Card of a supplier; state the option once for each.", valueName: "card"))
    var suppliers: [String]

    @Option(help: "When the prices begin: a date in the card's zone, or an instant.")
    var effective: StatedMoment

    @Option(
        help: ArgumentHelp(
            "Instant whose supplier prices count; by default that at which the sell prices begin.", valueName: "date"))
    var at: StatedMoment?

    @Option(help: "CSV file of rules; - for standard input.")
    var rules: String?

    @Option(help: "One rule for all instead of a file: cheapest, second or average.")
    var cost: String?

    @Option(help: "Of that rule.")
    var percent: String?

    @Option(help: "Of that rule, in units of the currency a minute.")
    var absolute: String?

    @Option(help: "Of that rule, in units of the currency a minute.")
    var floor: String?

    @Option(help: "Of that rule: decimals of the price.")
    var decimals: String?

    @Option(help: "Of that rule: up, down, half_up, half_down or half_even.")
    var rounding: String?

    @Option(help: ArgumentHelp("Currency of the card, which is made if there is none.", valueName: "code"))
    var currency: Currency?

    @Option(help: "Scheduled versions that say otherwise: keep them, or replace them with this one.")
    var scheduled: ScheduledAnswer?

    @Flag(help: "Store the version though its difference is implausible.")
    var force = false

    @Flag(help: "Put the version into effect.")
    var approve = false

    @Flag(help: "Show every prefix that differs, not the first 20 only.")
    var all = false

    @Option(help: ArgumentHelp("Entity; needed where there are several.", valueName: "code"))
    var entity: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    private var single: [(column: String, value: String?)] {
        [
            ("cost", cost), ("percent", percent), ("absolute", absolute), ("floor", floor), ("decimals", decimals),
            ("rounding", rounding),
        ]
    }

    func validate() throws {
        if rules != nil, single.contains(where: { $0.value != nil }) {
            throw ValidationError("State --rules, or a rule by options: one of the two.")
        }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        var generation = RateCardGeneration(
            card: card, suppliers: suppliers, rules: try pricingRules(), effective: effective,
            nowMicros: Int64(Date().timeIntervalSince1970 * 1_000_000), actor: act.actor.name,
            clock: ZoneClock.clock(of:))
        generation.at = at
        generation.exchangeDaysMax = try ExchangeBasis.present(connection).daysMax
        generation.currency = currency
        generation.entity = entity
        generation.isForced = force
        generation.scheduled = scheduled
        generation.onWaiting = WaitingNotice.show
        generation.approves = approve
        let content = rules.map { _ in Array(generation.rules.text.utf8) } ?? []
        let answer = try RateCardAnswer.of {
            try act.perform("ratecard.generate", of: .entity(entity), content: content, on: connection) {
                try RateCardAnswer(generation.run(on: connection), isComplete: all)
            }
        }
        try answer.print(json: json)
    }

    private func pricingRules() throws -> PricingRules {
        if let rules {
            return try InputFile.named(rules) { try PricingRules(InputFile.bytes(of: rules)) }
        }
        let stated = single.filter { $0.value != nil }
        guard !stated.isEmpty else { return .none }
        let text =
            stated.map(\.column).joined(separator: ",") + "\n"
            + stated.map { $0.value ?? "" }.joined(separator: ",") + "\n"
        return try InputFile.named("options") { try PricingRules(Array(text.utf8)) }
    }
}

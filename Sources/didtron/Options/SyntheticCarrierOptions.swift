import ArgumentParser
import Calendar
import SyntheticCarrier

/// How large a made-up carrier is and how it fails.
struct SyntheticCarrierOptions: ParsableArguments {
    @Option(help: "Seed of the random choices.")
    var seed: UInt64 = 42

    @Option(help: "Call records.")
    var calls = 1_000_000

    @Option(help: "Customers.")
    var customers = 200

    @Option(help: "Suppliers.")
    var suppliers = 20

    @Option(help: "Decks for customers.")
    var sellDecks = 5

    @Option(help: "Decks of suppliers.")
    var buyDecks = 4

    @Option(help: "Prefixes on each deck; about 20,000 by default.")
    var rates: Int?

    @Option(help: ArgumentHelp("First day of traffic (UTC), as year-month-day.", valueName: "date"))
    var from = "2026-10-01"

    @Option(help: "Days of traffic.")
    var days = 31

    @Option(help: "Records in a million that cannot be parsed.")
    var malformed = 200

    @Option(help: "Records in a million that repeat an earlier one.")
    var duplicates = 2_000

    @Option(help: "Records in a million that state an earlier call with another duration.")
    var changed = 50

    @Option(help: "Records in a million whose number no deck knows.")
    var unknownPrefixes = 1_000

    @Option(help: "Records in a million whose customer has no account.")
    var unknownAccounts = 20

    func validate() throws {
        for (name, value) in [
            ("customers", customers), ("suppliers", suppliers), ("sell-decks", sellDecks), ("buy-decks", buyDecks),
            ("days", days), ("rates", rates ?? 1),
        ] where value < 1 {
            throw ValidationError("--\(name) must be at least 1, not \(value).")
        }
        guard calls >= 0 else { throw ValidationError("--calls must not be negative, not \(calls).") }
        guard days <= 3_660 else { throw ValidationError("--days must be at most 3660, not \(days).") }
        let shares = [malformed, duplicates, changed, unknownPrefixes, unknownAccounts]
        guard shares.allSatisfy({ $0 >= 0 }), shares.reduce(0, +) <= 1_000_000 else {
            throw ValidationError("The faults must not be negative and together at most 1,000,000 in a million.")
        }
        guard CivilDay(from) != nil else {
            throw ValidationError("--from must be a date such as 2026-10-01, not '\(from)'.")
        }
    }

    func traffic() throws -> SyntheticCalls {
        guard let firstDay = CivilDay(from) else { throw ValidationError("--from is no date: '\(from)'.") }
        var size = SyntheticCarrier.Size()
        size.customers = customers
        size.suppliers = suppliers
        size.sellDecks = sellDecks
        size.buyDecks = buyDecks
        size.prefixesPerDeck = rates
        let carrier = SyntheticCarrier(seed: seed, size: size, firstDay: Int(firstDay.daysSince1970), days: days)
        var faults = SyntheticCalls.Faults()
        faults.malformed = malformed
        faults.duplicates = duplicates
        faults.changed = changed
        faults.unknownPrefixes = unknownPrefixes
        faults.unknownAccounts = unknownAccounts
        return SyntheticCalls(carrier: carrier, count: calls, faults: faults)
    }
}

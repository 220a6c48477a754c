import ArgumentParser
import Contracts
internal import RateBook

/// Lists rate cards.
struct RateCardListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List rate cards with the version in effect.")

    @Option(help: "Instant at which the version is in effect; now where not given.")
    var at: StatedMomentText?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try RowOutput.print(
            try RateCard.list(at: at?.text, on: connection), as: JSON.RateCard.self, json: printing.json,
            none: "There are no rate cards; `didtron ratecard import FILE` adds one.")
    }
}

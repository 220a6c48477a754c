import ArgumentParser
import Contracts
internal import RateBook

/// Lists rate cards.
struct RateCardListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List rate cards with the version in effect.",
        discussion: """
            Example:
              didtron ratecard list --at 2026-10-01
            """)

    @Option(help: ArgumentHelp("Instant at which the version is in effect; now by default.", valueName: "date"))
    var at: StatedMomentText?

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        try RowOutput.print(
            try RateCard.list(at: at?.text, on: connection), as: JSON.RateCard.self, printing,
            none: "There are no rate cards; `didtron ratecard import FILE` adds one.")
    }
}

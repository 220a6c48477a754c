import ArgumentParser
import Contracts

/// Shows who did what to a card.
struct RateCardHistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show who imported, approved and withdrew versions of a card, and when.",
        discussion: """
            Example:
              didtron ratecard history --card gold
            """)

    @OptionGroup var selection: RateCardSelection

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let card = try selection.stored(on: connection)
        try RowOutput.print(
            try card.history(on: connection), as: JSON.CardEvent.self, json: json,
            none: "Nothing has been done to card \(card.name) yet.")
    }
}

import ArgumentParser
internal import Catalog
import Contracts
internal import RateBook
import RateCards
internal import Vocabulary

/// Compares two versions of a card.
struct RateCardDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what a version changes against the one before it.",
        discussion: """
            Example:
              didtron ratecard diff --card gold --version 4 --against 2
            """)

    @OptionGroup var selection: RateCardSelection

    @Option(help: "Number of the version; the latest by default.")
    var version: Int64?

    @Option(help: "Number of the version to compare with; the one that it follows by default.")
    var against: Int64?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let card = try selection.stored(on: connection)
        let versions = try card.versions(on: connection)
        guard let new = try version.map({ try versions.numbered($0, card: card.name) }) ?? versions.first else {
            throw Refusal(.notFound, "ratecard.without_versions", "Card \(card.name) has no version")
        }
        let old =
            try against.map { try versions.numbered($0, card: card.name) }
            ?? versions.filter { $0.id != new.id }.inEffect(atMicros: new.effectiveFromMicros)
        let difference = try RateCardExport.difference(from: old, to: new, on: connection)
        if printing.json {
            return try JSONOutput.print(
                JSON.CardDifference(
                    card: card.name, currency: card.currency, version: new.number, against: old?.number,
                    changes: difference.entries.map(JSON.RateChange.init)))
        }
        print("Version \(new.number) against \(old.map { "version \($0.number)" } ?? "nothing"): \(difference)")
        for entry in difference.entries { print("  \(entry)") }
    }
}

import ArgumentParser
internal import Catalog
import Contracts
import Foundation

/// Shows a card with its versions and whom it prices.
struct RateCardShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the versions of a card and the partners that it is assigned to.",
        discussion: """
            Example:
              didtron ratecard show --card gold
            """)

    @OptionGroup var selection: RateCardSelection

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let card = try selection.stored(on: connection)
        let versions = try card.versions(on: connection)
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        if printing.json {
            return try JSONOutput.print(
                JSON.RateCardDetails(
                    card: card.name, side: card.side, currency: card.currency, zone: card.zone,
                    versions: versions.map { JSON.CardVersion($0, stage: versions.stage(of: $0, atMicros: now)) },
                    assignments: Catalog.list(.assignments, code: card.name, on: connection).map(JSON.Assignment.init)))
        }
        print("Card \(card.name): \(card.side) side, \(card.currency), dates begin in \(card.zone)")
        var table = TextTable([
            .right("version"), .left("state"), .left("effective from"), .right("rates"), .left("what"), .left("file"),
            .left("imported by"), .left("approved"), .left("by"),
        ])
        table.rows = versions.map {
            [
                String($0.number), versions.stage(of: $0, atMicros: now).rawValue, $0.effectiveFrom, String($0.rates),
                $0.scope.rawValue, $0.source, $0.importedBy ?? "-", $0.approvedAt ?? "-", $0.approvedBy ?? "-",
            ]
        }
        print(table.fitted)
        RowOutput.print(
            try Catalog.list(.assignments, code: card.name, on: connection),
            none: "It is not assigned to a partner yet: `didtron ratecard assign --card \(card.name) --partner CODE`.")
    }
}

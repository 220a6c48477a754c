import ArgumentParser
internal import Catalog
import Contracts
internal import Postgres
import RateCards
internal import Vocabulary

/// Assigns cards to partners.
struct RateCardAssignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Assign a card to a partner, whose calls it then prices.",
        discussion: """
            A partner's side of a product has one card at a time: overlapping assignments are refused. The same assignment \
            twice changes nothing. Columns of a file: partner, card, side (the card's), product (where there are several), \
            from, to, entity.

            Examples:
              didtron ratecard assign --card gold --partner acme --from 2026-11-01 \\
                --replace
              didtron ratecard assign --assignments assignments.csv
            """)

    @Option(help: "Name of the card.")
    var card: String?

    @Option(help: "Code of the partner.")
    var partner: String?

    @Option(help: "Code of the product; needed where there are several.")
    var product: String?

    @Option(
        help: ArgumentHelp(
            "First instant, a date in the card's zone or an instant; from the beginning by default.", valueName: "date")
    )
    var from: StatedMomentText?

    @Option(help: ArgumentHelp("End, which is not included; open by default.", valueName: "date"))
    var to: StatedMomentText?

    @Option(
        name: .customLong("assignments"),
        help: ArgumentHelp("CSV file of assignments instead; - for standard input.", valueName: "file"))
    var file: String?

    @Flag(help: "End an earlier assignment where this one begins.")
    var replace = false

    @Option(help: ArgumentHelp("Entity; needed where there are several.", valueName: "code"))
    var entity: String?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        let hasOptions = card != nil || partner != nil || product != nil || from != nil || to != nil
        guard file == nil ? card != nil && partner != nil : !hasOptions else {
            throw ValidationError("State --card and --partner, or --assignments alone.")
        }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        var assignments = CatalogImport(.assignments, entity: entity)
        assignments.replacesAssignments = replace
        let report: CatalogReport
        if let file {
            let bytes = try InputFile.named(file) { try InputFile.bytes(of: file) }
            report = try act.perform("ratecard.assign", of: .entity(entity), content: bytes, on: connection) {
                try InputFile.named(file) { try assignments.run(bytes, on: connection) }
            }
        } else {
            var row: [String: String] = [:]
            row["partner"] = partner
            row["card"] = card
            row["product"] = product
            row["from"] = from?.text
            row["to"] = to?.text
            report = try act.perform("ratecard.assign", of: .entity(entity), on: connection) {
                try stated(assignments, row, on: connection)
            }
        }
        try printing.show(JSON.CatalogImported(report), "\(report)")
    }

    private func stated(
        _ assignments: CatalogImport, _ row: [String: String], on connection: Connection
    ) throws -> CatalogReport {
        do {
            return try assignments.run([row], on: connection)
        } catch let refused as RowsRefused {
            let reasons = refused.refusals.map(\.reason).joined(separator: "; ")
            throw Refusal(
                .conflict, "ratecard.cannot_be_assigned",
                "Card \(card ?? "") cannot be assigned to \(partner ?? ""): \(reasons). Nothing was changed")
        }
    }
}

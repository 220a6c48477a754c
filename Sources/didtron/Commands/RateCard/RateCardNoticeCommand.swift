import ArgumentParser
internal import Catalog
import Contracts
import Foundation
internal import RateBook
import Spreadsheets

/// Writes the notice of changed rates to a customer.
struct RateCardNoticeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notice", abstract: "Write a customer's notice of the rates that change.",
        discussion: """
            Against the version that is in effect until then. Instants are in UTC.

            Example:
              didtron ratecard notice --card gold --customer acme --format xlsx \\
                --output notice.xlsx
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument { case csv, xlsx }

    @OptionGroup var selection: RateCardSelection

    @Option(help: "Code of the customer.")
    var customer: String

    @Option(help: "Number of the version; the next scheduled oneor else the latest draft by default.")
    var version: Int64?

    @Option(help: "csv or xlsx.")
    var format = Format.csv

    @Option(help: ArgumentHelp("File to write; standard output by default (csv).", valueName: "path"))
    var output: String?

    @OptionGroup var printing: PrintOptions

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if format == .xlsx, output == nil || output == "-" {
            throw ValidationError("A workbook goes to a file: state it with --output.")
        }
    }

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let notice = try RateChangeNotice(
            selection.stored(on: connection), customer: customer, version: version,
            atMicros: Int64(Date().timeIntervalSince1970 * 1_000_000),
            entityID: Catalog.entityID(selection.entity, on: connection), on: connection)
        if printing.json { return try JSONOutput.print(JSON.RateNotice(notice)) }
        guard let output, output != "-" else { return print(notice.csv, terminator: "") }
        switch format {
        case .csv: try notice.csv.write(toFile: output, atomically: true, encoding: .utf8)
        case .xlsx:
            let workbook = try WorkbookWriter(
                path: output, sheetName: notice.card, columns: RateChangeNotice.columns)
            for row in notice.rows { try workbook.append(row) }
            try workbook.finish()
        }
        printing.say(
            "\(AmountText.count(Int64(notice.changes.count), "change")) of card \(notice.card) for \(notice.customer), written to \(output)."
        )
    }
}

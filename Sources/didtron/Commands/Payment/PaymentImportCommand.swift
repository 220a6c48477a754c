import ArgumentParser
import BankStatements
internal import Catalog
import Money
internal import Receivables
internal import Vocabulary

/// Imports a bank statement and proposes whose payments its lines are.
struct PaymentImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a bank statement (CSV or camt.053) and see whose payments its lines are.",
        discussion: """
            Nothing is recorded but the lines: `didtron payment confirm` makes payments of them, one by one or all that are certain. CSV \
            needs a header with value_date and amount (below zero what went out); currency, payer, iban, reference, bank_reference, fee \
            and account are read where they are. --column says what a file calls them.

            Examples:
              didtron payment import statement.xml
              didtron payment import bank.csv --column amount=Betrag --decimal ,
            """)

    @Argument(help: "The file; plain, .zst or .gz; - for standard input.")
    var file: String

    @Option(help: ArgumentHelp("Code of the entity; needed only if there are several.", valueName: "code"))
    var entity: String?

    @Option(help: ArgumentHelp("Currency of a CSV file without a column of it.", valueName: "code"))
    var currency: String?

    @Option(help: ArgumentHelp("What a CSV file calls a column; repeatable.", valueName: "column=heading"))
    var column: [String] = []

    @Option(help: ArgumentHelp("How a CSV file writes days: ymd, dmy or mdy.", valueName: "order"))
    var dates: BankStatementReader.DateOrder = .ymd

    @Option(help: ArgumentHelp("What stands before the decimals in a CSV file: . or ,", valueName: "decimal"))
    var decimal: String = "."

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard [".", ","].contains(decimal) else { throw ValidationError("--decimal is . or ,") }
        guard column.allSatisfy({ $0.split(separator: "=", maxSplits: 1).count == 2 }) else {
            throw ValidationError("--column names a column and its heading: value_date=Valuta")
        }
    }

    func run() throws {
        let bytes = try InputFile.bytes(of: file, max: 64 << 20)
        var reader = BankStatementReader()
        for stated in column {
            let parts = stated.split(separator: "=", maxSplits: 1).map(String.init)
            reader.headings[parts[0]] = parts[1]
        }
        reader.dates = dates
        reader.separator = decimal == "," ? UInt8(ascii: ",") : UInt8(ascii: ".")
        reader.currency = try currency.map { try PaymentAmount.currency($0) }
        let statement = try InputFile.named(file) { try reader.read(bytes) }
        let connection = try database.open().connect(role: .app)
        let added = try act.perform("payment.import", of: .entity(entity), content: bytes, on: connection) {
            try BankFile.add(
                statement, of: bytes, named: file == "-" ? "stdin" : String(file.split(separator: "/").last ?? ""),
                entityID: Catalog.entityID(entity, on: connection), on: connection)
        }
        try BankFileText.show(added, json: json, on: connection)
    }
}

extension BankStatementReader.DateOrder: ExpressibleByArgument {}

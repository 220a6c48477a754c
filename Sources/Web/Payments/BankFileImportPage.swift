import Accounts
import BankStatements
import Catalog
import Hummingbird
import Money
import Postgres
import Receivables
import Vocabulary

/// A statement of the bank is sent, and its lines are kept.
struct BankFileImportPage: StatedFile {
    static let path = "\(BankFileListPage.path)/import"

    var path: String { Self.path }
    var permission: Permission { .recordPayments }
    var bytesMax: Int { 64_000_000 }
    var fileHint: String { "CSV with a header, or camt.053" }

    func act(_ known: Void) -> String { "payment.import" }

    func subject(_ request: PageRequest, on connection: Connection) throws {}

    func form(_ request: PageRequest, _ known: Void, _ fields: FormFields, _ problems: FormProblems) -> ActForm {
        let make = FieldMaker(fields, problems)
        return ActForm(
            title: "Import a bank file", verb: "Keep its lines", facts: [Fact("Entity", request.session.entityName)],
            note: "Only the lines are kept. Payments are recorded of them then, one by one or all that are certain.",
            fields: [
                make.choice(
                    "dates", "Days in CSV", "How the file writes them",
                    [("ymd", "Year, month, day"), ("dmy", "Day, month, year"), ("mdy", "Month, day, year")]),
                make.choice(
                    "decimal", "Decimals in CSV", "What stands before them", [(".", "A point"), (",", "A comma")]),
                Field(
                    "currency", "Currency", hint: "Of a CSV file without a column of it",
                    error: problems.of("currency"), value: fields.typed("currency"), width: 8, isOptional: true),
                Field(
                    "columns", "Columns", hint: "Where CSV calls them otherwise: amount=Betrag, value_date=Valuta",
                    error: problems.of("columns"), value: fields.typed("columns"), isOptional: true),
            ], crumbs: BankFileListPage.crumbs, cancel: BankFileListPage.path)
    }

    func perform(
        _ request: PageRequest, _ known: Void, _ fields: FormFields, _ file: StatedFileContent,
        on connection: Connection
    ) throws -> BankFile {
        var reader = BankStatementReader()
        for stated in (fields["columns"] ?? "").split(separator: ",") {
            let parts = stated.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else {
                throw FormProblems("columns", "Write columns as amount=Betrag, with commas between them.")
            }
            reader.headings[parts[0]] = parts[1]
        }
        reader.dates = fields["dates"].flatMap(BankStatementReader.DateOrder.init) ?? .ymd
        reader.separator = fields["decimal"] == "," ? UInt8(ascii: ",") : UInt8(ascii: ".")
        if let code = fields["currency"] {
            guard let currency = Currency(code: code.uppercased()) else {
                throw FormProblems("currency", "\(code) is no currency of ISO 4217, such as USD.")
            }
            reader.currency = currency
        }
        return try BankFile.add(
            reader.read(file.bytes), of: file.bytes, named: file.name, entityID: request.session.entityID,
            on: connection)
    }

    func effects(
        _ request: PageRequest, _ known: Void, _ file: BankFile, on connection: Connection
    ) throws -> ActEffects {
        let lines = try BankProposal.list(fileID: file.fileID, on: connection)
        let certain = lines.filter { $0.certainty >= BankProposal.certain && $0.partnerID != nil }.count
        let known = lines.filter { $0.partnerID != nil }.count
        return ActEffects(effects: [
            Confirmation.Effect(what: AmountText.count(file.lines, "line"), detail: "are kept, in \(file.currency)"),
            Confirmation.Effect(what: AmountText.count(Int64(certain), "line"), detail: "can be told for certain"),
            Confirmation.Effect(
                what: AmountText.count(Int64(known - certain), "line"), detail: "are likely somebody's"),
            Confirmation.Effect(
                what: AmountText.count(Int64(lines.count - known), "line"), detail: "are to be resolved by hand"),
        ])
    }

    func done(_ request: PageRequest, _ known: Void, _ file: BankFile) -> (path: String, flash: Flash) {
        (
            BankFileListPage.path(file.fileID),
            Flash("\(file.name): \(AmountText.count(file.lines, "line")) kept, none recorded yet.")
        )
    }
}

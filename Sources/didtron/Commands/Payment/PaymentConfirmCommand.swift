import ArgumentParser
import Contracts
internal import Catalog
internal import Postgres
internal import Receivables
internal import Vocabulary

/// Shows imported bank files, or the lines of one.
struct PaymentFilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "files", abstract: "List imported bank files, or the lines of one with what can be told of them.",
        discussion: """
            Examples:
              didtron payment files
              didtron payment files 7
            """)

    @Argument(help: "Number or name of a file; all of them without one.")
    var file: String?

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        if let file { return try BankFileText.show(BankFile.find(file, on: connection), json: json, on: connection) }
        let files = try BankFile.list(on: connection)
        if json { return try JSONOutput.print(files.map(JSON.BankFile.init)) }
        guard !files.isEmpty else { return print("No bank file was imported.") }
        var table = TextTable([
            .right("file"), .left("name"), .left("format"), .left("account"), .left("currency"), .right("lines"),
            .right("open"), .left("received"),
        ])
        for file in files {
            table.rows.append([
                "\(file.fileID)", file.name, file.format, file.account ?? "", file.currency,
                AmountText.count(file.lines), AmountText.count(file.openLines), file.receivedAt,
            ])
        }
        print(table.text, terminator: "")
    }
}

/// Makes payments of lines of a bank file.
struct PaymentConfirmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm", abstract: "Make payments of lines of a bank file.",
        discussion: """
            All lines that are at least so certain, or those named. Where the proposal is wrong or there is none, say whose payment it is \
            and what it settles.

            Examples:
              didtron payment confirm 7 --certain 90
              didtron payment confirm 7 --line 12 --line 13
              didtron payment confirm 7 --line 14 --partner acme --invoice INV-17
            """)

    @Argument(help: "Number or name of the bank file.")
    var file: String

    @Option(help: ArgumentHelp("All lines that are at least so certain, 1 to 100.", valueName: "n"))
    var certain: Int?

    @Option(help: ArgumentHelp("A line, by its number; repeatable.", valueName: "n"))
    var line: [Int] = []

    @Option(help: "Whose payment the lines are, instead of what is proposed.")
    var partner: String?

    @OptionGroup var invoices: InvoicePartsOptions

    @Flag(help: "With --partner: it goes into the deposit.")
    var topUp = false

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        guard line.isEmpty == (certain != nil) else {
            throw ValidationError("Name lines with --line, or all that are certain with --certain: one of the two.")
        }
        guard certain.map({ (1...100).contains($0) }) ?? true else { throw ValidationError("--certain is 1 to 100.") }
        guard partner == nil || !line.isEmpty else { throw ValidationError("--partner is of lines named with --line.") }
        guard partner != nil || invoices.invoices.isEmpty && !topUp else {
            throw ValidationError("--invoice and --top-up need --partner.")
        }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let file = try BankFile.find(file, on: connection)
        let recorded = try act.perform("payment.confirm", of: .entity(file.entity), on: connection) {
            try BankProposal.confirm(
                certain.map { .atLeast($0) } ?? .lines(line), of: file, as: answer(of: file, on: connection),
                on: connection)
        }
        if json { return try JSONOutput.print(recorded.map(JSON.PaymentRecorded.init)) }
        for payment in recorded.prefix(20) { print(payment.text) }
        if let last = recorded.last, recorded.count > 20 { print("… to \(last.number)") }
        print(AmountText.count(Int64(recorded.count), "payment") + " recorded")
    }

    private func answer(of file: BankFile, on connection: Connection) throws -> BankProposal.Answer? {
        guard let partner else { return nil }
        let party = try PaymentPartner(entity: file.entity, partner: partner, on: connection)
        let parts = try invoices.parts(in: party.currency, on: connection)
        return BankProposal.Answer(
            partnerID: party.partnerID, purpose: topUp ? .topUp : .received, parts: parts.isEmpty ? nil : parts)
    }
}

/// Leaves lines of a bank file aside.
struct PaymentIgnoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ignore", abstract: "Leave lines of a bank file aside that are no payments of partners.",
        discussion: """
            Example:
              didtron payment ignore 7 --line 3
            """)

    @Argument(help: "Number or name of the bank file.")
    var file: String

    @Option(help: ArgumentHelp("A line, by its number; repeatable.", valueName: "n"))
    var line: [Int]

    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let file = try BankFile.find(file, on: connection)
        let ignored = try act.perform("payment.ignore", of: .entity(file.entity), on: connection) {
            try BankProposal.ignore(line, of: file, reason: act.reason, on: connection)
        }
        if json {
            return try JSONOutput.print(JSON.BankLinesIgnored(fileID: file.fileID.rawValue, lines: ignored))
        }
        print(AmountText.count(Int64(ignored), "line") + " ignored")
    }
}

/// A bank file for people.
enum BankFileText {
    /// The lines with what can be told of them, those that are certain as a sum.
    static func show(_ file: BankFile, json: Bool, on connection: Connection) throws {
        let lines = try BankProposal.list(fileID: file.fileID, on: connection)
        if json { return try JSONOutput.print(lines.map(JSON.BankLine.init)) }
        let open = lines.filter { $0.state == "open" }
        let certain = open.filter { $0.certainty >= BankProposal.certain }
        let proposed = open.filter { $0.partner != nil }
        print(
            "Bank file \(file.fileID), \(file.name): \(AmountText.count(Int64(lines.count), "line")), "
                + "\(AmountText.count(Int64(open.count))) open; of these \(AmountText.count(Int64(certain.count))) certain, "
                + "\(AmountText.count(Int64(proposed.count - certain.count))) proposed, "
                + "\(AmountText.count(Int64(open.count - proposed.count))) to resolve")
        var table = TextTable([
            .right("line"), .left("day"), .right("amount"), .left("payer"), .left("reference"), .left("partner"),
            .right("certain"), .left("settles"), .left("because"),
        ])
        let doubtful = open.filter { $0.certainty < BankProposal.certain }
        for line in doubtful.prefix(50) {
            table.rows.append([
                "\(line.lineNumber)", line.valueOn, AmountText.minor(line.amountMinor, digits: line.minorDigits),
                line.payerName ?? line.payerIBAN ?? "", String((line.reference ?? "").prefix(40)), line.partner ?? "-",
                "\(line.certainty)", line.invoices ?? "",
                line.reasons ?? (line.amountMinor < 0 ? "went out" : "nothing tells"),
            ])
        }
        if !doubtful.isEmpty { print("\n" + table.text, terminator: "") }
        if doubtful.count > 50 { print("… and \(doubtful.count - 50) more (--json lists all)") }
        if !certain.isEmpty {
            print(
                "`didtron payment confirm \(file.fileID) --certain \(BankProposal.certain)` records those that are certain."
            )
        }
    }
}

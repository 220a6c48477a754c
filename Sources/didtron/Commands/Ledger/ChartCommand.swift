import ArgumentParser
import Contracts
internal import Catalog
internal import Ledger
internal import Postgres

/// The chart of accounts.
struct ChartCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chart",
        abstract: "The chart of accounts: types of accounts, kinds of journals, accounts of your own.",
        discussion: """
            Example:
              didtron ledger chart list
            """,
        subcommands: [ChartListCommand.self, ChartAddCommand.self, JournalKindListCommand.self])
}

/// Lists the types of accounts.
struct ChartListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the types of accounts, in the order of a trial balance.",
        discussion: """
            Example:
              didtron ledger chart list
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let types = try AccountType.list(on: connection)
        if json { return try JSONOutput.print(types.map(JSON.AccountType.init)) }
        var table = TextTable([
            .left("account"), .left("name"), .left("class"), .left("kept"), .left("revalued"), .right("accounts"),
        ])
        table.rows = types.map { type in
            [
                type.code, type.name, type.accountClass, type.perPartner ? "per partner" : type.isOwn ? "by hand" : "",
                type.isRevalued ? "yes" : "", AmountText.count(type.accounts),
            ]
        }
        print(table.text, terminator: "")
    }
}

/// Lists the kinds of journals.
struct JournalKindListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kinds", abstract: "List the kinds of journals.",
        discussion: """
            Example:
              didtron ledger chart kinds
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .reporter)
        let kinds = try JournalKind.list(on: connection)
        if json { return try JSONOutput.print(kinds.map(JSON.JournalKind.init)) }
        var table = TextTable([.left("kind"), .left("name"), .left("records"), .right("journals")])
        table.rows = kinds.map { kind in
            [kind.code, kind.name, kind.namesDocument ? "a document" : "", AmountText.count(kind.journals)]
        }
        print(table.text, terminator: "")
    }
}

/// Adds an account to the chart.
struct ChartAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an account of your own to the chart, for journals by hand.",
        discussion: """
            Example:
              didtron ledger chart add wages --name Wages --class expense
            """)

    @Argument(help: "Code: small letters, digits and underscores, such as wages or bank_hsbc.")
    var code: String

    @Option(help: "Name in reports.")
    var name: String

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("asset, liability, equity, income or expense.", valueName: "class"))
    var accountClass: String

    @Flag(help: "What it holds in a foreign currency is measured anew at the end of a month, as of a bank.")
    var revalued = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var act: ActOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let added = try act.perform("ledger_account_type.add", on: connection) {
            try AccountType.add(
                code, name: name, accountClass: accountClass, isRevalued: revalued, on: connection)
            return code
        }
        if json {
            return try JSONOutput.print(
                JSON.AccountTypeAdded(
                    code: added, name: name, accountClass: accountClass, isRevalued: revalued))
        }
        print("Account \(added) is in the chart.")
    }
}

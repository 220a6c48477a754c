import Accounts
import ArgumentParser
import Contracts
internal import Catalog
internal import Postgres

/// Tokens of the API.
struct TokenListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tokens of the API: whose they are, what they may, when they were used.",
        discussion: """
            Example:
              didtron token list --user ada@example.net
            """)

    @Option(help: ArgumentHelp("Only tokens of this user.", valueName: "mail"))
    var user: String?

    @OptionGroup var printing: ListOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let tokens = try APIToken.list(
            userID: user.map { try AppUser.named($0, on: connection).id }, on: connection)
        if printing.json { return try JSONOutput.print(tokens.map { JSON.APIToken($0) }) }
        guard !tokens.isEmpty || printing.csv else { return print("There are no tokens of the API.") }
        var table = TextTable([
            .right("token"), .left("name"), .left("begins"), .left("user"), .left("state"), .left("scopes"),
            .left("entities"), .left("made"), .left("expires"), .left("last used"),
        ])
        for token in tokens {
            table.rows.append([
                "\(token.tokenID)", token.name, token.prefix, token.user, token.state,
                token.scopes.joined(separator: " "),
                token.entities.isEmpty ? "all of the user" : token.entities.joined(separator: " "), token.createdAt,
                token.expiresAt ?? "never", token.lastUsedAt ?? "never",
            ])
        }
        try printing.print(table)
    }
}

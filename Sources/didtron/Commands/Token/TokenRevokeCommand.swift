import Accounts
import ArgumentParser
import Contracts
internal import Postgres

/// Takes a token of the API back.
struct TokenRevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a token of the API; it is refused at once.",
        discussion: """
            Example:
              didtron token revoke 3 --reason 'was in a log'
            """)

    @Argument(help: ArgumentHelp("Number of the token.", valueName: "token"))
    var token: Int32

    @OptionGroup var printing: PrintOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let revoked = try act.perform("token.revoke", on: connection) {
            try APIToken.find(token, on: connection).revoke(on: connection)
            return JSON.APIToken(try APIToken.find(token, on: connection))
        }
        try printing.show(revoked, "Token \(revoked.tokenID), \(revoked.name), is refused from now on.")
    }
}

import Accounts
import ArgumentParser
import Contracts
internal import Postgres

/// Makes a link that lets a user in once.
struct UserLinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Print a link that lets a user in once.",
        discussion: """
            It holds for a quarter of an hour. With --invitation it holds for a week and asks for a new password, which ends all \
            sessions of the user. Links that were made before and not used end.

            Example:
              didtron user link ada@example.net
            """)

    @Argument(help: ArgumentHelp("Mail address of the user.", valueName: "mail"))
    var mail: String

    @Flag(help: "Ask for a new password.")
    var invitation = false

    @OptionGroup var printing: PrintOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let link = try act.perform("user.link", on: connection) {
            try UserLink.make(
                invitation ? .invitation : .signIn, for: AppUser.named(mail, on: connection), on: connection)
        }
        try printing.show(
            link, "The link lets \(link.user) in once, until \(link.expiresAt):", "  http://127.0.0.1:8080\(link.path)")
    }
}

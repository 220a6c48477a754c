import Accounts
import ArgumentParser
import Contracts
internal import Catalog
internal import Postgres
internal import Vocabulary

/// Makes a token of the API.
struct TokenAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a token of the API and print it, once.",
        discussion: """
            The program that has it may do what its user may, as far as the scopes go: \
            \(APIScope.all.map(\.text).joined(separator: ", ")). `read` and `write` alone are all scopes of that kind.

            Examples:
              didtron token add --user ada@example.net --name reports --scope read
              didtron token add --user ada@example.net --name switch \\
                --scope write:files --entity main --days 365
            """)

    @Option(help: ArgumentHelp("Mail address of the user in whose name it acts.", valueName: "mail"))
    var user: String

    @Option(help: ArgumentHelp("What it is for.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("A resource that it may read or write; repeatable.", valueName: "scope"))
    var scope: [String] = []

    @Option(
        help: ArgumentHelp(
            "Code of an entity to which it is limited; repeatable. Without it, all of the user.", valueName: "code"))
    var entity: [String] = []

    @Option(help: ArgumentHelp("Days for which it holds; until it is revoked without it.", valueName: "days"))
    var days: Int64?

    @OptionGroup var printing: PrintOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let scopes: [APIScope]
        switch APIScope.stated(scope) {
        case .success(let known): scopes = known
        case .failure(let unknown):
            throw Refusal(
                .invalid, "token.unknown_scope", "'\(unknown.text)' is no scope of the API",
                facts: ["scope": unknown.text])
        }
        let secret = SecretToken()
        let token = try act.perform("token.add", on: connection) {
            let draft = APIToken.Draft(
                name: name, scopes: scopes,
                entityIDs: try entity.map { try Catalog.entityID($0, on: connection) }, days: days)
            return try APIToken.make(draft, secret: secret, for: AppUser.named(user, on: connection), on: connection)
        }
        let answer = JSON.APIToken(token, secret: token.text(secret))
        let what = "Token \(token.tokenID), \(token.name), acts as \(token.user)."
        guard let text = answer.secret else {
            return try printing.show(answer, "\(what) It was made by the same request before, and is not shown again.")
        }
        try printing.show(answer, "\(what) It is not shown again:", "  \(text)")
    }
}

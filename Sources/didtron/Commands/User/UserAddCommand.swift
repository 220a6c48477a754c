import Accounts
import ArgumentParser
internal import Catalog
import Contracts
internal import Postgres
internal import Vocabulary

/// Adds a user of the pages.
struct UserAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a user of the pages and print the link by which they choose a password.",
        discussion: """
            A super admin works in all entities, the other roles in one: admin (everything of the entity), finance (money), operations \
            (traffic), read-only, and customer, who sees one partner's own invoices in the portal.

            Examples:
              didtron user add ada@example.net --role super-admin
              didtron user add ap@acme.example --role customer --partner acme
            """)

    @Argument(help: ArgumentHelp("Mail address, by which the user signs in.", valueName: "mail"))
    var mail: String

    @Option(help: "super-admin, admin, finance, operations, read-only or customer.")
    var role: UserRoleArgument

    @Option(help: ArgumentHelp("Name of the user; the mail address by default.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("Code of the entity; needed only if there are several.", valueName: "code"))
    var entity: String?

    @Option(help: "Code of the partner, of a customer.")
    var partner: String?

    @OptionGroup var printing: PrintOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if role.value == .customer, partner == nil {
            throw ValidationError("--role customer needs --partner, whose invoices the user sees.")
        }
        if role.value != .customer, partner != nil {
            throw ValidationError("--partner is for --role customer; staff sees all partners of the entity.")
        }
    }

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let link = try act.perform(
            "user.add", of: role.value == .superAdmin ? .installation : .entity(entity), on: connection
        ) {
            let draft = AppUser.Draft(
                mail: mail, name: name ?? mail, role: role.value,
                entityID: role.value == .superAdmin ? nil : try Catalog.entityID(entity, on: connection),
                partnerID: try partner.map { try Catalog.partnerID($0, on: connection) })
            return try UserLink.make(.invitation, for: AppUser.add(draft, on: connection), on: connection)
        }
        try printing.show(
            link, "\(link.user) is invited. The link lets in once, until \(link.expiresAt):",
            "  http://127.0.0.1:8080\(link.path)", "It is not shown again. `didtron serve` starts the server.")
    }
}

/// A role as it is stated.
struct UserRoleArgument: ExpressibleByArgument {
    var value: UserRole

    init?(argument: String) {
        guard let role = UserRole(rawValue: argument.replacing("-", with: "_")) else { return nil }
        value = role
    }

    static var allValueStrings: [String] { UserRole.allCases.map { $0.rawValue.replacing("_", with: "-") } }
}

/// Links as commands print them.
enum UserLink {
    /// Makes one; inside an act.
    static func make(
        _ purpose: SignInLink.Purpose, for user: AppUser, on connection: Connection
    ) throws -> JSON.SignInLink {
        let link = try SignInLink.make(purpose, for: user, on: connection)
        return JSON.SignInLink(
            user: user.mail, purpose: purpose.rawValue, path: "/link/\(link.token.text)", expiresAt: link.expiresAt)
    }
}

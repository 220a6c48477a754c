import Accounts
import ArgumentParser
internal import Catalog
import Contracts
internal import Postgres

/// Users of the pages.
struct UserListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the users of the pages.",
        discussion: """
            Example:
              didtron user list --entity main
            """)

    @Option(help: ArgumentHelp("Only users of this entity.", valueName: "code"))
    var entity: String?

    @OptionGroup var printing: ListOptions

    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let connection = try database.open().connect(role: .app)
        let users = try AppUser.list(
            entityID: entity.map { try Catalog.entityID($0, on: connection) }, on: connection)
        if printing.json { return try JSONOutput.print(users.map(JSON.User.init)) }
        guard !users.isEmpty || printing.csv else { return print("There are no users of the pages.") }
        var table = TextTable([
            .left("user"), .left("name"), .left("role"), .left("state"), .left("entity"), .left("partner"),
            .left("second factor"),
        ])
        for user in users {
            table.rows.append([
                user.mail, user.name, user.role.rawValue.replacing("_", with: "-"), user.state.rawValue,
                user.entityCode ?? "all", user.partnerCode ?? "", user.hasSecondFactor ? "yes" : "no",
            ])
        }
        try printing.print(table)
    }
}

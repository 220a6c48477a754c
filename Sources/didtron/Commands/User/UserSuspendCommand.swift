import Accounts
import ArgumentParser
import Contracts
internal import Postgres

/// Shuts a user out.
struct UserSuspendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend", abstract: "Shut a user out; the sessions of the user end at once.",
        discussion: """
            Example:
              didtron user suspend ada@example.net --reason 'left the company'
            """)

    @Argument(help: ArgumentHelp("Mail address of the user.", valueName: "mail"))
    var mail: String

    @OptionGroup var printing: PrintOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let user = try UserStates.set(.suspended, of: mail, act, database)
        try printing.show(user, "\(user.user) cannot sign in any more.")
    }
}

/// Lets a user in again.
struct UserResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a user who was shut out in again.",
        discussion: """
            Example:
              didtron user resume ada@example.net
            """)

    @Argument(help: ArgumentHelp("Mail address of the user.", valueName: "mail"))
    var mail: String

    @OptionGroup var printing: PrintOptions
    @OptionGroup var act: ActOptions
    @OptionGroup var database: DatabaseOptions

    func run() throws {
        let user = try UserStates.set(.active, of: mail, act, database)
        try printing.show(user, "\(user.user) can sign in again.")
    }
}

/// The one way in which commands let users in or shut them out.
private enum UserStates {
    static func set(
        _ state: AppUser.State, of mail: String, _ act: ActOptions, _ database: DatabaseOptions
    ) throws -> JSON.User {
        let connection = try database.open().connect(role: .app)
        return try act.perform("user.set_state", on: connection) {
            try AppUser.named(mail, on: connection).setState(state, on: connection)
            return JSON.User(try AppUser.named(mail, on: connection))
        }
    }
}

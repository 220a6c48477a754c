import ArgumentParser

/// Users of the pages.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Users of the pages: who may come in, and as what.",
        discussion: """
            Example:
              didtron user list
            """,
        subcommands: [
            UserAddCommand.self, UserLinkCommand.self, UserListCommand.self, UserSuspendCommand.self,
            UserResumeCommand.self,
        ])
}

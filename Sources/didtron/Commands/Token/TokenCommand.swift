import ArgumentParser

/// Tokens of the API.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens by which programs use the API.",
        discussion: """
            A token acts as its user, within the scopes and entities that it was made with. Programs send it as \
            `Authorization: Bearer TOKEN` to /api/v1, which /api/v1/openapi.json describes.

            Example:
              didtron token list
            """, subcommands: [TokenAddCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}

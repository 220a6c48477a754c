extension Remedy {
    /// Users of the pages, and the server.
    static let users: [String: String] = [
        "server.cannot_start": "It is built with this program: build both again.",
        "server.not_built": "Build it with `make server`, or put it beside this program.",
        "token.entity_is_not_the_users": "Leave the entity out, or make the token for a user who works in it.",
        "token.no_scope": "State --scope, such as `--scope read:invoices`, or `--scope read` for all that can be read.",
        "token.not_found": "`didtron token list` shows those there are.",
        "token.of_a_customer": "Make it for a user of the staff: `didtron user list` shows them.",
        "token.unknown_scope": "`didtron token add --help` lists the scopes.",
        "user.exists": "`didtron user list` shows it.",
        "user.link_is_over": "`didtron user link` makes another one.",
        "user.not_found": "`didtron user list` shows those there are.",
    ]
}

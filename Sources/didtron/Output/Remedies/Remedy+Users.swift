extension Remedy {
    /// Users of the pages, and the server.
    static let users: [String: String] = [
        "server.cannot_start": "It is built with this program: build both again.",
        "server.not_built": "Build it with `make server`, or put it beside this program.",
        "user.exists": "`didtron user list` shows it.",
        "user.link_is_over": "`didtron user link` makes another one.",
        "user.not_found": "`didtron user list` shows those there are.",
    ]
}

import ArgumentParser

/// Who changed what.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Show who changed what, when, from where and why, refusals included.",
        discussion: """
            Example:
              didtron audit list --subject partner:acme
            """,
        subcommands: [AuditListCommand.self, AuditShowCommand.self])
}

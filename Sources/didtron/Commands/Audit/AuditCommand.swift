import ArgumentParser

/// Who changed what.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who changed what, when, from where and why; what was refused, too.",
        subcommands: [AuditListCommand.self, AuditShowCommand.self])
}

import ArgumentParser

/// Deposits of prepaid customers: holds and marks.
struct DepositCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deposit",
        abstract: "Hold parts of deposits for calls under way; see which deposits run low.",
        discussion: """
            `didtron topup` puts money in, `didtron partner balance` shows what is available. A hold keeps a part of that until it is \
            released or expires; what a call came to is captured, and kept until its record is loaded.

            Examples:
              didtron deposit hold acme --amount 5
              didtron deposit marks
            """,
        subcommands: [
            DepositHoldCommand.self, DepositCaptureCommand.self, DepositReleaseCommand.self, DepositHoldsCommand.self,
            DepositMarksCommand.self,
        ])
}

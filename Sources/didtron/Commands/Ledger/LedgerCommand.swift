import ArgumentParser

/// The ledger.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Show the books; journals by hand, locks of periods, revaluation, seals; post what waits.",
        discussion: """
            Examples:
              didtron ledger trial-balance
              didtron ledger statement acme
              didtron ledger lock --until 2026-10-31 --reason "October is reported"
            """,
        subcommands: [
            TrialBalanceCommand.self, LedgerAccountsCommand.self, LedgerAccountCommand.self,
            PartnerStatementCommand.self, LedgerEntriesCommand.self, LedgerPostCommand.self, OpeningCommand.self,
            JournalCommand.self, JournalListCommand.self, JournalShowCommand.self, JournalApproveCommand.self,
            JournalRefuseCommand.self, JournalReverseCommand.self, PeriodLockCommand.self, PeriodUnlockCommand.self,
            PeriodLockListCommand.self, ChartCommand.self, ForeignPositionCommand.self, RevaluationCommand.self,
            SealCommand.self, SealVerifyCommand.self,
        ])
}

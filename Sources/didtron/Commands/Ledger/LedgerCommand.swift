import ArgumentParser

/// The ledger.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "The books: reports, journals by hand, locks of periods, revaluation, seals.",
        subcommands: [
            TrialBalanceCommand.self, LedgerAccountsCommand.self, LedgerAccountCommand.self,
            PartnerStatementCommand.self, LedgerEntriesCommand.self, LedgerPostCommand.self, OpeningCommand.self,
            JournalCommand.self, JournalListCommand.self, JournalShowCommand.self, JournalApproveCommand.self,
            JournalRefuseCommand.self, JournalReverseCommand.self, PeriodLockCommand.self, PeriodUnlockCommand.self,
            PeriodLockListCommand.self, ChartCommand.self, ForeignPositionCommand.self, RevaluationCommand.self,
            SealCommand.self, SealVerifyCommand.self,
        ])
}

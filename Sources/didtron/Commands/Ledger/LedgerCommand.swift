import ArgumentParser

/// The ledger.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Show the trial balance, accounts and entries of the ledger; post what waits.",
        subcommands: [
            TrialBalanceCommand.self, LedgerAccountsCommand.self, LedgerEntriesCommand.self, LedgerPostCommand.self,
        ])
}

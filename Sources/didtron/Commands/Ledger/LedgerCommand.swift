import ArgumentParser

/// The ledger.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Show the trial balance, accounts and entries of the ledger; post what waits.",
        discussion: """
            Examples:
              didtron ledger trial-balance
              didtron ledger entries --partner acme
            """,
        subcommands: [
            TrialBalanceCommand.self, LedgerAccountsCommand.self, LedgerEntriesCommand.self, LedgerPostCommand.self,
        ])
}

import ArgumentParser

/// The ledger to read.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Show the trial balance, accounts and entries of the ledger.",
        subcommands: [TrialBalanceCommand.self, LedgerAccountsCommand.self, LedgerEntriesCommand.self])
}

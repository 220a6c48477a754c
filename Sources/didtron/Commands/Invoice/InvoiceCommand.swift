import ArgumentParser

/// Invoices from usage to number.
struct InvoiceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoice",
        abstract: "Make, approve, issue, list and show invoices.",
        discussion: """
            A run makes drafts from the usage that no invoice has taken. Approved drafts are issued: they get their \
            numbers, without a gap, and are recorded in the ledger.

            Examples:
              didtron invoice run --period 2026-10
              didtron invoice approve --period 2026-10
              didtron invoice issue --period 2026-10
            """,
        subcommands: [
            InvoiceRunCommand.self, InvoiceListCommand.self, InvoiceShowCommand.self, InvoiceApproveCommand.self,
            InvoiceIssueCommand.self, InvoiceVoidCommand.self,
        ])
}

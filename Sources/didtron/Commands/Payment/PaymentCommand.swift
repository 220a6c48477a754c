import ArgumentParser

/// Payments from record to reversal.
struct PaymentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment",
        abstract: "Record payments, allocate them to invoices, reverse, refund, write off.",
        discussion: """
            What a customer pays settles the invoices that are due first, unless others are named; what is left stays as an \
            unapplied credit. Each payment has a number and is in the ledger at once. Nothing of it is ever changed: \
            `didtron payment reverse` takes one back.

            Examples:
              didtron payment record acme --amount 1200
              didtron payment list
            """,
        subcommands: [
            PaymentRecordCommand.self, PaymentListCommand.self, PaymentShowCommand.self, PaymentAllocateCommand.self,
            PaymentUnallocateCommand.self, PaymentReverseCommand.self, PaymentRefundCommand.self,
            PaymentWriteOffCommand.self, PaymentApplyAdvanceCommand.self, PaymentImportCommand.self,
            PaymentFilesCommand.self, PaymentConfirmCommand.self, PaymentIgnoreCommand.self,
        ])
}

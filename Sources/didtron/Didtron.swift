import ArgumentParser

/// The one executable: each subcommand is a type of its own under `Commands/`.
@main
struct Didtron: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "didtron",
        abstract: "Wholesale VoIP billing: call records in, rated calls, balanced books and invoices out.",
        version: "0.1.0",
        subcommands: [
            AccountCommand.self,
            AuditCommand.self,
            BankCommand.self,
            CDRCommand.self,
            CheckCommand.self,
            ContactCommand.self,
            DatabaseCommand.self,
            DemoCommand.self,
            DepositCommand.self,
            DestinationCommand.self,
            DevCommand.self,
            DIDCommand.self,
            EntityCommand.self,
            ExchangeRateCommand.self,
            ExplainCommand.self,
            InvoiceCommand.self,
            JobsCommand.self,
            LedgerCommand.self,
            NumberStateCommand.self,
            OriginCommand.self,
            PartnerCommand.self,
            PartyCommand.self,
            PaymentCommand.self,
            ProductCommand.self,
            RateCardCommand.self,
            RateCommand.self,
            RerateCommand.self,
            SettingsCommand.self,
            SwitchCommand.self,
            TariffCommand.self,
            TopUpCommand.self,
        ]
    )

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error {
            FailureReport.exit(with: error)
        }
    }
}

import ArgumentParser

/// Rate decks as versions of rate cards.
struct RateCardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ratecard",
        abstract: "Import, compare, approve, assign, generate and export rate cards.",
        discussion: """
            A deck becomes a draft, which shows its difference; approving it puts it into effect from its start on. Until then \
            it can be withdrawn. A card prices the partners \
            that it is assigned to.

            Examples:
              didtron ratecard inspect deck.xlsx
              didtron ratecard import deck.xlsx --card gold --side sell --currency USD
              didtron ratecard approve --card gold
            """,
        subcommands: [
            RateCardInspectCommand.self, RateCardImportCommand.self, RateCardDiffCommand.self,
            RateCardApproveCommand.self, RateCardWithdrawCommand.self, RateCardAssignCommand.self,
            RateCardListCommand.self,
            RateCardShowCommand.self, RateCardHistoryCommand.self, RateCardExportCommand.self,
            RateCardGenerateCommand.self, RateCardCompareCommand.self, RateCardNoticeCommand.self,
            RateCardBandsCommand.self, RateCardHolidaysCommand.self,
        ])
}

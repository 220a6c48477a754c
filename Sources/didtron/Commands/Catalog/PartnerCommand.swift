import ArgumentParser
internal import Catalog
import Contracts

/// Customers and suppliers with their agreements.
struct PartnerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partner", abstract: "Manage customers and suppliers with their agreements.",
        discussion: """
            Examples:
              didtron partner import partners.csv
              didtron partner balance
            """,
        subcommands: [
            CatalogImportCommand<PartnerSubject>.self, CatalogListCommand<PartnerSubject>.self,
            CatalogShowCommand<PartnerSubject>.self, PartnerBalanceCommand.self, PartnerOpenItemsCommand.self,
            PartnerAgeingCommand.self, PartnerChangeModeCommand.self,
        ])
}

enum PartnerSubject: CatalogCommandSubject {
    typealias Answer = JSON.Partner

    static let subject = CatalogSubject.partners
    static let exampleCode = "acme"
    static let fileFormat = """
        Columns: partner, name, role (customer, supplier, bilateral; default customer), payment_mode (prepaid, postpaid; \
        default postpaid), currency (never changes), zone (of billing days, default UTC), cycle (weekly, half_monthly, \
        monthly; default monthly), terms_days (default 30), terms_kind (net = days from the date of an invoice, \
        end_of_month = from the end of its month; default net), credit_limit (default 0), \
        rounding of invoices (line or document; default document where the currency has no decimals, else line), \
        tax (a profile of `didtron tax list`, or none), \
        notice_increase_days, notice_decrease_days, notice_new_days, notice_closed_days, notice_blocked_days (days of \
        notice of such changes of prices; none where empty), side (sell or buy, of a bilateral partner; both where empty), from (first day of a change, which is \
        the first of a billing period), entity (where there are several). \
        A change without a first day holds at once where nothing was loaded or billed on that side yet. Else it begins with \
        the next billing period that begins behind today and behind what was billed; credit limit and notices change today. \
        A change that is still to come is withdrawn by a row of its first day with what held before. \
        The first import makes the entity main in the currency of its first row.
        """
}

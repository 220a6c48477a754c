import Calendar

/// A small carrier as files, each with comments: one customer, one supplier, a deck of each, a dozen calls of a month.
struct ExampleCarrier {
    let code: String
    let name: String
    let currency: String
    let zone: String
    /// When the calls start.
    let month: BillingPeriod

    struct File {
        var name: String
        var purpose: String
        var text: String
    }

    struct Command {
        var line: String
        var purpose: String
    }

    /// The supplier is paid in another currency, so that an exchange rate is needed.
    private var foreign: String { currency == "USD" ? "EUR" : "USD" }

    /// When the decks begin: a month before the calls.
    private var decksFrom: CivilDay { (month.first - 1).startOfMonth }

    var files: [File] {
        [
            File(name: "README.txt", purpose: "the commands, in order", text: readme),
            File(name: "entity.csv", purpose: "your company", text: entity),
            File(name: "products.csv", purpose: "what you sell", text: products),
            File(name: "partners.csv", purpose: "customers and suppliers, with their terms", text: partners),
            File(name: "accounts.csv", purpose: "how call records name them", text: accounts),
            File(name: "exchange_rates.csv", purpose: "for partners in another currency", text: exchangeRates),
            File(name: "sell_deck.csv", purpose: "prices for the customer", text: deck(Self.sellPrices)),
            File(name: "buy_deck.csv", purpose: "prices of the supplier", text: deck(Self.buyPrices)),
            File(name: "layout.json", purpose: "which column of the CDR file is what", text: layout),
            File(name: "calls.csv", purpose: "a dozen calls", text: calls),
        ]
    }

    var commands: [Command] {
        [
            Command(line: "didtron entity import entity.csv", purpose: "Your company, with its books."),
            Command(
                line: "didtron product import products.csv",
                purpose: "What you sell; without others a file needs no product."),
            Command(line: "didtron partner import partners.csv", purpose: "Customers and suppliers with their terms."),
            Command(line: "didtron account import accounts.csv", purpose: "How call records name them."),
            Command(
                line: "didtron fx import exchange_rates.csv --reason start",
                purpose: "The books are in \(currency), the supplier's invoices in \(foreign)."),
            Command(
                line:
                    "didtron ratecard import sell_deck.csv --card gold --side sell --currency \(currency) --customer acme --approve",
                purpose: "Prices for a customer. Without --approve the card waits as a draft."),
            Command(
                line:
                    "didtron ratecard import buy_deck.csv --card bolt --side buy --currency \(foreign) --supplier bolt --approve",
                purpose: "Prices of a supplier."),
            Command(
                line: "didtron cdr inspect calls.csv --layout layout.json",
                purpose: "How the CDR file is read, before anything is stored."),
            Command(
                line: "didtron cdr import calls.csv --layout layout.json", purpose: "Load it: the account adds up."),
            Command(line: "didtron status", purpose: "What waits, with the command for each."),
            Command(
                line: "didtron cdr correct --side sell --stated ACMEE-1 --account ACME-1 --reason typo",
                purpose: "One record misspells the account. The record stays, the call is Acme's."),
            Command(line: "didtron cdr unrated --rate-again", purpose: "Price what waited."),
            Command(line: "didtron explain c-1001", purpose: "How a call got its price, by the switch's call id."),
            Command(line: "didtron invoice run --period \(monthText)", purpose: "Drafts of the month."),
            Command(line: "didtron invoice approve --period \(monthText)", purpose: "Then approve them,"),
            Command(line: "didtron invoice issue --period \(monthText)", purpose: "and issue them: numbers, ledger."),
            Command(line: "didtron invoice show 1", purpose: "The first one."),
            Command(line: "didtron check", purpose: "The proof: the books, recomputed from the rows."),
        ]
    }

    /// `2026-10`.
    private var monthText: String { String("\(month.first)".prefix(7)) }

    // MARK: - Files

    private var readme: String {
        let steps = commands.map { "# \($0.purpose)\n\($0.line)\n" }.joined(separator: "\n")
        return """
            Example files of a small carrier, to try and then to replace by your own.

            In CSV files lines above the header that begin with "# " are comments. Columns may be in any order, and columns that you do
            not need can go; `didtron partner import --help` and its like explain each. Importing a file again changes nothing.

            The commands, in this folder and in this order:

            \(steps)
            What next: `didtron status` says what waits, `didtron --help` lists the commands. To begin anew with an empty database,
            `didtron dev reset` removes all that is in it.

            """
    }

    private var entity: String {
        """
        # Your company, or one row for each of them. currency: of its books, for good. zone: of the dates of its documents.
        entity,name,currency,zone
        \(code),\(quoted(name)),\(currency),\(zone)

        """
    }

    private var products: String {
        """
        # What you sell and buy, such as standard, premium, cli. direction: outbound, or inbound for numbers that you let.
        product,name,direction
        standard,Standard routes,outbound

        """
    }

    private var partners: String {
        """
        # role: customer, supplier, or bilateral. payment_mode: postpaid (invoices) or prepaid (from a deposit).
        # zone: of the billing days. cycle: weekly, half_monthly or monthly. terms_days: from the date of an invoice to its due day.
        partner,name,role,currency,payment_mode,zone,cycle,terms_days,credit_limit
        acme,Acme Telecom,customer,\(currency),postpaid,\(zone),monthly,30,5000
        bolt,Bolt Networks,supplier,\(foreign),postpaid,UTC,monthly,30,

        """
    }

    private var accounts: String {
        """
        # account: exactly as call records have it. kind: code (default), ip, trunk, tech_prefix or switch_id.
        account,partner,side,product,kind
        ACME-1,acme,sell,standard,code
        BOLT-1,bolt,buy,standard,code

        """
    }

    private var exchangeRates: String {
        let rate =
            foreign == "USD" && currency == "EUR" ? "0.92" : foreign == "EUR" && currency == "USD" ? "1.09" : "0.80"
        return """
            # How much of `to` one unit of `from` is, from a day on. A rate holds for 35 days (setting fx.days_max); state one a month.
            from,to,effective_on,rate
            \(foreign),\(currency),\(decksFrom),\(rate)
            \(foreign),\(currency),\(month.first),\(rate)
            \(foreign),\(currency),\(month.endBefore),\(rate)

            """
    }

    private static let sellPrices = [
        ("1", "USA and Canada", "0.0090", "6/6"), ("33", "France", "0.0140", "1/1"),
        ("336", "France mobile", "0.0450", "1/1"), ("44", "United Kingdom", "0.0110", "1/1"),
        ("447", "United Kingdom mobile", "0.0380", "1/1"), ("49", "Germany", "0.0120", "1/1"),
        ("4915", "Germany mobile", "0.0420", "60/60"),
    ]

    private static let buyPrices = [
        ("1", "USA and Canada", "0.0060", "6/6"), ("33", "France fixed", "0.0090", "1/1"),
        ("336", "France mobile", "0.0380", "1/1"), ("44", "UK fixed", "0.0070", "1/1"),
        ("447", "UK mobile", "0.0310", "1/1"), ("49", "Germany fixed", "0.0080", "1/1"),
        ("4915", "Germany mobile", "0.0350", "60/60"),
    ]

    private func deck(_ prices: [(prefix: String, destination: String, price: String, increments: String)]) -> String {
        prices.reduce("prefix,destination,rate_per_min,effective_from,increments\n") {
            $0 + "\($1.prefix),\($1.destination),\($1.price),\(decksFrom),\($1.increments)\n"
        }
    }

    private var layout: String {
        """
        {
          "name": "my-switch",
          "delimiter": ";",
          "zone": "\(zone)",
          "timeFormats": ["yyyy-MM-dd HH:mm:ss"],
          "durationFormat": "seconds",
          "fields": {
            "call_id": ["Call-ID"],
            "customer_id": ["Customer"],
            "supplier_id": ["Route"],
            "calling": ["From"],
            "called": ["To"],
            "start_time": ["Begin"],
            "duration_s": ["Seconds"],
            "sip_code": ["Result"]
          }
        }

        """
    }

    private var calls: String {
        // Day of the month, time, number, seconds.
        let rows: [(account: String, day: Int, time: String, called: String, seconds: Int)] = [
            ("ACME-1", 2, "09:14:05", "4930901820", 61), ("ACME-1", 2, "09:20:41", "4915112345678", 61),
            ("ACME-1", 3, "11:02:17", "+442079460001", 240), ("ACME-1", 5, "16:45:00", "0033612345678", 95),
            ("ACME-1", 9, "08:30:12", "12125550142", 33), ("ACME-1", 9, "08:31:50", "447700900123", 600),
            ("ACMEE-1", 12, "13:00:09", "33140123456", 180), ("ACME-1", 14, "10:10:10", "88213000001", 45),
            ("ACME-1", 17, "17:59:58", "n/a", 20), ("ACME-1", 21, "12:12:12", "4930901820", 0),
            ("ACME-1", 24, "19:05:33", "33140123456", 3_600), ("ACME-1", 27, "23:59:30", "4989636480", 75),
        ]
        var text = "Call-ID;Customer;Route;From;To;Begin;Seconds;Result\n"
        for (index, row) in rows.enumerated() {
            let day = month.first + (row.day - 1)
            text +=
                "c-\(1001 + index);\(row.account);BOLT-1;4930555000;\(row.called);\(day) \(row.time);\(row.seconds);"
            text += row.seconds > 0 ? "200\n" : "487\n"
        }
        return text
    }

    private func quoted(_ text: String) -> String { text.contains(",") ? "\"\(text)\"" : text }
}

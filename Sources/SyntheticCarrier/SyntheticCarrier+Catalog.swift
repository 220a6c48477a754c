internal import Calendar

// The carrier as the catalog files that the database imports.

extension SyntheticCarrier {
    /// One line a partner; who is customer and supplier has one line with the role `bilateral`.
    public var partnersCSV: String {
        let suppliersByPartner = Dictionary(grouping: suppliers, by: \.partner)
        let customersByPartner = Dictionary(grouping: customers, by: \.partner)
        var text = "partner,name,role,payment_mode,currency,zone,terms_days,credit_limit\n"
        for customer in customers {
            let role = suppliersByPartner[customer.partner] == nil ? "customer" : "bilateral"
            text += line(customer, role: role, creditLimit: customer.isPrepaid ? 0 : 25_000)
        }
        for supplier in suppliers where customersByPartner[supplier.partner] == nil {
            text += line(supplier, role: "supplier", creditLimit: 0)
        }
        return text
    }

    public var accountsCSV: String {
        "account,partner,side\n" + customers.map { "\($0.account),\($0.partner),sell\n" }.joined()
            + suppliers.map { "\($0.account),\($0.partner),buy\n" }.joined()
    }

    /// Each partner has one deck a side, from a month before the traffic.
    public var assignmentsCSV: String {
        let from = CivilDay(daysSince1970: Int32(firstDay - 30))
        return "partner,card,side,from\n"
            + customers.map { "\($0.partner),\(sellDecks[$0.deck].name),sell,\(from)\n" }.joined()
            + suppliers.map { "\($0.partner),\(buyDecks[$0.deck].name),buy,\(from)\n" }.joined()
    }

    /// Euro in dollars, a rate every four weeks from before the traffic to its end: customers in euro are carried by suppliers in
    /// dollars, and the books are in dollars.
    public var exchangeRatesCSV: String {
        stride(from: firstDay - 28, to: firstDay + days, by: 28).enumerated().reduce("from,to,effective_on,rate\n") {
            // 1.0800 and up, as if drawn.
            $0 + "EUR,USD,\(CivilDay(daysSince1970: Int32($1.element))),1.0\(800 + $1.offset * 37 % 199)\n"
        }
    }

    private func line(_ party: Party, role: String, creditLimit: Int) -> String {
        """
        \(party.partner),\(party.name),\(role),\(party.isPrepaid ? "prepaid" : "postpaid"),\(party.currency),\
        \(party.zone),30,\(creditLimit)

        """
    }
}

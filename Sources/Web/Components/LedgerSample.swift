/// An account with its opening and closing.
struct LedgerSample {
    struct Row {
        var day: String
        var text: String
        var href: String?
        var debit: String?
        var credit: String?
        var balance: String
        var isReversed = false
    }

    struct Group {
        var edge: String?
        var rows: [Row]
    }

    var id: String
    var caption: String
    var groups: [Group]

    static func account(_ pane: String) -> LedgerSample {
        LedgerSample(
            id: "l-\(pane)", caption: "Account 1100 Receivable, Meridian Voice, USD, \(ComponentSamples.theme(pane))",
            groups: [
                Group(edge: "opening", rows: [Row(day: "2026-01-01", text: "Opening", balance: "17,500.00")]),
                Group(
                    edge: nil,
                    rows: [
                        Row(
                            day: "2026-01-15", text: "INV-001", href: "#ledger", debit: "5,000.00", balance: "22,500.00"
                        ),
                        Row(
                            day: "2026-01-20", text: "Bank transfer", href: "#ledger", credit: "10,000.00",
                            balance: "12,500.00"),
                        Row(
                            day: "2026-01-22", text: "Bank transfer, taken back", href: "#ledger", debit: "10,000.00",
                            balance: "22,500.00", isReversed: true),
                    ]),
                Group(edge: "closing", rows: [Row(day: "2026-01-31", text: "Closing, owes us", balance: "22,500.00")]),
            ])
    }
}

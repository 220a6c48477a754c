/// The sums that two carriers owe each other.
struct NettingSample {
    struct Row {
        var number: String
        var due: String
        var amount: String
        var isChosen = true
        var disputed: String?
    }

    struct Side {
        var name: String
        var title: String
        var note: String
        var currency = "USD"
        var rows: [Row]
        var totalLabel: String
        var total: String
    }

    struct Sum {
        var name: String
        var amount: String
        var isNet = false
    }

    var state: String
    var sides: [Side]
    var sentence: String
    var sentenceNote: String
    var sums: [Sum]
    var isOpen: Bool

    static func form(_ pane: String, state: String) -> NettingSample {
        NettingSample(
            state: state,
            sides: [
                Side(
                    name: "ours-\(pane)", title: "They owe us", note: "Our invoices to Nordlink Telecom",
                    rows: [
                        Row(number: "INV-2026-00812", due: "2026-10-31", amount: "18,400.00"),
                        Row(number: "INV-2026-00846", due: "2026-11-15", amount: "22,600.00", disputed: "1,512.50"),
                    ], totalLabel: "Total of 2 invoices", total: "41,000.00"),
                Side(
                    name: "theirs-\(pane)", title: "We owe them", note: "Their invoices to us",
                    rows: [Row(number: "NL-40918", due: "2026-11-02", amount: "30,000.00")],
                    totalLabel: "Total of 1 invoice",
                    total: "30,000.00"),
            ],
            sentence: state == "approved"
                ? "Nordlink Telecom pays us USD 11,000.00"
                : "Nordlink Telecom pays us USD 11,000.00 after netting USD 30,000.00",
            sentenceNote: state == "approved"
                ? "Approved 2026-11-22 14:10 UTC" : "One payment takes the place of 71,000.00 going both ways",
            sums: [
                Sum(name: "They owe us", amount: "41,000.00"), Sum(name: "We owe them", amount: "30,000.00"),
                Sum(name: "Netted", amount: "30,000.00"), Sum(name: "They pay us", amount: "11,000.00", isNet: true),
            ], isOpen: state == "proposal")
    }
}

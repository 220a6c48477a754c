/// Destinations with what they brought.
struct BreakdownSample {
    struct Row {
        var name: String
        var href = "#breakdown"
        var calls: String
        var minutes: String
        var sell: String
        var buy: String
        var margin: String
        var share: String
        var isLoss = false
    }

    var id: String
    var caption: String
    var hasCost: Bool
    var rows: [Row]

    static func table(_ pane: String, hasCost: Bool) -> BreakdownSample {
        BreakdownSample(
            id: "d-\(pane)",
            caption: (hasCost ? "By destination, USD, " : "What you used, USD, ") + ComponentSamples.theme(pane),
            hasCost: hasCost,
            rows: [
                Row(
                    name: "United Kingdom, mobile", calls: "48,210", minutes: "96,411.3", sell: "1,446.169500",
                    buy: "1,205.141250",
                    margin: "241.028250", share: "64%"),
                Row(
                    name: "Cuba, mobile", calls: "803", minutes: "1,204.5", sell: "807.015000", buy: "837.127500",
                    margin: "\u{2212}30.112500", share: "12%", isLoss: true),
            ])
    }
}

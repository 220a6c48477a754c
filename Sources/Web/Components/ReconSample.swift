/// A supplier's invoice beside what was measured.
struct ReconSample {
    struct Figure {
        var label: String
        var text: String?
        var isFirst = false
        var isDifference = false
    }

    struct Row {
        var name: String
        var prefix: String
        var href = "#recon"
        var variance: String
        var varianceWord: String
        var figures: [Figure]
        var cause: String
        var detail: String
        var badge: Badge
    }

    var id: String
    var caption: String
    var rows: [Row]

    private static func figures(_ texts: [String?]) -> [Figure] {
        let labels = [
            "Their minutes", "Their rate", "Their amount", "Our minutes", "Our rate", "Our amount", "Minutes apart",
            "Amount apart",
            "Percent apart",
        ]
        return zip(labels, texts).enumerated().map { index, pair in
            Figure(label: pair.0, text: pair.1, isFirst: index % 3 == 0, isDifference: index >= 6)
        }
    }

    static func grid(_ pane: String) -> ReconSample {
        ReconSample(
            id: "r-\(pane)",
            caption:
                "By destination, USD, largest difference first; tolerance 2 s and 0.5%, \(ComponentSamples.theme(pane))",
            rows: [
                Row(
                    name: "Belgium, special services", prefix: "+32 484", variance: "far", varianceWord: "Far over",
                    figures: figures([
                        "8,812.6", "0.14500", "1,277.83", "8,812.6", "0.03400", "299.62", "0.0", "+978.21", "+326.5%",
                    ]), cause: "Dial code", detail: "ours: Belgium, mobile", badge: Badge(.draft, "Open")),
                Row(
                    name: "Cuba, mobile", prefix: "+53 5", variance: "missing-ours", varianceWord: "Missing with us",
                    figures: figures(["1,204.5", "0.69500", "837.13", nil, nil, nil, "+1,204.5", "+837.13", nil]),
                    cause: "Calls we do not have", detail: "no calls in our files", badge: Badge(.disputed, "Disputed")),
                Row(
                    name: "Kenya, mobile", prefix: "+254 7", variance: "over", varianceWord: "Over tolerance",
                    figures: figures([
                        "12,404.2", "0.11200", "1,389.27", "12,300.0", "0.11200", "1,377.60", "+104.2", "+11.67",
                        "+0.8%",
                    ]), cause: "Volume", detail: "61 calls longer", badge: Badge(.paid, "Accepted")),
                Row(
                    name: "Peru", prefix: "+51", variance: "missing-theirs", varianceWord: "Missing with them",
                    figures: figures([nil, nil, nil, "310.4", "0.02100", "6.52", "\u{2212}310.4", "\u{2212}6.52", nil]),
                    cause: "Not billed", detail: "they may bill it later", badge: Badge(.draft, "Open")),
                Row(
                    name: "Poland", prefix: "+48", variance: "within", varianceWord: "Within tolerance",
                    figures: figures([
                        "4,100.0", "0.00900", "36.90", "4,099.8", "0.00900", "36.90", "+0.2", "0.00", "0.0%",
                    ]), cause: "Within tolerance",
                    detail: "rounding", badge: Badge(.paid, "Resolved")),
            ])
    }
}

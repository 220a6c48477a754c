import Foundation

/// The tokens as the style sheet states them, with the contrast that follows (WCAG 2).
struct TokenSheet: Sendable {
    struct Colour: Sendable, Equatable {
        var name: String
        /// `#rrggbb`, light and dark.
        var light: String
        var dark: String
    }

    let colours: [Colour]

    /// - Parameter text: of tokens.css.
    init(_ text: String) {
        colours = text.matches(of: /--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/).map {
            Colour(name: String($0.1), light: String($0.2), dark: String($0.3))
        }
    }

    subscript(name: String) -> Colour? { colours.first { $0.name == name } }

    /// Between two colours of one theme: 1 to 21.
    static func contrast(_ one: String, _ other: String) -> Double {
        let (first, second) = (luminance(one), luminance(other))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    private static func luminance(_ colour: String) -> Double {
        let digits = Array(colour.dropFirst())
        let parts = [0, 2, 4].map { index -> Double in
            let value = Double(UInt8(String(digits[index...index + 1]), radix: 16) ?? 0) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }

    /// Pairs that must hold: text on its ground at 4.5, what is drawn at 3.
    static let pairs: [(text: String, ground: String, least: Double)] = {
        var pairs: [(String, String, Double)] = []
        for ground in ["canvas", "surface", "selected"] {
            for text in ["ink", "ink-2", "ink-3", "link", "negative", "positive", "warning"] {
                pairs.append((text, ground, 4.5))
            }
            for line in ["line-strong", "focus"] { pairs.append((line, ground, 3)) }
        }
        for tint in ["info", "ok", "warn", "error", "missing"] {
            pairs += [("ink", "tint-\(tint)", 4.5), ("ink-3", "tint-\(tint)", 4.5), ("link", "tint-\(tint)", 4.5)]
        }
        pairs += [
            ("ink", "sunken", 4.5), ("ink-3", "sunken", 4.5), ("ink", "hover", 4.5), ("on-accent", "accent", 4.5),
            ("on-accent", "accent-hover", 4.5), ("on-danger", "danger", 4.5), ("on-danger", "danger-hover", 4.5),
        ]
        for status in Badge.Status.allCases {
            pairs.append(("badge-\(status.rawValue)", "badge-\(status.rawValue)-ground", 4.5))
        }
        for series in ["1", "2", "3", "4", "5", "6", "other"] { pairs.append(("series-\(series)", "surface", 3)) }
        for age in 0...4 { pairs.append(("age-\(age)", "surface", 3)) }
        return pairs
    }()

    /// The sheet of this program.
    static var own: TokenSheet {
        TokenSheet(Assets.texts(in: "Styles").first { $0.name == "tokens.css" }?.text ?? "")
    }
}

/// The tokens on the page of components.
enum TokenSamples {
    struct Swatch: Sendable {
        var name: String
        var colour: String
        var ratio: String?
    }

    private struct Model {
        var swatches: [Swatch]
    }

    static func group() -> ComponentsPage.Group {
        let sheet = TokenSheet.own
        func swatches(dark: Bool) -> [Swatch] {
            sheet.colours.map { colour in
                let own = dark ? colour.dark : colour.light
                let worst = TokenSheet.pairs.filter { $0.text == colour.name }.compactMap { pair in
                    sheet[pair.ground].map { (pair.ground, TokenSheet.contrast(own, dark ? $0.dark : $0.light)) }
                }.min { $0.1 < $1.1 }
                return Swatch(
                    name: "--\(colour.name)", colour: own,
                    ratio: worst.map { "\(Double(($0.1 * 100).rounded()) / 100) on --\($0.0)" })
            }
        }
        return ComponentsPage.Group(
            title: "Tokens",
            specimens: [
                ComponentsPage.Specimen(
                    id: "tokens", title: "Colours",
                    use:
                        "Components use tokens only. Each ratio is worked out from the style sheet, on the ground where it is least.",
                    variants: [
                        ComponentsPage.Variant(title: "All", template: "{{>parts/swatches}}") { pane in
                            Model(swatches: swatches(dark: pane.hasSuffix("dark")))
                        }
                    ])
            ])
    }
}

internal import CallStore
import Money
internal import RateBook
import RateCards

/// Texts that subjects give, as the numbers and texts of JSON.
enum JSONText {
    /// Nanoseconds of a decimal number of seconds.
    static func nanos(seconds text: String) throws -> Int64 {
        try DecimalText.parse(text, decimals: DecimalText.nanoDecimals)
    }

    /// Nanos of a decimal price; nil of none, and of `blocked`.
    static func nanos(price text: String?) -> Int64? {
        text.flatMap { try? DecimalText.nanos($0) }
    }

    /// Micros of a decimal amount; nil of none.
    static func micros(_ text: String?) throws -> Int64? {
        try text.map { text in try DecimalText.micros(text) }
    }

    /// `2026-10-03T10:00:00.25Z`, of microseconds since 1970.
    static func instant(micros: Int64) -> String { RateSheet.text(utcMicros: micros) }

    /// Stage of a card's version, as a name.
    static func stage(_ stage: RateCardVersion.Stage) -> String { stage == .inEffect ? "in_effect" : stage.rawValue }

    /// State of a side of a call, as a name.
    static func state(_ state: CallSide.State) -> String {
        switch state {
        case .priced: "priced"
        case .unpriced: "unpriced"
        case .notApplicable: "not_applicable"
        }
    }

    /// Nil of an empty text.
    static func present(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }

    /// Parts of a text with commas between them.
    static func list(_ text: String?) -> [String] {
        text?.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init) ?? []
    }
}

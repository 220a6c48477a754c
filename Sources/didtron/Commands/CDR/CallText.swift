internal import CallStore
import Money
import Rating

/// A stored call in the words of the command line.
enum CallText {
    /// `2026-10-03 10:00:00.25 UTC`.
    static func start(_ row: CallRow) -> String { instant(row.startMicros) + " UTC" }

    static func instant(_ micros: Int64) -> String {
        let day = CallRow.day(ofMicros: micros)
        let ofDay = micros - Int64(day) * 86_400_000_000
        func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = [ofDay / 3_600_000_000, ofDay / 60_000_000 % 60].map(padded).joined(separator: ":")
        let second = DecimalText.format(ofDay % 60_000_000, decimals: 6)
        return "\(CallAddress.text(day: day)) \(clock):\(second.prefix { $0 != "." }.count < 2 ? "0" : "")\(second)"
    }

    static func number(_ number: CallNumber) -> String {
        number == .none ? "-" : String(decoding: number.digits, as: UTF8.self)
    }

    static func seconds(_ nanos: Int64) -> String { DecimalText.format(nanos, decimals: 9) }

    static func kind(_ kind: CallRow.Kind) -> String {
        switch kind {
        case .original: "original"
        case .reversal: "reversal"
        case .replacement: "replacement"
        }
    }

    static func state(_ state: CallSide.State) -> String {
        switch state {
        case .priced: "priced"
        case .unpriced: "no price"
        case .notApplicable: "not applicable"
        }
    }

    /// Bytes of a file as they can be shown on a terminal.
    static func printable(_ bytes: [UInt8], most: Int = .max) -> String {
        let text = String(decoding: bytes.prefix(most), as: UTF8.self)
        let shown = String(text.map { $0.isNewline ? "⏎" : $0.unicodeScalars.contains { $0.value < 32 } ? "·" : $0 })
        return bytes.count > most ? shown + "…" : shown
    }
}

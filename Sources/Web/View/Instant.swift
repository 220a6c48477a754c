/// An instant as pages write it, with its zone: `2026-11-30 14:05:09 UTC`.
struct Instant: Sendable {
    /// ISO 8601, for programs.
    let machine: String
    let text: String

    /// - Parameter iso: `2026-11-30T14:05:09Z`.
    init(_ iso: String) {
        machine = iso
        text = iso.replacing("T", with: " ").replacing("Z", with: " UTC")
    }

    /// Without seconds: `2026-11-30 14:05 UTC`.
    static func short(_ iso: String) -> Instant { Instant(machine: iso, text: "\(Instant(iso).text.prefix(16)) UTC") }

    private init(machine: String, text: String) {
        self.machine = machine
        self.text = text
    }
}

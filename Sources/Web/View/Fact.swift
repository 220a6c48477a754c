/// A fact about the page as a whole: as of when, in which zone.
struct Fact: Sendable {
    var name: String
    var text: String
    /// ISO 8601, of an instant.
    var machine: String?
    var href: String?

    init(_ name: String, _ text: String, href: String? = nil) {
        self.name = name
        self.text = text
        self.href = href
    }

    init(_ name: String, _ instant: Instant) {
        self.name = name
        text = instant.text
        machine = instant.machine
    }
}

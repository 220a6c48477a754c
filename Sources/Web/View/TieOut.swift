/// A line that says that two sums agree, or by how much they do not.
struct TieOut: Sendable {
    var text: String
    var shape: String

    init(_ text: String, holds: Bool = true) {
        self.text = text
        shape = holds ? "paid" : "failed"
    }
}

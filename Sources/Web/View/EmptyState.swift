/// A list without rows.
struct EmptyState: Sendable {
    var title: String
    var text: String
    var action: String?
    var href: String?
    /// Of the command line, which does the same.
    var command: String?
}

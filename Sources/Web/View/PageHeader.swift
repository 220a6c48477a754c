/// Title of a page with what can be done there.
struct PageHeader: Sendable {
    struct Action: Sendable {
        var title: String
        var href: String
        var isPrimary = false
    }

    var title: String
    var badge: Badge?
    var actions: [Action] = []
    /// Why something cannot be done in this state.
    var note: String?
}

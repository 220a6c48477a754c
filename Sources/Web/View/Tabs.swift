/// Links to the views of one list.
struct Tabs: Sendable {
    struct Link: Sendable {
        var title: String
        var href: String
        var count: String?
        var isCurrent: Bool
    }

    var label: String
    var links: [Link]
}

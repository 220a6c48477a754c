/// Names and values of one thing.
struct SummaryList: Sendable {
    struct Row: Sendable {
        var name: String
        var text: String
        var href: String?
        var isCode = false
    }

    var rows: [Row]
    var isTwo = false
}

/// The form above a list, and what of it is applied.
struct Filters: Sendable {
    struct Choice: Sendable {
        var title: String
        var value: String
        var isChosen: Bool
    }

    struct Input: Sendable {
        var name: String
        var label: String
        var value: String
        var isShort = false
        var mode: String?
        var choices: [Choice] = []
        var problem: String?
    }

    struct Hidden: Sendable {
        var name: String
        var value: String
    }

    struct Chip: Sendable {
        var text: String
        /// The list without it.
        var href: String
    }

    var action: String
    var label: String
    var fields: [Input]
    var hidden: [Hidden] = []
    var chips: [Chip]
    /// How many; nil where there is none.
    var applied: String?
    /// Unfolded on a phone, because something in it is wrong.
    var isOpen = false
}

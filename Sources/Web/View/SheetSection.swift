/// A part of a page under a heading: a table, or why there is none.
struct SheetSection: Sendable {
    var id: String
    var title: String
    var note: String?
    var table: DataTable?
    var foot: TableFoot?
    var empty: EmptyState?

    /// - Parameter empty: shown where the table has no rows.
    init(
        _ id: String, _ title: String, note: String? = nil, table: DataTable?, foot: TableFoot? = nil, empty: EmptyState
    ) {
        self.id = id
        self.title = title
        self.note = note
        var table = table
        // The part and the table in it are told apart by name.
        if table?.caption == title { table?.caption = "\(title), as a table" }
        let isEmpty = table?.groups.allSatisfy(\.rows.isEmpty) ?? true
        self.table = isEmpty ? nil : table
        self.foot = isEmpty ? nil : foot
        self.empty = isEmpty ? empty : nil
    }
}

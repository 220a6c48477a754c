/// A part of a page under a heading: a table or charts, or why there are none.
struct SheetSection: Sendable {
    var id: String
    var title: String
    var note: String?
    var table: DataTable?
    var foot: TableFoot?
    var empty: EmptyState?
    /// To other months of the same.
    var links: [TableFoot.Link] = []
    var charts: [Chart] = []
    var shares: [ShareBars] = []
    var ageing: [AgeingBar] = []

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

    /// Charts; at least one of the lists has something.
    init(
        _ id: String, _ title: String, note: String? = nil, links: [TableFoot.Link] = [], charts: [Chart] = [],
        shares: [ShareBars] = [], ageing: [AgeingBar] = []
    ) {
        self.id = id
        self.title = title
        self.note = note
        self.links = links
        self.charts = charts
        self.shares = shares
        self.ageing = ageing
    }
}

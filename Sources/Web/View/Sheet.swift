import Hummingbird

/// A page that is read from the top: its heading, what it is of, sums, filters, one table or several under headings.
struct Sheet: Sendable {
    var header: PageHeader
    var facts: [Fact] = []
    /// Something that a reader has to know before all else.
    var warning: String?
    var tabs: Tabs?
    var filters: Filters?
    var cards: [SummaryCard] = []
    var strip: [StripItem] = []
    /// Buttons that do something at once.
    var steps: [SheetStep] = []
    var csrf = ""
    var table: DataTable?
    var foot: TableFoot?
    var tieOut: TieOut?
    var sections: [SheetSection] = []
    var empty: EmptyState?
}

/// A sum of a page's summary, which leads to what it is made of.
struct SummaryCard: Sendable {
    var label: String
    var currency: String
    var amount: String
    var foot: String
    var href: String?
    var isAttention = false
    var state = "ok"
}

/// A button of a page that does something at once.
struct SheetStep: Sendable {
    var title: String
    var path: String
    var isDangerous = false
    /// Names and values that go with it.
    var hidden: [Filters.Hidden] = []
}

extension PageRequest {
    func sheet(_ shell: Shell, _ sheet: Sheet, status: HTTPResponse.Status = .ok) -> Response {
        page("sheet", shell, sheet, status: status)
    }
}

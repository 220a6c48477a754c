import Mustache

/// The one table: its caption, columns, rows and totals, as the part `parts/data-table` writes them.
struct DataTable: Sendable {
    struct Column: Sendable {
        enum Kind: Sendable { case text, wrap, number, currency, state, choose, code }

        var title: String
        var kind: Kind
        /// Where it says so only to who hears the page.
        var isTitleHidden = false
        /// Of the first three on a phone; the others are under "More".
        var isFirst = false
        /// Orders the list by this column; nil = cannot.
        var sortHref: String?
        /// `ascending` or `descending`, of the column by which it is ordered.
        var ariaSort: String?
        /// For phones, where currency has no column of its own.
        var label: String
        let columnClass: String?

        init(_ title: String, _ kind: Kind = .text, first: Bool = false, label: String? = nil) {
            self.title = title
            self.kind = kind
            isFirst = first
            self.label = label ?? title
            columnClass = Self.classes(of: kind)
        }

        private static func classes(of kind: Kind) -> String? {
            switch kind {
            case .text: nil
            case .wrap: "data-table__wrap"
            case .number: "data-table__number"
            case .currency: "data-table__currency"
            case .state: "data-table__state"
            case .choose: "data-table__choose"
            case .code: "code"
            }
        }
    }

    struct Group: Sendable {
        /// A heading over its rows; nil = none.
        var title: String?
        var columnCount: Int
        var rows: [Row]
    }

    struct Row: Sendable {
        var cells: [Cell]
        /// Named by "More about".
        var name: String
        var hasMore = true
        var classes: String?
    }

    var id: String
    var caption: String
    var isCaptionHidden = false
    var note: String?
    var classes = ""
    var columns: [Column]
    var groups: [Group]
    var foot: [Row] = []
    /// Some columns are under "More" on a phone.
    var hasMore = true

    init(
        _ id: String, _ caption: String, hidesCaption: Bool = false, classes: String = "", columns: [Column],
        rows: [Row], foot: [Row] = []
    ) {
        self.id = id
        self.caption = caption
        isCaptionHidden = hidesCaption
        self.classes = classes
        self.columns = columns
        groups = [Group(title: nil, columnCount: columns.count, rows: rows)]
        self.foot = foot
        hasMore = columns.contains { !$0.isFirst && $0.kind != .choose && $0.kind != .state } && columns.count > 4
        if !hasMore { for index in groups[0].rows.indices { groups[0].rows[index].hasMore = false } }
    }
}

/// The content of one place of a table; known by name to templates.
struct Cell: Sendable, MustacheParent {
    private var fields: [String: any Sendable]

    func child(named name: String) -> Any? { fields[name] }

    private init(_ column: DataTable.Column, _ fields: [String: any Sendable]) {
        self.fields = fields
        if column.kind != .choose { self.fields["label"] = column.label }
        if let classes = column.columnClass { self.fields["classes"] = classes }
        if column.isFirst { self.fields["isFirst"] = true }
        self.fields["isCell"] = true
    }

    static func text(_ column: DataTable.Column, _ text: String) -> Cell { Cell(column, ["text": text]) }

    static func link(_ column: DataTable.Column, _ text: String, _ href: String) -> Cell {
        Cell(column, ["linkText": text, "href": href])
    }

    /// The name of the row, with the one link to its page.
    static func key(_ column: DataTable.Column, _ text: String, _ href: String?, isShort: Bool = true) -> Cell {
        var cell = Cell(column, [:])
        cell.fields["isCell"] = nil
        cell.fields["isHead"] = true
        if isShort { cell.fields["classes"] = "data-table__key" }
        if let href {
            cell.fields["linkText"] = text
            cell.fields["href"] = href
        } else {
            cell.fields["text"] = text
        }
        return cell
    }

    static func amount(_ column: DataTable.Column, _ amount: Amount, href: String? = nil, label: String? = nil) -> Cell
    {
        var cell = Cell(
            column, href == nil ? ["text": amount.text] : ["figure": amount.text, "figureHref": href ?? ""])
        if amount.isNegative { cell.fields["isNegative"] = true }
        if let label { cell.fields["label"] = label }
        return cell
    }

    static func day(_ column: DataTable.Column, _ day: String?) -> Cell {
        day.map { Cell(column, ["day": $0]) } ?? none(column)
    }

    static func instant(_ column: DataTable.Column, _ iso: String) -> Cell {
        let instant = Instant(iso)
        return Cell(column, ["machine": instant.machine, "instant": instant.text])
    }

    /// The same as the name of its row.
    var asKey: Cell {
        var cell = self
        cell.fields["isCell"] = nil
        cell.fields["isHead"] = true
        cell.fields["classes"] = "data-table__key"
        return cell
    }

    static func badge(_ column: DataTable.Column, _ badge: Badge) -> Cell { Cell(column, ["badge": badge]) }

    /// A box by which the row is chosen.
    static func choice(_ column: DataTable.Column, _ name: String, value: String, of row: String) -> Cell {
        Cell(column, ["choiceName": name, "value": value, "rowName": row])
    }

    /// What does not apply.
    static func none(_ column: DataTable.Column) -> Cell { Cell(column, ["isNone": true]) }

    static func empty(_ column: DataTable.Column) -> Cell {
        var cell = Cell(column, [:])
        cell.fields["classes"] = "data-table__empty"
        return cell
    }

    /// Of a foot: over several columns.
    static func total(_ text: String, columns: Int, isSub: Bool = false) -> Cell {
        var cell = Cell(DataTable.Column(""), ["text": text])
        cell.fields["isCell"] = nil
        cell.fields["isHead"] = true
        cell.fields["columnSpan"] = "\(columns)"
        if isSub { cell.fields["classes"] = "data-table__sub" }
        return cell
    }
}

/// The place of a page in a list that has one order, as its address has it: opaque, with the number of the row.
struct ListPlace: Sendable, Equatable {
    /// What the list is ordered by, of the row at the place; nil = from the first row.
    var key: String?
    var id: Int64?
    /// The rows before the place, and not those behind it.
    var isBackward = false
    /// Number of the row at the place, from 1.
    var ordinal: Int64 = 0

    /// A place that nobody made begins at the first row.
    init(_ query: FormFields) {
        for (name, isBackward) in [("after", false), ("before", true)] {
            guard let parts = query[name]?.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false),
                parts.count == 3, let ordinal = Int64(parts[0]), ordinal >= 0, let id = Int32(parts[1]), id > 0
            else { continue }
            self.ordinal = ordinal
            self.id = Int64(id)
            key = String(parts[2])
            self.isBackward = isBackward
            return
        }
    }

    static func text(ordinal: Int64, id: Int64, key: String = "") -> String { "\(ordinal).\(id).\(key)" }
}

extension TableFoot {
    /// Of one page of a list.
    ///
    /// - Parameters:
    ///   - rows: how many are on the page; hasMore: whether there are others in the direction in which it was read.
    ///   - matching: rows that the whole list has, in words; nil where nobody counts them.
    ///   - fields: the state of the list without its place.
    ///   - key: id and key of the first and of the last row.
    init(
        place: ListPlace, rows: Int, hasMore: Bool, matching: String?, fields: FormFields, path: String,
        first: (id: Int64, key: String), last: (id: Int64, key: String), exports: [String] = ["csv", "xlsx"],
        goesBack: Bool = true
    ) {
        let number = place.isBackward ? max(1, place.ordinal - Int64(rows)) : place.ordinal + 1
        let end = number + Int64(rows) - 1
        var text = "Rows \(Amount.count(number).text)\u{2013}\(Amount.count(end).text)"
        if let matching { text += " of \(matching)" }
        var links: [Link] = []
        if place.isBackward ? hasMore : place.id != nil {
            links.append(Link(title: "First", href: fields.address(path), rel: "first"))
            if goesBack {
                let before = ListPlace.text(ordinal: number, id: first.id, key: first.key)
                links.append(
                    Link(title: "Previous", href: fields.setting("before", before).address(path), rel: "prev"))
            }
        }
        if place.isBackward || hasMore {
            let after = ListPlace.text(ordinal: end, id: last.id, key: last.key)
            links.append(Link(title: "Next", href: fields.setting("after", after).address(path), rel: "next"))
        }
        self.init(
            rows: text, links: links,
            exports: exports.map { Export(title: $0.uppercased(), href: fields.address("\(path).\($0)")) })
    }
}

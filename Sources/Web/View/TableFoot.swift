/// Which rows these are, where the others are, and how they can be taken away.
struct TableFoot: Sendable {
    struct Link: Sendable {
        var title: String
        var href: String
        var rel: String
    }

    struct Export: Sendable {
        var title: String
        var href: String

        /// The list as CSV and as XLSX, with its filters.
        static func both(_ path: String, _ fields: FormFields = FormFields()) -> [Export] {
            ["csv", "xlsx"].map { Export(title: $0.uppercased(), href: fields.address("\(path).\($0)")) }
        }
    }

    var rows: String
    /// Of the links, where a page has several.
    var pagesLabel = "Pages"
    var links: [Link] = []
    var exports: [Export] = []
}

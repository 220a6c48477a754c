/// The table of targets in ARCHITECTURE.md: the one place that says who may import whom.
///
///     | Target | Purpose | May import |
///     | `Rating` | prefix trie, tariff, the price of one call | Money, CallRecords, CKernels |
struct TargetMap {
    struct Row {
        var name: String
        /// Folder of its sources, below the root.
        var folder: String
        /// Targets of ours that it may import.
        var allowed: Set<String>
        /// No file, socket, database, environment, clock or logger.
        var isPure: Bool
    }

    var rows: [Row]

    var names: Set<String> { Set(rows.map(\.name)) }

    /// Reads the table under the heading `## The map`: a row is pure where its last cell says `pure`; its folder is
    /// `Sources/NAME` unless the first cell names another in brackets.
    init(markdown: String) {
        let section = markdown.components(from: "\n## The map\n", to: "\n## ")
        rows = section.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmed }
            guard line.hasPrefix("| `"), cells.count == 4 else { return nil }
            let name = cells[0].components(from: "`", to: "`")
            let folder = cells[0].components(from: "(", to: ")")
            let allowed = cells[2].split { !$0.isLetter }.map(String.init)
            return Row(
                name: name, folder: folder.isEmpty ? "Sources/\(name)" : folder, allowed: Set(allowed),
                isPure: cells[3] == "pure")
        }
    }
}

extension StringProtocol {
    /// The text between two marks, empty where the first is missing; to the end where the second is.
    func components(from start: String, to end: String) -> String {
        guard let opening = firstRange(of: start) else { return "" }
        let rest = self[opening.upperBound...]
        guard let closing = rest.firstRange(of: end) else { return String(rest) }
        return String(rest[..<closing.lowerBound])
    }

    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

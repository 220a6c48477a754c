import Foundation
internal import Catalog

/// What standard output and standard error are, and what they can show.
enum Terminal {
    /// Columns of standard output; nil where it is no terminal and `COLUMNS` states none.
    static let width: Int? = {
        if let stated = ProcessInfo.processInfo.environment["COLUMNS"].flatMap({ Int($0) }), stated > 0 {
            return stated
        }
        var size = winsize()
        // The call fills the structure that it is given.
        guard isatty(STDOUT_FILENO) == 1, unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return size.ws_col > 0 ? Int(size.ws_col) : nil
    }()

    /// Text in a colour where `stream` is a terminal and `NO_COLOR` is not set.
    static func styled(_ text: String, _ style: Style, on stream: Int32 = STDOUT_FILENO) -> String {
        hasColours && isatty(stream) == 1 ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    enum Style: Int {
        case bold = 1
        case red = 31
        case yellow = 33
    }

    private static let hasColours: Bool = {
        let variables = ProcessInfo.processInfo.environment
        // https://no-color.org: whatever its value, unless that is empty.
        return (variables["NO_COLOR"] ?? "").isEmpty && variables["TERM"] != "dumb"
    }()
}

extension TextTable {
    /// The table where it fits the terminal, else its records, a field a line.
    var fitted: String {
        let text = text
        let lines = text.split(separator: "\n", maxSplits: 1)
        let longest = text.split(separator: "\n").reduce(0) { max($0, $1.count) }
        guard let width = Terminal.width, longest > width else {
            guard let head = lines.first, lines.count == 2 else { return text }
            return Terminal.styled(String(head), .bold) + "\n" + lines[1]
        }
        let titles = columns.reduce(0) { max($0, $1.title.count) }
        func record(_ row: [String]) -> String {
            zip(columns, row).filter { !$1.isEmpty }.map { column, cell in
                let padding = String(repeating: " ", count: titles - column.title.count)
                return Terminal.styled(column.title, .bold) + padding + "  \(cell)\n"
            }.joined()
        }
        return (rows + totals).map(record).joined(separator: "\n")
    }
}

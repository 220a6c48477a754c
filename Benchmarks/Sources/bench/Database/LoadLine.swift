import CallStore

/// The ways in which a load is measured: its calls alone, each part added to them, and all of it.
enum LoadLine: CaseIterable {
    case calls
    case duplicates
    case usage
    case evidence
    case zstd
    case everything

    static let connections = [1, 2]

    static func bareCopy(_ connections: Int) -> String { "bare COPY, \(words(connections))" }

    /// What the loader does besides committing calls.
    var parts: LoadParts {
        switch self {
        case .calls, .zstd: []
        case .duplicates: .duplicates
        case .usage: .usage
        case .evidence: .evidence
        case .everything: .all
        }
    }

    func name(_ connections: Int) -> String { "\(title), \(LoadLine.words(connections))" }

    func limit(_ connections: Int) -> String {
        switch self {
        case .calls: connections == 1 ? "1.05 with a core to spare" : "1.15 on two cores"
        case .duplicates: "and 0.04: 16 bytes a row"
        case .usage: "and 0.2: nearly as many sums as calls"
        case .evidence: "and SHA-256 at 1.5 GB/s, a copy"
        case .zstd: "and 0.36 us a row: decompressed twice"
        case .everything: "the sum of what they add"
        }
    }

    var title: String {
        switch self {
        case .calls: "file -> committed calls"
        case .duplicates: "and duplicate search"
        case .usage: "and usage deltas"
        case .evidence: "and the received file"
        case .zstd: ".zst -> committed calls"
        case .everything: "file -> everything committed"
        }
    }

    private static func words(_ connections: Int) -> String {
        connections == 1 ? "1 connection" : "\(connections) connections"
    }

    // MARK: - What each adds

    /// Of each line, round by round, what it takes more than the calls alone.
    static func section(_ measurements: [Measurement]) -> ReportSection? {
        func seconds(_ name: String) -> [Double]? { measurements.first { $0.name == name }?.seconds }
        var rows = allCases.map { [$0.title] }
        for count in connections {
            guard let bare = seconds(bareCopy(count)), let calls = seconds(LoadLine.calls.name(count)) else {
                return nil
            }
            for (index, line) in allCases.enumerated() {
                guard let all = seconds(line.name(count)) else { return nil }
                let added = line == .calls ? zip(all, bare).map { $0 - $1 } : zip(all, calls).map { $0 - $1 }
                rows[index] += [
                    ReportText.decimal(added.median, 3),
                    ReportText.decimal(zip(added, bare).map { 100 * $0 / $1 }.median, 1),
                ]
            }
        }
        return ReportSection(
            title: "What the parts of a load add",
            columns: ["what"]
                + connections.flatMap { ["\(words($0)), s", "% of its bare COPY"] },
            rows: rows,
            notes: [
                "Calls alone against bare COPY, everything else against calls alone; medians of the differences of each round."
            ])
    }

    /// What duplicate search adds, as a share of the time of the calls alone.
    static func duplicateShare(_ measurements: [Measurement], _ connections: Int) -> Double? {
        let calls = measurements.first { $0.name == LoadLine.calls.name(connections) }
        let both = measurements.first { $0.name == LoadLine.duplicates.name(connections) }
        guard let calls, let both else { return nil }
        return zip(both.seconds, calls.seconds).map { $0 / $1 - 1 }.median
    }
}

internal import CallRecords
internal import CallStore
internal import Catalog
internal import Vocabulary

/// Counts the rejects of a file, chunk after chunk, and says when there are too many for its layout to be the right one.
final class RejectWatch: @unchecked Sendable {
    // Sendable: used only between `ChunkOrder.wait(for: .identify)` and `pass(.identify)`, which let in one at a time.

    private let name: String
    private let layout: String
    private let limits: LoadLimits
    private var records: Int
    private var rejected: Int

    /// - Parameter records: of the chunks that are in, and `rejected` of them.
    init(name: String, layout: String, limits: LoadLimits, records: Int, rejected: Int) {
        self.name = name
        self.layout = layout
        self.limits = limits
        self.records = records
        self.rejected = rejected
    }

    /// Takes the next chunk in the order of the file.
    ///
    /// - Parameters:
    ///   - rejects: of the chunk, placed in it.
    ///   - chunk: its number; the first of a file is refused, so that nothing is stored of it.
    ///   - firstLine: physical line, from 1, at which it begins.
    /// - Returns: what is wrong, if the chunk must not be committed.
    func fault(records: Int, rejects: [Reject], chunk: Int, firstLine: Int) -> Refusal? {
        self.records += records
        rejected += rejects.count
        guard let percentMax = limits.rejectedPercentMax, rejected > 0 else { return nil }
        let isNothingElse = chunk == 0 && rejects.count == records
        let areMany = rejected >= limits.rejectedLeast && rejected * 100 > percentMax * self.records
        guard isNothingElse || areMany else { return nil }
        let counts = "\(grouped(rejected)) of its first \(grouped(self.records)) records are rejects"
        let question = "Does the layout \(layout) fit the file?"
        if chunk == 0 {
            return Refusal(
                .invalid, "file.mostly_rejects",
                "\(name) is refused, and none of its calls is stored: \(counts) (\(causes(rejects, firstLine))). \(question)",
                facts: ["file": name, "layout": layout])
        }
        return Refusal(
            .conflict, "file.too_many_rejects",
            "\(name) stopped before line \(grouped(firstLine)): \(counts), and more than \(percentMax) % is not expected "
                + "(the last ones: \(causes(rejects, firstLine))). What is before that line is stored and counts once the file is "
                + "closed. \(question)",
            facts: ["name": name, "layout": layout])
    }

    /// The most frequent reasons, each with its first line.
    private func causes(_ rejects: [Reject], _ firstLine: Int) -> String {
        let reasons = Dictionary(grouping: rejects, by: \.reason).sorted {
            ($1.value.count, $0.value[0].line) < ($0.value.count, $1.value[0].line)
        }
        let shown = reasons.prefix(3).map { reason, rejects in
            let column = rejects[0].column > 0 ? ", column \(rejects[0].column)" : ""
            let line = grouped(firstLine + rejects[0].line)
            return "\(grouped(rejects.count)): \(reason), for instance line \(line)\(column)"
        }
        return shown.joined(separator: "; ") + (reasons.count > 3 ? "; and others" : "")
    }

    private func grouped(_ number: Int) -> String {
        var text = String(number)
        var position = text.count - 3
        while position > 0 {
            text.insert(",", at: text.index(text.startIndex, offsetBy: position))
            position -= 3
        }
        return text
    }
}

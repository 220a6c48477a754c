internal import CallStore
internal import Database
package import Jobs

/// Merges the days of calls of months that are over and closed into one partition each, so that what is kept for years is a few
/// dozen partitions.
package struct CallMergeJob: JobHandler {
    package static let kind = "calls.merge_months"

    /// Days behind the end of a month: late files have mostly come by then, and what comes later goes into the month's partition.
    private static let daysAfter = 7
    private static let patienceSeconds = 60.0

    package init() {}

    package func run(_ work: JobWork) throws -> String {
        var merged: [String] = []
        var left: [String] = []
        for month in try CallMerge.months(daysAfter: Self.daysAfter, in: work.database) {
            let isDone = try CallMerge.merge(
                month, patienceSeconds: Self.patienceSeconds, in: work.database)
            if isDone { merged.append(String(month.prefix(7))) } else { left.append(String(month.prefix(7))) }
        }
        let sentences = [
            merged.isEmpty ? nil : "\(merged.joined(separator: ", ")) merged",
            left.isEmpty ? nil : "\(left.joined(separator: ", ")) copied, and in use: the next run takes their place",
        ].compactMap(\.self)
        return sentences.isEmpty ? "No month was to be merged" : sentences.joined(separator: "; ")
    }
}

/// The calls of a chunk by hour of their start: runs of neighbours in the file, each hour's in the order of the file.
package struct HourRuns {
    package struct Run: Equatable {
        package var hour: Int32
        package var range: Range<Int>
    }

    /// Sorted by hour, then by position.
    package let runs: [Run]

    package init(_ calls: borrowing PendingCalls) {
        var runs: [Run] = []
        var start = 0
        while start < calls.count {
            let hour = calls.place(start).hour
            var end = start + 1
            while end < calls.count, calls.place(end).hour == hour { end += 1 }
            runs.append(Run(hour: hour, range: start..<end))
            start = end
        }
        self.runs = runs.sorted { ($0.hour, $0.range.lowerBound) < ($1.hour, $1.range.lowerBound) }
    }

    /// Days since 1970-01-01 on which calls start, ascending.
    package var days: [Int32] {
        var days: [Int32] = []
        for run in runs {
            let day = Int32(PendingCall.roundedDown(Int64(run.hour), by: 24))
            if days.last != day { days.append(day) }
        }
        return days
    }
}

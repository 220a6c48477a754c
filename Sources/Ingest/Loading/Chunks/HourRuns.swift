/// The calls of a chunk by hour of their start: runs of neighbours in the file, each hour's in the order of the file.
struct HourRuns {
    struct Run: Equatable {
        var hour: Int32
        var range: Range<Int>
    }

    /// Sorted by hour, then by position.
    let runs: [Run]

    init(_ calls: borrowing PendingCalls) {
        var runs: [Run] = []
        for index in 0..<calls.count {
            let hour = calls[index].hour
            if let last = runs.last, last.hour == hour {
                runs[runs.count - 1].range = last.range.lowerBound..<index + 1
            } else {
                runs.append(Run(hour: hour, range: index..<index + 1))
            }
        }
        self.runs = runs.sorted { ($0.hour, $0.range.lowerBound) < ($1.hour, $1.range.lowerBound) }
    }

    /// Days since 1970-01-01 on which calls start, ascending.
    var days: [Int32] {
        var days: [Int32] = []
        for run in runs {
            let day = Int32(PendingCall.roundedDown(Int64(run.hour), by: 24))
            if days.last != day { days.append(day) }
        }
        return days
    }
}

import Checks

/// The light in the header: whether the books held when they were last checked, and when that was.
struct BooksLight: Sendable, Equatable {
    /// `ok`, `late`, `failed` or `never`: shape and colour of the light.
    var state: String
    /// The instant, and of how many checks it speaks, which are left out where there is little room.
    var checked: String?
    var of: String?
    var machine: String?
    var result: String
    var href = ChecksPage.path

    init(state: String, checked: String? = nil, machine: String? = nil, of: String? = nil, result: String) {
        self.state = state
        self.checked = checked
        self.machine = machine
        self.of = of
        self.result = result
    }

    /// - Parameter run: the last one that was kept; nil = none was.
    init(_ run: CheckRun?) {
        guard let run else {
            state = "never"
            result = "not checked yet"
            return
        }
        let instant = Instant.short(run.endedAt)
        checked = instant.text
        machine = instant.machine
        state = run.holds ? (run.isStale ? "late" : "ok") : "failed"
        of = run.holds ? "all \(run.checks)" : "\(run.failed) of \(run.checks)"
        result = run.holds ? "hold" : "do not hold"
    }
}

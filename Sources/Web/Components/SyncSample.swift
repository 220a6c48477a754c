/// A stream of the switch.
struct SyncSample {
    var state: String
    var word: String
    var last: String
    var next: String

    static let all = [
        SyncSample(state: "ok", word: "In step", last: "14:05:09 UTC (3 min ago)", next: "14:10 UTC"),
        SyncSample(state: "running", word: "Running", last: "14:00:02 UTC (5 min ago)", next: "now"),
        SyncSample(
            state: "late", word: "CDRs are 45 minutes late", last: "13:20:04 UTC (45 min ago)", next: "14:10 UTC"),
        SyncSample(state: "failed", word: "Rate cards failed", last: "09:12:20 UTC (5 h ago)", next: "waits for you"),
        SyncSample(
            state: "paused", word: "Paused by Tomas Lindqvist", last: "2026-11-21 16:40 UTC", next: "not planned"),
        SyncSample(state: "never", word: "Never run", last: "none yet", next: "after the first test"),
    ]
}

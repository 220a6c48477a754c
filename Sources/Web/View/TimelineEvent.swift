/// Something that was done, for a timeline.
struct TimelineEvent: Sendable {
    var machine: String
    var time: String
    var actor: String
    var text: String
    var change: String?
}

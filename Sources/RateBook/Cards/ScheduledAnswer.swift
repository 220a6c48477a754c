/// What becomes of scheduled versions that say otherwise than a new deck.
public enum ScheduledAnswer: String, CaseIterable, Sendable {
    /// They take over when they begin, as they are.
    case keep
    /// They are withdrawn when the new version is approved.
    case replace
}

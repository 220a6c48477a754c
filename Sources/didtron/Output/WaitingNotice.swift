/// Says on standard error what a command waits for.
enum WaitingNotice {
    @Sendable static func show(_ sentence: String) { Notices.show(sentence) }
}

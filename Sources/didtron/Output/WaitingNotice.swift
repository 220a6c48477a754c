import Foundation

/// Says on standard error what a command waits for.
enum WaitingNotice {
    @Sendable static func show(_ sentence: String) {
        FileHandle.standardError.write(Data("\(sentence)\n".utf8))
    }
}

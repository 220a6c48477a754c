import Foundation
import Synchronization

/// Sentences on standard error that are no errors: what a command waits for, what its figures lack, progress.
enum Notices {
    private static let quiet = Atomic(false)

    /// Set by `--quiet`.
    static var areQuiet: Bool {
        get { quiet.load(ordering: .relaxed) }
        set { quiet.store(newValue, ordering: .relaxed) }
    }

    /// Prints a sentence, unless none is wanted.
    @Sendable static func show(_ sentence: String) {
        guard !areQuiet else { return }
        FileHandle.standardError.write(Data("\(sentence)\n".utf8))
    }
}

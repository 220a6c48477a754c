import Foundation
import Synchronization

/// One line on standard error that is written over and over while something takes long; silent where nobody watches.
final class ProgressLine: Sendable {
    private struct State {
        var lastShown: ContinuousClock.Instant?
        var length = 0
    }

    /// Whether a line stands on the terminal that the next output would run into.
    private static let isShown = Atomic(false)

    private let isWatched: Bool
    private let state = Mutex(State())

    /// - Parameter isForced: shows also where standard error is not a terminal (`--progress`).
    init(isForced: Bool = false) {
        isWatched = !Notices.areQuiet && (isForced || isatty(STDERR_FILENO) == 1)
    }

    /// Shows `text` instead of what was shown before; at most ten times a second, so it may be called for every chunk.
    func show(_ text: @autoclosure () -> String) {
        guard isWatched else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            if let last = state.lastShown, now - last < .milliseconds(100) { return }
            state.lastShown = now
            write(text(), over: &state)
        }
    }

    /// Clears the line.
    func end() {
        guard isWatched else { return }
        state.withLock { state in
            guard state.length > 0 else { return }
            write("", over: &state)
            state.lastShown = nil
        }
    }

    /// Leaves the last text where it is and begins a new line, for a program that is being ended.
    static func breakOff() {
        guard isShown.exchange(false, ordering: .relaxed) else { return }
        FileHandle.standardError.write(Data("\n".utf8))
    }

    private func write(_ text: String, over state: inout State) {
        let padding = String(repeating: " ", count: max(0, state.length - text.count))
        FileHandle.standardError.write(Data("\r\(text)\(padding)\(text.isEmpty ? "\r" : "")".utf8))
        state.length = text.count
        ProgressLine.isShown.store(!text.isEmpty, ordering: .relaxed)
    }
}

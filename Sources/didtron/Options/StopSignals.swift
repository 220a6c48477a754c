import Dispatch
import Glibc
internal import Postgres
import Synchronization

/// Ctrl-C and `kill`: what the database server does for this program ends with the program.
enum StopSignals {
    /// Kept for as long as the program runs; an event source that is let go watches no more.
    private static let sources = Mutex<[any DispatchSourceSignal]>([])

    /// What a first signal does instead of ending the program.
    private static let firstHandler = Mutex<(@Sendable () -> Void)?>(nil)

    /// Set once the program is ending by a signal.
    private static let isEnding = Atomic(false)

    /// Leaves the end of the program to the signal that has come, if one has: what its cancelled statements throw is no
    /// failure to report.
    static func waitIfEnding() {
        while isEnding.load(ordering: .acquiring) { pause() }
    }

    /// What to do after the program was stopped, a sentence.
    private static let advice = Mutex<String?>(nil)

    /// States what to do after a stop, for work that is taken up again.
    static func advise(_ sentence: String) { advice.withLock { $0 = sentence } }

    /// Lets a program that ends in good order hear of the first signal; a second one ends it as always.
    static func onFirst(_ handler: @escaping @Sendable () -> Void) {
        firstHandler.withLock { $0 = handler }
    }

    /// Cancels running statements when SIGINT or SIGTERM comes, then ends the program by the same signal. A signal that
    /// the program was started to ignore stays ignored.
    static func cancelStatements() {
        sources.withLock { sources in
            guard sources.isEmpty else { return }
            for number in [SIGINT, SIGTERM] where !isIgnored(number) {
                // The source watches beside the action of the signal, which would end the program first.
                _ = signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler {
                    let handler = firstHandler.withLock { first in
                        defer { first = nil }
                        return first
                    }
                    if let handler { return handler() }
                    isEnding.store(true, ordering: .releasing)
                    // A second signal does not wait for the server.
                    _ = signal(number, SIG_DFL)
                    RunningStatements.cancelAll()
                    ProgressLine.breakOff()
                    if let sentence = advice.withLock({ $0 }) { Notices.show("Stopped. \(sentence)") }
                    kill(getpid(), number)
                }
                source.resume()
                sources.append(source)
            }
        }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        // Handlers are compared by their addresses, for functions cannot be.
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

internal import Jobs
import ServiceLifecycle
import Synchronization
import Vocabulary

/// Tells all who listen how far jobs are: one question to the database a second for all of them, and none where nobody listens.
///
/// ```
/// listen --> (jobs that somebody listens to) -- every second, one query --> changed? --> each listener of that job
///    ^                                                                                       |
///    '-- ends with its listener, with the job, or with the server <--------------------------'
/// ```
final class JobEvents: Sendable {
    enum Event: Sendable, Equatable {
        case progress(JobStanding)
        /// Nothing has changed for a while, and the listener is to know that the server is there.
        case stillThere
    }

    /// Listeners at a time, of one user and of all.
    struct Limits: Sendable {
        var ofUser = 8
        var ofAll = 200
    }

    private struct Listener {
        let jobID: JobID
        let userID: Int32
        let events: AsyncStream<Event>.Continuation
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var nextID = 0
        /// Last message to the listeners of a job.
        var known: [JobID: JobStanding] = [:]
        var ticks = 0
        var isOver = false
    }

    /// Ticks after which a listener is told that the server is there.
    private static let quietTicks = 15

    private let limits: Limits
    private let read: @Sendable ([JobID]) async throws -> [JobStanding]
    private let state = Mutex(State())

    init(limits: Limits = Limits(), read: @escaping @Sendable ([JobID]) async throws -> [JobStanding]) {
        self.limits = limits
        self.read = read
    }

    /// Somebody who listens to a job, until the last reference to it is gone.
    final class Listening: Sendable {
        let events: AsyncStream<Event>
        private let end: @Sendable () -> Void

        fileprivate init(_ events: AsyncStream<Event>, end: @escaping @Sendable () -> Void) {
            self.events = events
            self.end = end
        }

        /// Ends the events, as often as it is called.
        func stop() { end() }

        deinit { end() }
    }

    /// - Throws: `Refusal` where too many listen, or the server is about to stop.
    func listen(to jobID: JobID, userID: Int32) throws -> Listening {
        // A slow listener misses what has been superseded.
        let (stream, events) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(1))
        let id = try state.withLock { state in
            let own = state.listeners.values.count { $0.userID == userID }
            guard !state.isOver, own < limits.ofUser, state.listeners.count < limits.ofAll else {
                throw Refusal(.busy, "page.too_many_listeners", "Too many pages listen to what happens")
            }
            state.nextID += 1
            state.listeners[state.nextID] = Listener(jobID: jobID, userID: userID, events: events)
            if let known = state.known[jobID] { events.yield(.progress(known)) }
            return state.nextID
        }
        return Listening(stream) { [weak self] in
            self?.leave(id)
            events.finish()
        }
    }

    private func leave(_ id: Int) {
        state.withLock { state in
            guard let listener = state.listeners.removeValue(forKey: id) else { return }
            if !state.listeners.values.contains(where: { $0.jobID == listener.jobID }) {
                state.known[listener.jobID] = nil
            }
        }
    }

    var count: Int { state.withLock { $0.listeners.count } }

    // MARK: - Time

    /// Asks every second until the server is told to stop, which ends all events.
    func run(every interval: Duration = .seconds(1)) async {
        await withGracefulShutdownHandler {
            while !Task.isCancelled, !state.withLock({ $0.isOver }) {
                await tick()
                try? await Task.sleep(for: interval)
            }
        } onGracefulShutdown: {
            self.close()
        }
        close()
    }

    /// Asks once for all jobs that somebody listens to, and tells who listens what has changed.
    func tick() async {
        let jobIDs = state.withLock { state in
            state.ticks += 1
            return Array(Set(state.listeners.values.map(\.jobID))).sorted()
        }
        guard !jobIDs.isEmpty else { return }
        // Out of reach for a moment: asked again.
        guard let found = try? await read(jobIDs) else { return }
        state.withLock { state in
            let isQuiet = state.ticks.isMultiple(of: Self.quietTicks)
            var changed: Set<JobID> = []
            for progress in found where state.known[progress.jobID] != progress {
                // Nobody may listen any more.
                guard state.listeners.values.contains(where: { $0.jobID == progress.jobID }) else { continue }
                state.known[progress.jobID] = progress
                changed.insert(progress.jobID)
            }
            let gone = Set(jobIDs).subtracting(found.map(\.jobID))
            for listener in state.listeners.values {
                if changed.contains(listener.jobID), let progress = state.known[listener.jobID] {
                    listener.events.yield(.progress(progress))
                    if progress.isOver { listener.events.finish() }
                } else if gone.contains(listener.jobID) {
                    listener.events.finish()
                } else if isQuiet {
                    listener.events.yield(.stillThere)
                }
            }
        }
    }

    private func close() {
        state.withLock { state in
            state.isOver = true
            for listener in state.listeners.values { listener.events.finish() }
        }
    }
}

import Jobs
import Synchronization
import Testing
import Vocabulary

@testable import Web

/// Who listens to jobs, what they are told, and what that costs.
@Suite struct JobEventTests {
    /// Stands in for the database: what jobs are like, and what was asked.
    private final class Jobs: Sendable {
        let states = Mutex<[JobID: JobStanding]>([:])
        let asked = Mutex<[[JobID]]>([])

        func set(_ id: JobID, _ state: String, done: Int64? = nil) {
            states.withLock { $0[id] = JobStanding(jobID: id, kind: "x.y", state: state, done: done, total: 10) }
        }

        var events: JobEvents { events(JobEvents.Limits()) }

        func events(_ limits: JobEvents.Limits) -> JobEvents {
            JobEvents(limits: limits) { ids in
                self.asked.withLock { $0.append(ids) }
                return self.states.withLock { states in ids.compactMap { states[$0] } }
            }
        }
    }

    private static func next(_ listening: JobEvents.Listening) async -> JobEvents.Event? {
        var iterator = listening.events.makeAsyncIterator()
        return await iterator.next()
    }

    @Test func `all who listen cost one question a tick, and nobody none`() async throws {
        let jobs = Jobs()
        let events = jobs.events(JobEvents.Limits(ofUser: 100, ofAll: 100))
        await events.tick()
        #expect(jobs.asked.withLock(\.self).isEmpty)
        jobs.set(1, "running", done: 1)
        jobs.set(2, "queued")
        let listening = try (0..<40).map { try events.listen(to: JobID(1 + $0 % 2), userID: 1) }
        await events.tick()
        #expect(jobs.asked.withLock(\.self) == [[1, 2]])
        for (index, one) in listening.enumerated() {
            guard case .progress(let told) = await Self.next(one) else {
                Issue.record("nothing was told")
                return
            }
            #expect(told.jobID.rawValue == Int64(1 + index % 2))
        }
    }

    @Test func `what has not changed is not told again, and the end ends it`() async throws {
        let jobs = Jobs()
        let events = jobs.events
        jobs.set(1, "running", done: 1)
        let listening = try events.listen(to: 1, userID: 1)
        var told: [JobEvents.Event] = []
        await events.tick()
        await events.tick()
        jobs.set(1, "running", done: 2)
        await events.tick()
        // A slow listener has what came last alone.
        var iterator = listening.events.makeAsyncIterator()
        if let event = await iterator.next() { told.append(event) }
        jobs.set(1, "done")
        await events.tick()
        while let event = await iterator.next() { told.append(event) }
        #expect(
            told == [
                .progress(JobStanding(jobID: 1, kind: "x.y", state: "running", done: 2, total: 10)),
                .progress(JobStanding(jobID: 1, kind: "x.y", state: "done", total: 10)),
            ])
    }

    @Test func `whoever comes later is told at once`() async throws {
        let jobs = Jobs()
        let events = jobs.events
        jobs.set(1, "running", done: 1)
        let first = try events.listen(to: 1, userID: 1)
        await events.tick()
        let second = try events.listen(to: 1, userID: 2)
        #expect(await Self.next(second) == Self.next(first))
        #expect(jobs.asked.withLock(\.count) == 1)
    }

    @Test func `listeners are limited, and leaving makes room`() async throws {
        let events = Jobs().events(JobEvents.Limits(ofUser: 2, ofAll: 3))
        var own: [JobEvents.Listening]? = [try events.listen(to: 1, userID: 1), try events.listen(to: 1, userID: 1)]
        #expect { try events.listen(to: 2, userID: 1) } throws: { ($0 as? Refusal)?.code == .busy }
        let other = try events.listen(to: 1, userID: 2)
        #expect(throws: Refusal.self) { try events.listen(to: 1, userID: 3) }
        other.stop()
        other.stop()
        #expect(events.count == 2)
        // Streams that nobody holds have left.
        #expect(own?.count == 2)
        own = nil
        #expect(events.count == 0)
        _ = try events.listen(to: 1, userID: 3)
    }

    @Test func `a job that is not there and a server that stops end the events`() async throws {
        let events = Jobs().events
        let gone = try events.listen(to: 1, userID: 1)
        await events.tick()
        #expect(await Self.next(gone) == nil)
        let held = try events.listen(to: 2, userID: 1)
        let task = Task { await events.run(every: .milliseconds(5)) }
        task.cancel()
        await task.value
        #expect(await Self.next(held) == nil)
        #expect(throws: Refusal.self) { try events.listen(to: 2, userID: 1) }
    }

    @Test func `an event is one line of JSON`() {
        let progress = JobStanding(
            jobID: 1, kind: "invoice.run", state: "running", done: 1, total: 2, note: "making\ndrafts")
        #expect(
            JobEventStream.text(.progress(progress))
                == "event: progress\ndata: {\"done\":1,\"is_over\":false,\"state\":\"running\",\"text\":\"1 of 2, making\\ndrafts\",\"total\":2}\n\n"
        )
        #expect(JobEventStream.text(.stillThere) == ": still there\n\n")
    }
}

import Synchronization
import Testing
import Threads

@Suite struct WorkerThreadsTests {
    struct Fault: Error {}

    @Test func `every number gets a thread, and all have ended when the call returns`() throws {
        let seen = Mutex<[Int]>([])
        try WorkerThreads.run(5) { number in seen.withLock { $0.append(number) } }
        #expect(seen.withLock { $0.sorted() } == [0, 1, 2, 3, 4])
    }

    @Test func `whoever stops because another one failed hides no error`() {
        #expect(throws: Fault.self) {
            try WorkerThreads.run(8) { number in
                if number == 7 { throw Fault() }
                throw WorkerThreads.Stopped()
            }
        }
        #expect(throws: WorkerThreads.Stopped.self) { try WorkerThreads.run(1) { _ in throw WorkerThreads.Stopped() } }
    }

    @Test func `what goes on beside gives its value or its error, and ends with its owner`() throws {
        #expect(try Background { 6 * 7 }.value() == 42)
        #expect(throws: Fault.self) { try Background<Int> { throw Fault() }.value() }
        let isDone = Mutex(false)
        try withExtendedLifetime(Background { isDone.withLock { $0 = true } }) { _ in }
        #expect(isDone.withLock { $0 })
    }
}

import Synchronization
import Testing
import Threads

@testable import CallStore

@Suite struct ChunkOrderTests {
    @Test func `chunks pass each step in order, whoever prepares them first`() throws {
        let order = ChunkOrder(next: 3)
        let next = Mutex(3)
        let committed = Mutex<[Int]>([])
        try WorkerThreads.run(4) { _ in
            while true {
                let chunk = next.withLock { chunk in
                    defer { chunk += 1 }
                    return chunk
                }
                if chunk >= 60 { return }
                try order.wait(for: .identify, chunk: chunk)
                order.pass(.identify, chunk: chunk)
                try order.wait(for: .commit, chunk: chunk)
                committed.withLock { $0.append(chunk) }
                order.pass(.commit, chunk: chunk)
            }
        }
        #expect(committed.withLock { $0 } == Array(3..<60))
    }

    @Test func `one failure lets everybody go and is what is reported`() {
        struct Fault: Error {}
        let order = ChunkOrder(next: 0)
        #expect(throws: Fault.self) {
            try WorkerThreads.run(4) { number in
                if number == 2 {
                    order.stop()
                    throw Fault()
                }
                try order.wait(for: .commit, chunk: 100)
            }
        }
    }

    @Test func `who may go is a value`() {
        var state = ChunkOrder.State(next: 5)
        #expect(state.action(.identify, chunk: 5) == .enter)
        #expect(state.action(.identify, chunk: 6) == .wait)
        #expect(state.action(.commit, chunk: 6) == .wait)
        state.pass(.identify, chunk: 5)
        #expect(state.action(.identify, chunk: 6) == .enter)
        #expect(state.action(.commit, chunk: 6) == .wait)
        state.pass(.commit, chunk: 5)
        #expect(state.action(.commit, chunk: 6) == .enter)
        state.stop()
        #expect(state.action(.identify, chunk: 6) == .stop)
    }
}
